"""The list of unanswered questions, and the comments that wait to be put on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.documents.models import Paragraph
from consult.kernel.errors import NotFound
from consult.margin.models import Silence, SilenceComment
from consult.margin.rules import KIND_OF_PURPOSE
from consult.responses.models import Comment, Response
from consult.storage.paging import Page, page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceCounts:
    """How many entries there are, and how many of them are answered."""

    total: int
    answered: int


def silences_of(session: Session, *, consultation_id: int, number: int) -> Page[Silence]:
    """One page of the list: what is owed first, by its day, then what is answered, the newest answer first."""
    asked = (
        select(Silence)
        .where(Silence.consultation_id == consultation_id)
        .options(joinedload(Silence.paragraph), joinedload(Silence.answered_in).joinedload(Paragraph.version))
    )
    return page_of(
        session,
        asked,
        Silence.answered_at.is_not(None).asc(),
        Silence.answered_at.desc(),
        Silence.due_on.asc(),
        Silence.id.asc(),
        number=number,
    )


def silence_counts(session: Session, *, consultation_id: int) -> SilenceCounts:
    """How many entries the list has."""
    row = session.execute(
        select(func.count(), func.count(Silence.answered_at)).where(Silence.consultation_id == consultation_id)
    ).one()
    return SilenceCounts(total=row[0], answered=row[1])


def comments_behind(session: Session, *, silence_ids: Sequence[int]) -> dict[int, int]:
    """How many comments stand behind each entry."""
    rows = session.execute(
        select(SilenceComment.silence_id, func.count())
        .where(SilenceComment.silence_id.in_(silence_ids))
        .group_by(SilenceComment.silence_id)
    )
    return {row[0]: row[1] for row in rows}


def silence_by_id(session: Session, *, silence_id: int, consultation_id: int) -> Silence:
    """One entry.

    Raises:
        NotFound: there is none in this consultation.
    """
    found = session.get(Silence, silence_id, options=[joinedload(Silence.answered_in)])
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("We could not find this question on the list.")
    return found


def comments_waiting(session: Session, *, consultation_id: int, number: int) -> Page[Comment]:
    """One page of the comments that ask for something and stand behind no entry yet, in the order of the document."""
    asked = (
        select(Comment)
        .join(Response, Response.id == Comment.response_id)
        .join(Paragraph, Paragraph.id == Comment.paragraph_id)
        .where(
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
            Comment.purpose.in_(list(KIND_OF_PURPOSE)),
            Comment.id.not_in(select(SilenceComment.comment_id)),
        )
    )
    return page_of(session, asked, Paragraph.position.asc(), Comment.id.asc(), number=number, size=15)


def comments_to_list(session: Session, *, consultation_id: int, paragraph_id: int) -> list[Comment]:
    """The comments on one paragraph that could stand behind one entry."""
    return list(
        session.scalars(
            select(Comment)
            .join(Response, Response.id == Comment.response_id)
            .where(
                Comment.paragraph_id == paragraph_id,
                Response.consultation_id == consultation_id,
                Response.withdrawn_at.is_(None),
                Comment.purpose.in_(list(KIND_OF_PURPOSE)),
                Comment.id.not_in(select(SilenceComment.comment_id)),
            )
            .order_by(Comment.id)
            .limit(100)
        )
    )
