"""The comments of others that stand beside the document: screened, published as their writers allowed, supported."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import RowMapping, Select, case, func, select
from sqlalchemy.orm import Session

from consult.documents.models import Paragraph
from consult.places.models import StakeholderGroup
from consult.responses.models import Comment, CommentsShown, CommentSupport, Response, ScreenedText
from consult.responses.queries.quotable import may_be_public
from consult.responses.rules import PublishAs, Purpose
from consult.storage.paging import Page

ON_A_PAGE = 25
AT_FIRST = 2
"""Comments shown beside each paragraph; the rest have a page of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentBeside:
    """A comment as anyone may read it; ``handle`` is unrelated to who wrote it."""

    handle: str
    paragraph_id: int
    purpose: Purpose
    text: str
    quote: str
    starts_at: int | None
    ends_at: int | None
    group: str
    organisation: str
    language: str
    n_supports: int
    n_on_paragraph: int


_NAMES = tuple(field.name for field in fields(CommentBeside))


def are_comments_shown(session: Session, *, consultation_id: int) -> bool:
    """Say whether an officer lets everyone read the comments of others."""
    return session.get(CommentsShown, consultation_id) is not None


def comments_beside(session: Session, *, consultation_id: int, version_id: int) -> dict[int, tuple[CommentBeside, ...]]:
    """The first comments on each paragraph, the most supported ones first, by paragraph, in one query.

    Nothing when an officer hides them.
    """
    in_version = select(Paragraph.id).where(Paragraph.version_id == version_id)
    numbered = _public(consultation_id).where(Comment.paragraph_id.in_(in_version)).subquery()
    found: dict[int, tuple[CommentBeside, ...]] = {}
    first = select(numbered).where(numbered.c.place <= AT_FIRST).order_by(numbered.c.place)
    for row in session.execute(first).mappings():
        shown = _shown(row)
        found[shown.paragraph_id] = (*found.get(shown.paragraph_id, ()), shown)
    return found


def comments_on(session: Session, *, consultation_id: int, paragraph_id: int, number: int) -> Page[CommentBeside]:
    """One page of the comments on one paragraph, the most supported ones first."""
    numbered = _public(consultation_id).where(Comment.paragraph_id == paragraph_id).subquery()
    total = session.scalar(select(func.count()).select_from(numbered)) or 0
    within = min(max(number, 1), max(-(-total // ON_A_PAGE), 1))
    cut = select(numbered).order_by(numbered.c.place).limit(ON_A_PAGE).offset((within - 1) * ON_A_PAGE)
    items = tuple(_shown(row) for row in session.execute(cut).mappings())
    return Page(items=items, number=within, size=ON_A_PAGE, total=total)


def is_public_comment(session: Session, *, consultation_id: int, handle: str) -> bool:
    """Say whether this handle leads to a comment that everyone can read."""
    return session.execute(_public(consultation_id).where(Comment.handle == handle)).first() is not None


def _public(consultation_id: int) -> Select[Any]:
    """Every comment that may be shown, with its place on its paragraph; none while an officer hides them."""
    supports = (
        select(func.count())
        .select_from(CommentSupport)
        .join(Response, Response.id == CommentSupport.response_id)
        .where(CommentSupport.comment_id == Comment.id, Response.withdrawn_at.is_(None))
        .correlate(Comment)
        .scalar_subquery()
    )
    in_order = (
        supports.desc(),
        Comment.handle,
    )  # what has as much support stands in no order that tells who came first
    return (
        select(
            Comment.handle,
            Comment.paragraph_id,
            Comment.purpose,
            ScreenedText.public_text.label("text"),
            Comment.quote,
            Comment.starts_at,
            Comment.ends_at,
            StakeholderGroup.name.label("group"),
            case((Response.publish_as == PublishAs.WITH_ORGANISATION_NAME, Response.organisation_name), else_="").label(
                "organisation"
            ),
            Response.language,
            supports.label("n_supports"),
            func.count().over(partition_by=Comment.paragraph_id).label("n_on_paragraph"),
            func.row_number().over(partition_by=Comment.paragraph_id, order_by=in_order).label("place"),
        )
        .select_from(Comment)
        .join(ScreenedText, ScreenedText.comment_id == Comment.id)
        .join(Response, Response.id == Comment.response_id)
        .join(CommentsShown, CommentsShown.consultation_id == Response.consultation_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
        .where(Response.consultation_id == consultation_id, *may_be_public())
    )


def _shown(row: RowMapping) -> CommentBeside:
    return CommentBeside(**{name: row[name] for name in _NAMES} | {"group": row["group"] or ""})
