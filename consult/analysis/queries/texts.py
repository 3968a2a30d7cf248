"""The words that are analysed: answers to a question, or comments on paragraphs, of responses that stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.analysis.models import Codebook
from consult.analysis.pipeline import Text
from consult.analysis.rules import CLOSED_KINDS, closed_answer_of
from consult.consultations.models import Question
from consult.places.models import StakeholderGroup
from consult.responses.models import Answer, Comment, Pick, Response

_AT_ONCE = 500

Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """Whose words a text is; ``words`` only where they were asked for."""

    response_id: int
    words: str = ""


def n_texts(session: Session, codebook: Codebook) -> int:
    """How many texts there are to analyse."""
    return session.scalar(select(func.count()).select_from(_ids(codebook).subquery())) or 0


def texts_to_analyse(session: Session, codebook: Codebook, *, closed_question_id: int | None) -> list[Text]:
    """Every text of a codebook, ready for the pipeline, in a constant number of queries."""
    closed = _closed_answers(session, codebook, closed_question_id)
    kind = Comment if codebook.question_id is None else Answer
    rows = session.execute(
        _standing(
            select(kind.id, kind.text, Response.id, Response.language, StakeholderGroup.code)
            .select_from(kind)
            .join(Response, Response.id == kind.response_id)
            .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id),
            codebook,
        ).order_by(kind.id)
    )
    return [
        Text(id=str(text_id), text=words, closed_answer=closed.get(response_id), stratum=group)
        for text_id, words, response_id, _language, group in rows
    ]


def owners_of(
    session: Session, codebook: Codebook, texts: Iterable[int], *, with_words: bool = False
) -> dict[int, Owned]:
    """By text, whose it is; what is gone is left out."""
    kind = Comment if codebook.question_id is None else Answer
    wanted, found = sorted(texts), {}
    for begin in range(0, len(wanted), _AT_ONCE):
        rows = session.execute(
            select(kind.id, kind.response_id, kind.text).where(kind.id.in_(wanted[begin : begin + _AT_ONCE]))
        )
        for text_id, response_id, words in rows:
            found[text_id] = Owned(response_id=response_id, words=words if with_words else "")
    return found


def _ids(codebook: Codebook) -> Select[int]:
    kind = Comment if codebook.question_id is None else Answer
    return _standing(select(kind.id).join(Response, Response.id == kind.response_id), codebook)


def _standing(asked: Select[*Ts], codebook: Codebook) -> Select[*Ts]:
    """Keep the texts of a codebook whose responses nobody withdrew, and that say anything."""
    kept = asked.where(Response.consultation_id == codebook.consultation_id, Response.withdrawn_at.is_(None))
    if codebook.question_id is None:
        return kept.where(Comment.text != "")
    return kept.where(Answer.question_id == codebook.question_id, Answer.text != "")


def _closed_answers(session: Session, codebook: Codebook, closed_question_id: int | None) -> dict[int, str]:
    """By response, what it ticked at the question whose ticked answers help."""
    if closed_question_id is None:
        return {}
    kind = session.scalar(select(Question.kind).where(Question.id == closed_question_id))
    rows = session.execute(
        select(Answer.response_id, Answer.scale, Pick.choice_id)
        .outerjoin(Pick, Pick.answer_id == Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .where(Answer.question_id == closed_question_id, Response.consultation_id == codebook.consultation_id)
    )
    given: dict[int, str] = {}
    for response_id, scale, choice_id in rows:
        answer = closed_answer_of(kind, scale=scale, choice_id=choice_id) if kind else None
        if answer is not None:
            given[response_id] = answer
    return given


def closed_questions(session: Session, consultation_id: int) -> Sequence[Question]:
    """The questions of a consultation that people answered by ticking for or against."""
    return session.scalars(
        select(Question)
        .where(Question.consultation_id == consultation_id, Question.kind.in_(CLOSED_KINDS))
        .order_by(Question.position)
    ).all()
