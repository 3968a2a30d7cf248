"""What a change can be said to have happened because of, and what was said."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.analysis.models import Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.documents.changes import ChangedParagraph
from consult.documents.models import DocumentVersion, Paragraph
from consult.margin.models import ChangeReason, ChangeReasonComment, ChangeReasonTheme, Placement
from consult.margin.rules import ReasonTold
from consult.responses.models import Comment, Response

MOST_COMMENTS = 200
"""On one paragraph that changed: more nobody ticks one by one; main points are for that."""


def confirmed_themes(session: Session, *, consultation_id: int) -> list[tuple[int, str]]:
    """The main points of a consultation, by id and name, in the order of their names."""
    rows = session.execute(
        select(Theme.id, Theme.name)
        .join(Codebook)
        .where(Codebook.consultation_id == consultation_id, Theme.state == ThemeState.CONFIRMED)
        .order_by(Theme.name, Theme.id)
    )
    return [(row.id, row.name) for row in rows]


def comments_about(session: Session, entry: ChangedParagraph, *, consultation_id: int) -> list[tuple[int, str]]:
    """The comments that were about the old text of a changed paragraph, by id and words."""
    ids = [reading.id for reading in entry.old]
    placed = select(Placement.comment_id).where(Placement.paragraph_id.in_(ids))
    rows = session.execute(
        select(Comment.id, Comment.text)
        .join(Response)
        .where(
            Comment.paragraph_id.in_(ids) | Comment.id.in_(placed),
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
        )
        .order_by(Comment.id)
        .limit(MOST_COMMENTS)
    )
    return [(row.id, row.text) for row in rows]


def reasons_by_theme(session: Session, *, theme_ids: Collection[int]) -> dict[int, tuple[ReasonTold, ...]]:
    """The published changes that happened because of each main point, in one query."""
    if not theme_ids:
        return {}
    rows = session.execute(
        _told(ChangeReasonTheme.theme_id)
        .join(ChangeReasonTheme, ChangeReasonTheme.reason_id == ChangeReason.id)
        .where(ChangeReasonTheme.theme_id.in_(theme_ids))
    )
    return _grouped(rows)


def reasons_by_comment(session: Session, *, comment_ids: Collection[int]) -> dict[int, tuple[ReasonTold, ...]]:
    """The published changes that happened because of each comment, in one query."""
    if not comment_ids:
        return {}
    rows = session.execute(
        _told(ChangeReasonComment.comment_id)
        .join(ChangeReasonComment, ChangeReasonComment.reason_id == ChangeReason.id)
        .where(ChangeReasonComment.comment_id.in_(comment_ids))
    )
    return _grouped(rows)


def _told(because_of: Any) -> Select[Any]:
    return (
        select(
            because_of.label("because_of"),
            DocumentVersion.number.label("version"),
            Paragraph.number.label("paragraph"),
            Paragraph.id.label("paragraph_id"),
            ChangeReason.words,
        )
        .select_from(ChangeReason)
        .join(DocumentVersion, DocumentVersion.id == ChangeReason.version_id)
        .join(Paragraph, Paragraph.id == ChangeReason.paragraph_id)
        .where(DocumentVersion.published_at.is_not(None))
        .order_by(DocumentVersion.number, Paragraph.position)
    )


def _grouped(rows: Iterable[Any]) -> dict[int, tuple[ReasonTold, ...]]:
    found: dict[int, tuple[ReasonTold, ...]] = {}
    for row in rows:
        told = ReasonTold(version=row.version, paragraph=row.paragraph, paragraph_id=row.paragraph_id, words=row.words)
        found[row.because_of] = (*found.get(row.because_of, ()), told)
    return found
