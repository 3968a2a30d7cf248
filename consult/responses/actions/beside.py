"""Letting everyone read the screened comments of others beside the document, or not."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.responses.models import CommentsShown


def show_comments(
    session: Session, *, consultation: Consultation, are_shown: bool, by_id: int, now: datetime
) -> Consultation:
    """Show or hide the comments of others; doing it twice changes nothing the second time."""
    was_shown = session.get(CommentsShown, consultation.id) is not None
    if was_shown == are_shown:
        return consultation
    if are_shown:
        session.add(CommentsShown(consultation_id=consultation.id, since=now, shown_by_id=by_id))
    else:
        session.execute(delete(CommentsShown).where(CommentsShown.consultation_id == consultation.id))
    session.flush()
    record(
        session,
        Happening.CONSULTATION_CHANGED,
        stream=f"consultation:{consultation.id}",
        subject=f"consultation:{consultation.id}",
        actor=f"account:{by_id}",
        at=now,
        field="comments_shown",
        old="yes" if was_shown else "no",
        new="yes" if are_shown else "no",
    )
    return consultation
