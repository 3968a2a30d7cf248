"""What one may ask of the outbox."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.post.models import Mail
from consult.post.rules import MailState


def mails_to(session: Session, address: str) -> Sequence[Mail]:
    """List the mails to one address, the latest first."""
    return session.scalars(select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc())).all()


def mail_counts(session: Session) -> dict[MailState, int]:
    """Count the mails in each state."""
    counted = session.execute(select(Mail.state, func.count()).group_by(Mail.state)).all()
    return dict.fromkeys(MailState, 0) | {row[0]: row[1] for row in counted}
