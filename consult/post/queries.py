"""What one may ask of the outbox."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.kernel.personal import Held, HeldThing, Whom
from consult.post.models import Mail
from consult.post.rules import MailState


def mails_to(session: Session, address: str) -> Sequence[Mail]:
    """List the mails to one address, the latest first."""
    return session.scalars(select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc())).all()


def mail_counts(session: Session) -> dict[MailState, int]:
    """Count the mails in each state."""
    counted = session.execute(select(Mail.state, func.count()).group_by(Mail.state)).all()
    return dict.fromkeys(MailState, 0) | {row[0]: row[1] for row in counted}


def held_in_post(session: Session, whom: Whom) -> tuple[Held, ...]:
    """Return which mails were sent to an address; their words are gone once they left."""
    if not whom.email:
        return ()
    found = session.scalars(select(Mail).where(func.lower(Mail.to_address) == whom.email).order_by(Mail.id))
    things = tuple(
        HeldThing(
            told={
                "subject": mail.subject,
                "queued_at": mail.queued_at.isoformat(),
                "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
                "state": mail.state.value,
            }
        )
        for mail in found
    )
    why = _("Their words are deleted when they leave, and the rest after thirty days.")
    return (Held(name="mails", title=_("Mails to you"), why=why, things=things),)
