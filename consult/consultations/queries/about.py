"""Consultations about one document, whatever version of it they put before people."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation
from consult.documents.models import DocumentVersion


def consultations_about(session: Session, *, document_id: int) -> Sequence[Consultation]:
    """Every consultation that asks about a version of a document, the latest first, with its words; two queries."""
    return session.scalars(
        select(Consultation)
        .join(DocumentVersion, DocumentVersion.id == Consultation.document_version_id)
        .where(DocumentVersion.document_id == document_id)
        .options(selectinload(Consultation.words))
        .order_by(Consultation.id.desc())
    ).all()


def consultations_by_ids(session: Session, ids: Collection[int]) -> Sequence[Consultation]:
    """Consultations of some numbers, each with its words; two queries."""
    if not ids:
        return ()
    asked = select(Consultation).where(Consultation.id.in_(ids)).options(selectinload(Consultation.words))
    return session.scalars(asked.order_by(Consultation.id)).all()


def latest_consultations(session: Session, *, most: int = 40) -> Sequence[Consultation]:
    """The latest consultations, drafts too, each with its words; two queries."""
    asked = select(Consultation).options(selectinload(Consultation.words))
    return session.scalars(asked.order_by(Consultation.id.desc()).limit(most)).all()
