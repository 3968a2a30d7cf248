"""Breaks published themes down by group, ward, district, channel and ticked answer, all tables made safe together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.analysis.models import Codebook, Theme
from consult.analysis.queries.breakdowns import Tabled, Way, districts_of_wards, everyone_by, tabled, ways_of
from consult.analysis.queries.overview import prompt_of
from consult.analysis.rules import Dimension
from consult.consultations.models import Consultation
from consult.outcomes.disclosure import BASE, EVERYONE, Question, Row, Told, told_together
from consult.outcomes.frozen import Breakdown, CategoryFigure, ThemeFigures

WITH_EVERYONE = (Dimension.GROUP, Dimension.CHANNEL)
"""Ways in which all responses are published too, beside those to each question."""
_WARD, _DISTRICT = "ward:", "district:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One question as it is published: its codebook, the themes that are shown, and how many are in none of them.

    ``n_left`` is ``None`` where nobody can tell, because a theme is hidden or not confirmed.
    """

    codebook: Codebook
    themes: tuple[Theme, ...]
    n_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenDown:
    """Every published breakdown: by codebook, and of all responses by group and by channel."""

    of_codebook: Mapping[int, tuple[Breakdown, ...]]
    of_everyone: Mapping[Dimension, Mapping[str, int | None]]


def broken_down(session: Session, consultation: Consultation, questions: Sequence[Published]) -> BrokenDown:
    """Break down what is published in every way there is; as many queries for many responses as for few."""
    of_codebook: dict[int, list[Breakdown]] = {each.codebook.id: [] for each in questions}
    of_everyone: dict[Dimension, Mapping[str, int | None]] = {}
    for way in ways_of(session, consultation.id):
        if way.dimension is Dimension.DISTRICT:
            continue  # told together with the wards
        everyone = everyone_by(session, consultation, way) if way.dimension in WITH_EVERYONE else None
        counted = [tabled(session, each.codebook, way) for each in questions]
        told = _told(session, way, questions, counted, everyone)
        if everyone is not None:
            of_everyone[way.dimension] = told.rows.get(EVERYONE, {})
        for place, each in enumerate(questions):
            of_codebook[each.codebook.id] += _breakdowns(way, place, each, told)
    return BrokenDown(
        of_codebook={codebook: tuple(found) for codebook, found in of_codebook.items()}, of_everyone=of_everyone
    )


def _told(
    session: Session,
    way: Way,
    questions: Sequence[Published],
    counted: Sequence[Tabled],
    everyone: Mapping[str, int] | None,
) -> Told:
    is_ward = way.dimension is Dimension.WARD
    prefix = _WARD if is_ward else ""
    asked = [
        Question(
            base=_named(each.bases, prefix),
            themes={theme.id: _named(each.counts.get(theme.id, {}), prefix) for theme in question.themes},
            n_left=question.n_left,
        )
        for question, each in zip(questions, counted, strict=True)
    ]
    wards = {ward for each in counted for ward in each.bases} if is_ward else set()
    districts = districts_of_wards(session) if is_ward else {}
    wider = {f"{_WARD}{ward}": f"{_DISTRICT}{districts.get(ward, '')}" for ward in wards}
    return told_together(asked, everyone=everyone, wider=wider)


def _named(counts: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {f"{prefix}{category}": n for category, n in counts.items()}


def _breakdowns(way: Way, place: int, question: Published, told: Told) -> list[Breakdown]:
    """The tables of one question; two where wards and districts were told together."""
    if (place, BASE) not in told.rows:
        return []
    prefixes = {Dimension.WARD: _WARD, Dimension.DISTRICT: _DISTRICT} if way.dimension is Dimension.WARD else {}
    found = [
        Breakdown(
            dimension=dimension,
            question=_prompt(way, question.codebook),
            kind=way.question.kind if way.question is not None else None,
            base=_figures(told, (place, BASE), prefix),
            themes=tuple(
                ThemeFigures(theme_id=theme.id, figures=_figures(told, (place, theme.id), prefix))
                for theme in question.themes
            ),
        )
        for dimension, prefix in (prefixes or {way.dimension: ""}).items()
    ]
    return [each for each in found if len(each.base) > 1]  # of one category the exact total says all


def _prompt(way: Way, codebook: Codebook) -> str:
    return prompt_of(way.question, codebook.consultation.language) if way.question is not None else ""


def _figures(told: Told, row: Row, prefix: str) -> tuple[CategoryFigure, ...]:
    return tuple(
        CategoryFigure(category=category.removeprefix(prefix), about=about)
        for category, about in told.rows[row].items()
        if category.startswith(prefix)
    )
