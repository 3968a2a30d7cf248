"""The mail that repeats a receipt's reference; the secret code is in no mail, because the outbox would keep it."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.post.actions import queue_mail
from consult.post.models import Mail
from consult.responses.models import Response


def mail_receipt(session: Session, *, response: Response, title: str, now: datetime) -> Mail | None:
    """Put the mail of a receipt into the outbox; nothing when no address was given."""
    if response.contact is None:
        return None
    return queue_mail(
        session,
        to=response.contact.email,
        subject=_("We have your views: %(reference)s", reference=response.reference),
        template="receipt",
        values={
            "title": title,
            "reference": response.reference,
            "received_at": response.received_at,
            "closes_at": response.consultation.closes_at,
            "weeks": response.consultation.answer_within_weeks,
        },
        now=now,
    )
