"""Finds the organisation that someone typed the name of."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.kernel.words import clean_line
from consult.places.models import Organisation


def organisation_named(session: Session, *, name: str) -> Organisation | None:
    """The organisation with this name, whatever its capitals; nothing is guessed from a likeness."""
    wanted = clean_line(name)
    if not wanted:
        return None
    return session.scalar(select(Organisation).where(func.lower(Organisation.name) == wanted.lower()).limit(1))
