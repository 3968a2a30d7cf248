"""Finds an unsent response by the key in a browser or by the code that someone wrote down."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.kernel.references import hash_code
from consult.responses.models import Draft
from consult.responses.receipts import key_hash


def draft_opened_by(session: Session, *, key: str, now: datetime, consultation_id: int | None = None) -> Draft | None:
    """The draft that a browser's key or a person's code opens, unless it is forgotten already."""
    if not key:
        return None
    asked = select(Draft).where(
        or_(Draft.key_hash == key_hash(key), Draft.code_hash == hash_code(key)), Draft.expires_at > now
    )
    if consultation_id is not None:
        asked = asked.where(Draft.consultation_id == consultation_id)
    return session.scalar(asked)
