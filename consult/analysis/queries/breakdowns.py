"""Counts for breakdowns: how many of each group, ward, district, channel or ticked answer say each theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session, aliased

from consult.analysis.models import Assignment, Codebook, Theme
from consult.analysis.queries.texts import closed_questions
from consult.analysis.rules import STANDING, Dimension
from consult.consultations.models import Choice, ChoiceWords, Consultation, Question
from consult.consultations.rules import QuestionKind
from consult.kernel.errors import NotFound
from consult.places.models import District, StakeholderGroup, Ward
from consult.responses.models import Answer, Comment, Pick, Response
from consult.responses.rules import Timeliness


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """Responses in time by theme and category, and by category alone; an empty category did not say."""

    themes: tuple[Theme, ...]
    counts: dict[int, dict[str, int]]
    bases: dict[str, int]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to break a codebook down; ``question`` where it is by a ticked answer."""

    dimension: Dimension
    question: Question | None = None

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"answer-{self.question.id}" if self.question is not None else self.dimension.value


def ways_to_break_down(session: Session, codebook: Codebook) -> tuple[Way, ...]:
    """Every way that there are answers for: who, where, how, and what they ticked."""
    return ways_of(session, codebook.consultation_id)


def ways_of(session: Session, consultation_id: int) -> tuple[Way, ...]:
    """Every way to tell the responses of one consultation apart."""
    plain = [Way(dimension=each) for each in Dimension if each is not Dimension.CLOSED_ANSWER]
    ticked = closed_questions(session, consultation_id)
    return (*plain, *(Way(dimension=Dimension.CLOSED_ANSWER, question=question) for question in ticked))


def way_named(ways: Sequence[Way], key: str) -> Way:
    """The way that an address names; the first where it names none.

    Raises:
        NotFound: it names one that there is not.
    """
    if not key:
        return ways[0]
    for way in ways:
        if way.key == key:
            return way
    raise NotFound("We do not have this breakdown. Choose one of those on the page.")


def tabled(session: Session, codebook: Codebook, way: Way) -> Tabled:
    """Count a codebook's responses by theme and category; three queries. Late ones stand apart and are left out."""
    themes = session.scalars(select(Theme).where(Theme.codebook_id == codebook.id, Theme.state.in_(STANDING))).all()
    label = _category(way)
    kind = Comment if codebook.question_id is None else Answer
    written = _joined(
        select(label, func.count(distinct(Response.id)))
        .select_from(kind)
        .join(Response, Response.id == kind.response_id),
        codebook.consultation,
        way,
    ).where(kind.text != "")
    if codebook.question_id is not None:
        written = written.where(Answer.question_id == codebook.question_id)
    bases = {_said(row[0], way): row[1] for row in session.execute(written.group_by(label))}
    held = _joined(
        select(Assignment.theme_id, label, func.count(distinct(Response.id)))
        .select_from(Assignment)
        .join(Response, Response.id == Assignment.response_id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id, Theme.state.in_(STANDING)),
        codebook.consultation,
        way,
    )
    counts: dict[int, dict[str, int]] = {theme.id: {} for theme in themes}
    for theme_id, category, n in session.execute(held.group_by(Assignment.theme_id, label)):
        counts[theme_id][_said(category, way)] = n
    order = sorted(bases, key=lambda category: (category == "", -bases[category], category))
    by_size = sorted(themes, key=lambda theme: (-sum(counts[theme.id].values()), theme.name))
    return Tabled(
        themes=tuple(by_size),
        counts=counts,
        bases={category: bases[category] for category in order},
        total=sum(bases.values()),
    )


def everyone_by(session: Session, consultation: Consultation, way: Way) -> dict[str, int]:
    """Every response in time by category, whether it wrote something or not."""
    label = _category(way)
    asked = _joined(select(label, func.count(distinct(Response.id))).select_from(Response), consultation, way)
    return {_said(row[0], way): row[1] for row in session.execute(asked.group_by(label).order_by(label))}


def districts_of_wards(session: Session) -> dict[str, str]:
    """The district of each ward, both by name."""
    rows = session.execute(select(Ward.name, District.name).join(District, District.id == Ward.district_id))
    return {ward: district for ward, district in rows}  # noqa: C416 - a Row is no pair to the type checker


_Ticked = aliased(Answer, name="ticked")


def _category(way: Way) -> Any:
    columns: dict[Dimension, Any] = {
        Dimension.GROUP: StakeholderGroup.name,
        Dimension.WARD: Ward.name,
        Dimension.DISTRICT: District.name,
        Dimension.CHANNEL: Response.channel,
    }
    if way.question is None:
        return columns[way.dimension]
    return ChoiceWords.label if way.question.kind is QuestionKind.ONE_CHOICE else _Ticked.scale


def _joined(asked: Select[Any], consultation: Consultation, way: Way) -> Select[Any]:
    kept = asked.where(
        Response.consultation_id == consultation.id,
        Response.withdrawn_at.is_(None),
        Response.timeliness != Timeliness.LATE,
    )
    if way.question is not None:
        return _with_ticked(kept, consultation, way.question)
    if way.dimension is Dimension.GROUP:
        return kept.outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
    if way.dimension in (Dimension.WARD, Dimension.DISTRICT):
        kept = kept.outerjoin(Ward, Ward.id == Response.ward_id)
        return kept.outerjoin(District, District.id == Ward.district_id)
    return kept


def _with_ticked(asked: Select[Any], consultation: Consultation, question: Question) -> Select[Any]:
    kept = asked.outerjoin(_Ticked, (_Ticked.response_id == Response.id) & (_Ticked.question_id == question.id))
    if question.kind is not QuestionKind.ONE_CHOICE:
        return kept
    language = consultation.language
    return (
        kept.outerjoin(Pick, Pick.answer_id == _Ticked.id)
        .outerjoin(Choice, Choice.id == Pick.choice_id)
        .outerjoin(ChoiceWords, (ChoiceWords.choice_id == Choice.id) & (ChoiceWords.language == language))
    )


def _said(category: Any, way: Way) -> str:
    """A category as a word of its own; a step of a scale as its number."""
    if category is None:
        return ""
    return str(category.value) if way.dimension is Dimension.CHANNEL else str(category)
