"""Consultations about one document, whatever version of it they put before people."""

from collections.abc import Sequence

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
