"""What people read and what they should read next: the least certain text that nobody has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, Subquery, distinct, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from consult.analysis.models import AgreementSample, Assignment, Codebook, Reading, SampledText, Theme, Unassigned
from consult.analysis.queries.texts import n_texts
from consult.analysis.rules import Bin
from consult.responses.models import Answer, Comment, Response
from consult.responses.rules import Hand

Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many texts there are and people have read; how many wait in the queue, and how many of those are doubtful."""

    n_texts: int
    n_read: int
    n_mine: int
    n_left: int
    n_doubtful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One text of the queue: what was said, by whom, and where the machine put it."""

    text_id: int
    text: str
    starts_at: int | None
    ends_at: int | None
    theme: Theme | None
    confidence: float
    response: Response


def next_to_read(session: Session, codebook: Codebook, *, after: int | None = None) -> Waiting | None:
    """The least certain text that nobody has read; those in no theme come first, for the machine gave up on them.

    ``after`` is a text that is left for later: the one behind it in the queue is given.
    """
    queue = _queue(codebook)
    asked = select(queue).order_by(queue.c.confidence, queue.c.text_id).limit(1)
    if after is not None:
        behind = select(queue.c.confidence, queue.c.text_id).where(queue.c.text_id == after).subquery()
        later = or_(
            queue.c.confidence > behind.c.confidence,
            (queue.c.confidence == behind.c.confidence) & (queue.c.text_id > behind.c.text_id),
        )
        asked = asked.where(exists(select(literal(1)).select_from(behind).where(later)))
    row = session.execute(asked).one_or_none()
    return _waiting(session, codebook, text_id=row.text_id, theme_id=row.theme_id) if row is not None else None


def texts_unread(session: Session, codebook: Codebook) -> list[int]:
    """Every text of substance that nobody has read and no officer has placed, in order."""
    return sorted(session.scalars(select(_queue(codebook).c.text_id)))


def progress(session: Session, codebook: Codebook, *, by_id: int, unsure_below: float) -> Progress:
    """How far the reading of a codebook's texts is; four queries."""
    column = _column(codebook, Reading)
    standing = _of_standing(select(func.count(distinct(column))).select_from(Reading), codebook, Reading)
    read = standing.where(Reading.codebook_id == codebook.id)
    queue = _queue(codebook)
    left, doubtful = session.execute(
        select(func.count(), func.count().filter(queue.c.confidence < unsure_below)).select_from(queue)
    ).one()
    n_read = session.scalar(read) or 0
    n_mine = session.scalar(read.where(Reading.by_id == by_id)) or 0
    return Progress(n_texts=n_texts(session, codebook), n_read=n_read, n_mine=n_mine, n_left=left, n_doubtful=doubtful)


def n_read_by_theme(session: Session, codebook: Codebook) -> dict[int, int]:
    """By theme, how many of its texts a person has read."""
    held, read = _column(codebook, Assignment), _column(codebook, Reading)
    rows = session.execute(
        _of_standing(
            select(Assignment.theme_id, func.count(distinct(held)))
            .select_from(Assignment)
            .join(Reading, (read == held) & (Reading.codebook_id == codebook.id))
            .join(Theme, Theme.id == Assignment.theme_id)
            .where(Theme.codebook_id == codebook.id)
            .group_by(Assignment.theme_id),
            codebook,
            Assignment,
        )
    )
    return {theme: n for theme, n in rows}  # noqa: C416 - a Row is no pair to the type checker


def readers_of(session: Session, codebook: Codebook, *, texts: Sequence[int]) -> set[int]:
    """Which of some texts a person has read."""
    column = _column(codebook, Reading)
    found = session.scalars(select(column).distinct().where(Reading.codebook_id == codebook.id, column.in_(texts)))
    return {text for text in found if text is not None}


def unread(codebook: Codebook, key: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """That nobody has read the text that a column names."""
    column = _column(codebook, Reading)
    return ~exists(select(literal(1)).where(Reading.codebook_id == codebook.id, column == key))


def _waits(codebook: Codebook, key: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    return unread(codebook, key) & _unsampled(codebook, key)


def _unsampled(codebook: Codebook, key: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """That no sample holds the text: who codes it blind must not have met it in the queue."""
    column = SampledText.comment_id if codebook.question_id is None else SampledText.answer_id
    drawn = (
        select(literal(1)).select_from(SampledText).join(AgreementSample, AgreementSample.id == SampledText.sample_id)
    )
    return ~exists(drawn.where(AgreementSample.codebook_id == codebook.id, column == key))


def _queue(codebook: Codebook) -> Subquery:
    """Every text that nobody has read, with the theme the machine put it into and how sure it was."""
    held, lying = _column(codebook, Assignment), _column(codebook, Unassigned)
    in_themes = _of_standing(
        select(held.label("text_id"), Assignment.confidence.label("confidence"), Assignment.theme_id.label("theme_id"))
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(
            Theme.codebook_id == codebook.id,
            Assignment.main,
            Assignment.hand == Hand.MACHINE,
            unread(codebook, held),
            _unsampled(codebook, held),
        ),
        codebook,
        Assignment,
    )
    in_none = _of_standing(
        select(lying.label("text_id"), literal(0.0).label("confidence"), literal(None).label("theme_id")).where(
            Unassigned.codebook_id == codebook.id,
            Unassigned.bin == Bin.UNTHEMED,
            unread(codebook, lying),
            _unsampled(codebook, lying),
        ),
        codebook,
        Unassigned,
    )
    return union_all(in_themes, in_none).subquery()


def _waiting(session: Session, codebook: Codebook, *, text_id: int, theme_id: int | None) -> Waiting:
    said = _said(session, codebook, text_id)
    held = session.scalars(
        select(Assignment)
        .where(_column(codebook, Assignment) == text_id, Assignment.theme_id == theme_id)
        .options(joinedload(Assignment.theme))
    ).first()
    return Waiting(
        text_id=text_id,
        text=said.text,
        starts_at=held.starts_at if held else None,
        ends_at=held.ends_at if held else None,
        theme=held.theme if held else None,
        confidence=held.confidence if held else 0.0,
        response=said.response,
    )


def _said(session: Session, codebook: Codebook, text_id: int) -> Answer | Comment:
    if codebook.question_id is None:
        of_comment = joinedload(Comment.response)
        wanted = (of_comment.joinedload(Response.group), of_comment.joinedload(Response.ward))
        return session.get_one(Comment, text_id, options=wanted)
    of_answer = joinedload(Answer.response)
    wanted = (of_answer.joinedload(Response.group), of_answer.joinedload(Response.ward))
    return session.get_one(Answer, text_id, options=wanted)


def _column(
    codebook: Codebook, holder: type[Assignment] | type[Unassigned] | type[Reading]
) -> InstrumentedAttribute[int | None]:
    return holder.comment_id if codebook.question_id is None else holder.answer_id


def _of_standing(
    asked: Select[*Ts], codebook: Codebook, holder: type[Assignment] | type[Unassigned] | type[Reading]
) -> Select[*Ts]:
    """Keep what belongs to responses that nobody withdrew."""
    return asked.join(Response, Response.id == holder.response_id).where(
        Response.consultation_id == codebook.consultation_id, Response.withdrawn_at.is_(None)
    )
