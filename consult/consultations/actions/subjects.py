"""Saying what a consultation is about, so that people can follow a subject or their ward."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.consultations.actions.changing import note
from consult.consultations.models import Consultation, ConsultationSubject, ConsultationWard, Subject
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_line, slug_of


def add_subject(session: Session, *, name: str) -> Subject:
    """Add a subject; the same name again gives the same one.

    Raises:
        Invalid: it has no letter or number in it.
    """
    called = clean_line(name)[:80]
    slug = slug_of(called)
    if not slug:
        raise Invalid("Give the subject a name with letters.")
    known = session.scalar(select(Subject).where(Subject.slug == slug))
    if known is not None:
        return known
    subject = Subject(slug=slug, name=called)
    session.add(subject)
    session.flush()
    return subject


def say_about(
    session: Session,
    *,
    consultation: Consultation,
    subject_ids: Collection[int],
    ward_ids: Collection[int],
    actor: str,
    now: datetime,
) -> Consultation:
    """Say which subjects and wards a consultation is about; this can be said at any time, and changes nothing else."""
    session.execute(delete(ConsultationSubject).where(ConsultationSubject.consultation_id == consultation.id))
    session.execute(delete(ConsultationWard).where(ConsultationWard.consultation_id == consultation.id))
    session.add_all(
        ConsultationSubject(consultation_id=consultation.id, subject_id=each) for each in sorted(set(subject_ids))
    )
    session.add_all(ConsultationWard(consultation_id=consultation.id, ward_id=each) for each in sorted(set(ward_ids)))
    session.flush()
    note(session, Happening.CONSULTATION_CHANGED, consultation, actor=actor, now=now, fields=["subjects"])
    return consultation
