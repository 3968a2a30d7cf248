"""Making a consultation one for children, while it is a draft."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.consultations.actions.changing import begin_change, note
from consult.consultations.models import Consultation, ForChildren
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_text


def make_for_children(
    session: Session,
    *,
    consultation: Consultation,
    is_for_children: bool,
    guardian_note: str,
    by_id: int,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Say whether a consultation is made for children (the Information Commissioner's code on children's privacy).

    It then asks for no address, ward, organisation or equality answers, sends no mail, and speaks to a grown-up first.

    Raises:
        Invalid: it says nothing to a parent or teacher.
        Refused: it is no draft any more.
        Stale: someone changed it meanwhile.
    """
    said = clean_text(guardian_note)
    if is_for_children and not said:
        raise Invalid("Say to a parent or teacher what this is, and that answering is free to choose.")
    begin_change(session, consultation, version_seen=version_seen, now=now)
    session.execute(delete(ForChildren).where(ForChildren.consultation_id == consultation.id))
    if is_for_children:
        session.add(ForChildren(consultation_id=consultation.id, guardian_note=said, since=now, by_id=by_id))
    session.flush()
    actor = f"account:{by_id}"
    note(session, Happening.CONSULTATION_CHANGED, consultation, actor=actor, now=now, fields=["for_children"])
    return consultation
