"""Whether a consultation is made for children, and what it says to a grown-up."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.consultations.models import ForChildren


def guardian_note_of(session: Session, consultation_id: int) -> str:
    """Return what a consultation for children says to a parent or teacher; nothing where it is for everyone."""
    found = session.get(ForChildren, consultation_id)
    return found.guardian_note if found else ""
