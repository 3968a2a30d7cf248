"""The paragraphs that comments of one response are about."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.documents.models import Paragraph


def paragraph_numbers(session: Session, *, paragraph_ids: Collection[int]) -> dict[int, str]:
    """The number that people see of each paragraph, by its id."""
    if not paragraph_ids:
        return {}
    rows = session.execute(select(Paragraph.id, Paragraph.number).where(Paragraph.id.in_(paragraph_ids)))
    return {row.id: row.number for row in rows}


def paragraph_identities(session: Session, *, paragraph_ids: Collection[int]) -> dict[int, str]:
    """The identity of each paragraph, by its id: where the address of its comment page ends."""
    if not paragraph_ids:
        return {}
    rows = session.execute(select(Paragraph.id, Paragraph.identity).where(Paragraph.id.in_(paragraph_ids)))
    return {row.id: row.identity for row in rows}
