"""What the room of bodies holds about one person under an address."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.bodies.models import ExpressionOfInterest, Person, PoolMember
from consult.kernel.personal import Held, Whom


def held_in_bodies(session: Session, whom: Whom) -> tuple[Held, ...]:
    """Return what this room holds under an address."""
    if not whom.email:
        return ()
    people = select(Person).where(func.lower(Person.email) == whom.email)
    pool = select(PoolMember).where(func.lower(PoolMember.contact).contains(whom.email, autoescape=True))
    offers = select(ExpressionOfInterest).where(
        func.lower(ExpressionOfInterest.contact).contains(whom.email, autoescape=True)
    )
    return (
        Held.all_told(
            "people",
            title=_("You sit, stand or deputise"),
            why=_("Who holds a public seat is public. How to reach you is not."),
            told=(
                {"name": each.name, "email": each.email, "since": each.created_at.isoformat()}
                for each in session.scalars(people.order_by(Person.id))
            ),
        ),
        Held.all_told(
            "panels",
            title=_("You said that you would serve on a panel"),
            why=_("A panel is drawn by lot from those who would serve."),
            told=(
                {
                    "name": each.name,
                    "how_to_reach_you": each.contact,
                    "state": each.state.value,
                    **{f"about you: {key}": value for key, value in each.traits.items()},
                }
                for each in session.scalars(pool.order_by(PoolMember.id))
            ),
        ),
        Held.all_told(
            "offers",
            title=_("You offered to sit in a seat"),
            why=_("So that the clerk can reach you."),
            told=(
                {
                    "name": each.name,
                    "how_to_reach_you": each.contact,
                    "why": each.why,
                    "sent_at": each.sent_at.isoformat(),
                    "state": each.state.value,
                }
                for each in session.scalars(offers.order_by(ExpressionOfInterest.id))
            ),
        ),
    )
