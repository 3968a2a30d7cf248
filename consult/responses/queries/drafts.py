"""Finds an unsent response by the key in a browser or by the code that someone wrote down."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.kernel.references import hash_code
from consult.responses.models import Draft
from consult.responses.receipts import key_hash


def draft_opened_by(
    session: Session, *, key: str, now: datetime, consultation_id: int | None = None, locked: bool = False
) -> Draft | None:
    """The draft that a browser's key or a person's code opens, unless it is forgotten already.

    ``locked`` makes a second press of a button wait until the first is done and then see what it did; SQLite's write
    gate does so by itself.
    """
    if not key:
        return None
    asked = select(Draft).where(
        or_(Draft.key_hash == key_hash(key), Draft.code_hash == hash_code(key)), Draft.expires_at > now
    )
    if consultation_id is not None:
        asked = asked.where(Draft.consultation_id == consultation_id)
    if locked:
        asked = asked.with_for_update()
    return session.scalar(asked)
