"""In which other forms a document can be had, and which of them are behind."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from consult.documents.models import Alternative, DocumentVersion
from consult.documents.rules import AlternativeForm, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeTold:
    """One other form: which version of the original it follows, and which is the newest."""

    id: int
    form: AlternativeForm
    language: str
    own_version_id: int
    follows: int
    newest: int
    audio_file_id: int | None

    @property
    def is_behind(self) -> bool:
        """Say whether the original has a newer version."""
        return self.newest > self.follows


def alternatives_of(session: Session, *, document_id: int) -> tuple[AlternativeTold, ...]:
    """Every other form of a document, in one query."""
    newest = (
        select(func.max(DocumentVersion.number))
        .where(DocumentVersion.document_id == document_id, DocumentVersion.state == VersionState.PUBLISHED)
        .scalar_subquery()
    )
    followed = aliased(DocumentVersion)
    rows = session.execute(
        select(
            Alternative.id,
            Alternative.form,
            Alternative.language,
            Alternative.own_version_id,
            Alternative.audio_file_id,
            followed.number.label("follows"),
            newest.label("newest"),
        )
        .join(followed, followed.id == Alternative.follows_version_id)
        .where(Alternative.document_id == document_id)
        .order_by(Alternative.form, Alternative.language)
    )
    return tuple(
        AlternativeTold(
            id=row.id,
            form=row.form,
            language=row.language,
            own_version_id=row.own_version_id,
            follows=row.follows,
            newest=row.newest or row.follows,
            audio_file_id=row.audio_file_id,
        )
        for row in rows
    )
