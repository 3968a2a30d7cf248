"""Questions about what consultations are about: their subjects and wards, and which are about one of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation, ConsultationSubject, ConsultationWard, Subject
from consult.kernel.errors import NotFound
from consult.places.models import Ward


def subjects(session: Session) -> Sequence[Subject]:
    """Return every subject, by name."""
    return session.scalars(select(Subject).order_by(Subject.name)).all()


def subject_by_slug(session: Session, slug: str) -> Subject:
    """Return one subject.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Subject).where(Subject.slug == slug))
    if found is None:
        raise NotFound("We could not find this subject.")
    return found


def ward_by_code(session: Session, code: str) -> Ward:
    """Return the ward with a GSS code.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Ward).where(Ward.code == code))
    if found is None:
        raise NotFound("We could not find this ward.")
    return found


def subjects_of(session: Session, consultation_id: int) -> Sequence[Subject]:
    """Return what a consultation is about, by name."""
    asked = select(Subject).join(ConsultationSubject, ConsultationSubject.subject_id == Subject.id)
    return session.scalars(
        asked.where(ConsultationSubject.consultation_id == consultation_id).order_by(Subject.name)
    ).all()


def wards_of(session: Session, consultation_id: int) -> Sequence[Ward]:
    """Return the wards that a consultation is about, by name; none where it is about the whole area."""
    asked = select(Ward).join(ConsultationWard, ConsultationWard.ward_id == Ward.id)
    return session.scalars(asked.where(ConsultationWard.consultation_id == consultation_id).order_by(Ward.name)).all()


def consultations_about_subject(session: Session, subject_id: int) -> Sequence[int]:
    """Return the numbers of the consultations about a subject."""
    asked = select(ConsultationSubject.consultation_id).where(ConsultationSubject.subject_id == subject_id)
    return session.scalars(asked).all()


def consultations_about_ward(session: Session, ward_id: int) -> Sequence[int]:
    """Return the numbers of the consultations about one ward."""
    return session.scalars(select(ConsultationWard.consultation_id).where(ConsultationWard.ward_id == ward_id)).all()


def consultations_about_everywhere(session: Session) -> Sequence[int]:
    """Return the numbers of the consultations that name no ward."""
    names_one = select(ConsultationWard.ward_id).where(ConsultationWard.consultation_id == Consultation.id).exists()
    return session.scalars(select(Consultation.id).where(~names_one)).all()
