"""What elections hold about one person under an address. How anybody voted is nowhere, so it cannot be told."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.elections.models import Contest, Nomination, RollClaim, RollEntry
from consult.kernel.personal import Held, Whom


def held_in_elections(session: Session, whom: Whom) -> tuple[Held, ...]:
    """Return what this room holds under an address."""
    if not whom.email:
        return ()
    roll = session.execute(
        select(RollEntry, Contest.title)
        .join(Contest, Contest.id == RollEntry.contest_id)
        .where(func.lower(RollEntry.email) == whom.email)
        .order_by(RollEntry.contest_id)
    )
    stood = session.execute(
        select(Nomination, Contest.title)
        .join(Contest, Contest.id == Nomination.contest_id)
        .where(func.lower(Nomination.email) == whom.email)
        .order_by(Nomination.id)
    )
    claims = session.execute(
        select(RollClaim, Contest.title)
        .join(Contest, Contest.id == RollClaim.contest_id)
        .where(func.lower(RollClaim.email) == whom.email)
        .order_by(RollClaim.id)
    )
    return (
        Held.all_told(
            "rolls",
            title=_("Rolls that you are on"),
            why=_("You may vote. The roll knows no code and no ballot, so nobody can tell how you voted."),
            told=(
                {
                    "contest": title,
                    "name": entry.name,
                    "detail": entry.detail,
                    "address": entry.address,
                    "papers_sent": entry.issues,
                    "sent_by": entry.sent_by,
                    "sent_on": entry.sent_on.isoformat() if entry.sent_on else None,
                }
                for entry, title in roll
            ),
        ),
        Held.all_told(
            "nominations",
            title=_("Nominations of you"),
            why=_("You stood in an election, or somebody put you forward."),
            told=(
                {
                    "contest": title,
                    "name": each.name,
                    "statement": each.statement,
                    "interests": each.interests,
                    "given_at": each.given_at.isoformat(),
                    "verdict": each.verdict.value,
                    "reason": each.reason,
                }
                for each, title in stood
            ),
        ),
        Held.all_told(
            "roll_claims",
            title=_("What you said of a roll"),
            why=_("You said that somebody is missing from a roll, or stands on it wrongly."),
            told=(
                {
                    "contest": title,
                    "name": each.name,
                    "detail": each.detail,
                    "words": each.words,
                    "made_on": each.made_on.isoformat(),
                    "verdict": each.verdict.value,
                    "reason": each.reason,
                }
                for each, title in claims
            ),
        ),
    )
