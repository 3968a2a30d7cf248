"""What a version changed, and why: in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.documents.changes import ChangedParagraph, Descent, Reading, changed_paragraphs
from consult.documents.models import Document, DocumentVersion, Paragraph, ParagraphLineage
from consult.documents.rules import VersionState
from consult.documents.sanitising import lines_of
from consult.kernel.errors import NotFound
from consult.margin.models import ChangeReason


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTold:
    """One version of a document: its number, and when it was published if it was."""

    id: int
    number: int
    published_at: datetime | None
    created_at: datetime

    @property
    def is_published(self) -> bool:
        """Say whether everyone can read it."""
        return self.published_at is not None


def versions_of(session: Session, *, document_id: int) -> tuple[VersionTold, ...]:
    """Every version of a document, the first one first."""
    rows = session.execute(
        select(DocumentVersion.id, DocumentVersion.number, DocumentVersion.published_at, DocumentVersion.created_at)
        .where(DocumentVersion.document_id == document_id)
        .order_by(DocumentVersion.number)
    )
    return tuple(
        VersionTold(id=row.id, number=row.number, published_at=row.published_at, created_at=row.created_at)
        for row in rows
    )


def version_before(versions: Sequence[VersionTold], *, number: int) -> VersionTold | None:
    """The last published version before this number: the one that a new version is compared with."""
    earlier = [version for version in versions if version.is_published and version.number < number]
    return earlier[-1] if earlier else None


def version_of(session: Session, *, document_id: int, version_id: int) -> DocumentVersion:
    """One version of this document.

    Raises:
        NotFound: it is a version of another document, or there is none.
    """
    found = session.get(DocumentVersion, version_id)
    if found is None or found.document_id != document_id:
        raise NotFound("We could not find this version of the document.")
    return found


def published_before(session: Session, *, version: DocumentVersion) -> DocumentVersion | None:
    """The last published version before this one."""
    return session.scalar(
        select(DocumentVersion)
        .where(
            DocumentVersion.document_id == version.document_id,
            DocumentVersion.number < version.number,
            DocumentVersion.state == VersionState.PUBLISHED,
        )
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )


def comparison_of(session: Session, *, old_id: int, new_id: int) -> tuple[ChangedParagraph, ...]:
    """Every paragraph of two neighbouring versions with what became of it, in three queries."""
    old, new = readings_of(session, version_id=old_id), readings_of(session, version_id=new_id)
    lines = session.execute(
        select(ParagraphLineage.from_paragraph_id, ParagraphLineage.to_paragraph_id, ParagraphLineage.change)
        .join(Paragraph, Paragraph.id == ParagraphLineage.to_paragraph_id)
        .where(Paragraph.version_id == new_id)
        .order_by(Paragraph.position, ParagraphLineage.from_paragraph_id)
    )
    known = {reading.id for reading in old}
    descents = [
        Descent(from_id=row.from_paragraph_id, to_id=row.to_paragraph_id, change=row.change)
        for row in lines
        if row.from_paragraph_id in known
    ]
    return changed_paragraphs(old, new, descents)


def readings_of(session: Session, *, version_id: int) -> tuple[Reading, ...]:
    """The paragraphs of one version, in order."""
    rows = session.execute(
        select(Paragraph.id, Paragraph.identity, Paragraph.number, Paragraph.text, Paragraph.html)
        .where(Paragraph.version_id == version_id)
        .order_by(Paragraph.position)
    )
    return tuple(
        Reading(id=row.id, identity=row.identity, number=row.number, text=row.text, lines=lines_of(row.html))
        for row in rows
    )


def reasons_of(session: Session, *, version_id: int) -> dict[int, ChangeReason]:
    """Why paragraphs of this version changed, by paragraph, with themes and comments, in three queries."""
    found = session.scalars(
        select(ChangeReason)
        .where(ChangeReason.version_id == version_id)
        .options(selectinload(ChangeReason.themes), selectinload(ChangeReason.comments))
    )
    return {reason.paragraph_id: reason for reason in found}


def document_with_version(session: Session, *, version_id: int) -> Document:
    """The document that this version belongs to."""
    return session.execute(
        select(Document)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(DocumentVersion.id == version_id)
    ).scalar_one()
