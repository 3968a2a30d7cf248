"""Comments in redrafts: which wait for a person, and where each of them went."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.documents.models import DocumentVersion, Paragraph, ParagraphLineage
from consult.kernel.errors import NotFound
from consult.margin.models import Placement
from consult.margin.rules import Standing, WentTo
from consult.responses.models import Comment, Response
from consult.storage.paging import Page, page_of


def placements_waiting(session: Session, *, version_id: int, consultation_id: int, number: int) -> Page[Placement]:
    """One page of the comments that a person has to look at, in the order of the document they were about."""
    asked = (
        select(Placement)
        .join(Comment, Comment.id == Placement.comment_id)
        .join(Response, Response.id == Comment.response_id)
        .join(Paragraph, Paragraph.id == Placement.from_paragraph_id)
        .where(
            Placement.version_id == version_id,
            Placement.standing == Standing.WAITING,
            Response.consultation_id == consultation_id,
        )
        .options(joinedload(Placement.comment), joinedload(Placement.from_paragraph))
    )
    return page_of(session, asked, Paragraph.position.asc(), Placement.id.asc(), number=number)


def placement_by_id(session: Session, *, placement_id: int, consultation_id: int) -> Placement:
    """One placement with everything that its page shows.

    Raises:
        NotFound: there is none in this consultation.
    """
    found = session.scalar(
        select(Placement)
        .join(Comment, Comment.id == Placement.comment_id)
        .join(Response, Response.id == Comment.response_id)
        .where(Placement.id == placement_id, Response.consultation_id == consultation_id)
        .options(joinedload(Placement.comment), joinedload(Placement.from_paragraph), joinedload(Placement.paragraph))
    )
    if found is None:
        raise NotFound("We could not find this comment. The person who wrote it may have taken it back.")
    return found


def counts_by_standing(session: Session, *, version_id: int, consultation_id: int) -> dict[Standing, int]:
    """How many comments of this consultation stand how in this version."""
    rows = session.execute(
        select(Placement.standing, func.count())
        .join(Comment, Comment.id == Placement.comment_id)
        .join(Response, Response.id == Comment.response_id)
        .where(Placement.version_id == version_id, Response.consultation_id == consultation_id)
        .group_by(Placement.standing)
    )
    return {row[0]: row[1] for row in rows}


def heirs_of(session: Session, *, paragraph_id: int, version_id: int) -> tuple[Paragraph, ...]:
    """The paragraphs of this version that descend from an old one, the first one first."""
    return tuple(
        session.scalars(
            select(Paragraph)
            .join(ParagraphLineage, ParagraphLineage.to_paragraph_id == Paragraph.id)
            .where(ParagraphLineage.from_paragraph_id == paragraph_id, Paragraph.version_id == version_id)
            .order_by(Paragraph.position)
        )
    )


def paragraph_numbered(session: Session, *, version_id: int, number: str) -> Paragraph | None:
    """The paragraph with this printed number."""
    return session.scalar(
        select(Paragraph).where(Paragraph.version_id == version_id, Paragraph.number == number.strip())
    )


def where_comments_went(session: Session, *, comment_ids: Collection[int]) -> dict[int, tuple[WentTo, ...]]:
    """For each comment, where it stands in each later published version, in one query."""
    if not comment_ids:
        return {}
    rows = session.execute(
        select(
            Placement.comment_id,
            Placement.standing,
            Placement.reason,
            DocumentVersion.number,
            Paragraph.number.label("at"),
        )
        .join(DocumentVersion, DocumentVersion.id == Placement.version_id)
        .outerjoin(Paragraph, Paragraph.id == Placement.paragraph_id)
        .where(Placement.comment_id.in_(comment_ids), DocumentVersion.published_at.is_not(None))
        .order_by(DocumentVersion.number)
    )
    found: dict[int, tuple[WentTo, ...]] = {}
    for row in rows:
        told = WentTo(
            comment_id=row.comment_id,
            version=row.number,
            standing=row.standing,
            paragraph=row.at or "",
            reason=row.reason,
        )
        found[row.comment_id] = (*found.get(row.comment_id, ()), told)
    return found
