"""What the consultation record holds about one person: help they asked for, letters that were sent to them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.kernel.personal import Held, Whom
from consult.outreach.models import Consultee, HelpRequest, Invitation


def held_in_record(session: Session, whom: Whom) -> tuple[Held, ...]:
    """Return what this room holds under an address."""
    if not whom.email:
        return ()
    asked = select(HelpRequest).where(func.lower(HelpRequest.reach).contains(whom.email, autoescape=True))
    rows = session.execute(
        select(Consultee.name, Consultee.email, Invitation.invited_at, Invitation.last_sent_at, Invitation.n_reminders)
        .outerjoin(Invitation, Invitation.consultee_id == Consultee.id)
        .where(or_(func.lower(Consultee.email) == whom.email, func.lower(Invitation.to_address) == whom.email))
        .order_by(Consultee.id)
    )
    return (
        Held.all_told(
            "help",
            title=_("Help that you asked for"),
            why=_("You asked for another format, or for help to answer."),
            told=(
                {
                    "help": each.help.value,
                    "how_to_reach_you": each.reach,
                    "words": each.words,
                    "asked_at": each.asked_at.isoformat(),
                    "what_was_done": each.done_words,
                    "extra_time_until": each.extra_until.isoformat() if each.extra_until else None,
                }
                for each in session.scalars(asked.order_by(HelpRequest.id))
            ),
        ),
        Held.all_told(
            "invitations",
            title=_("Letters that asked you to answer"),
            why=_("Your organisation is on the list of those to be asked, under your address."),
            told=(
                {
                    "organisation": row.name,
                    "address": row.email,
                    "invited_at": row.invited_at.isoformat() if row.invited_at else None,
                    "last_sent_at": row.last_sent_at.isoformat() if row.last_sent_at else None,
                    "reminders": row.n_reminders,
                }
                for row in rows
            ),
        ),
    )
