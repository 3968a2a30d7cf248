"""Find the themes of what the city said, and put them right as its officers would."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.actions import (
    add_theme,
    confirm_themes,
    describe_theme,
    merge_themes,
    move_response,
    remove_theme,
    rename_theme,
    start_run,
    store_themes,
)
from consult.analysis.models import Assignment, Codebook, Run, Theme
from consult.analysis.pipeline import Options, find_themes
from consult.analysis.queries.texts import texts_to_analyse
from consult.analysis.rules import STANDING, ThemeState
from consult.consultations.models import Consultation, Question
from consult.demo.matching import NO_THEME, Matching, match_themes
from consult.demo.values import CityTheme, SaidResponse
from consult.responses.models import Answer

_STEP = timedelta(minutes=7)
_MERGED_BECAUSE = "People say the same thing in other words."
_REMOVED_BECAUSE = "These answers have no subject in common."


@dataclass(slots=True, kw_only=True)
class Workbench:
    """One officer at work on the themes of one question; the time moves on with every act."""

    session: Session
    codebook: Codebook
    by_id: int
    now: datetime

    def after(self) -> datetime:
        """The moment of the next act."""
        self.now += _STEP
        return self.now


def find_now(
    session: Session, *, consultation: Consultation, question: Question | None, by_id: int, now: datetime
) -> Workbench:
    """Order an analysis of one question, or of the comments, and do it at once, as the queue would a little later."""
    run = start_run(session, consultation=consultation, question=question, by_id=by_id, now=now)
    codebook = session.get_one(Codebook, run.codebook_id)
    texts = texts_to_analyse(session, codebook, closed_question_id=run.parameters["closed_question_id"])
    found = find_themes(texts, Options(seed=run.seed, granularity=run.parameters["granularity"]))
    store_themes(session, run=session.get_one(Run, run.id), found=found, now=now + timedelta(minutes=1))
    return Workbench(session=session, codebook=codebook, by_id=by_id, now=now + timedelta(hours=2))


def put_right(
    bench: Workbench, *, themes: Sequence[CityTheme], said: Mapping[int, SaidResponse], most: int | None = None
) -> dict[str, Theme]:
    """Name, merge, add and reject themes, and move responses, until they are those of the city's file.

    Args:
        bench: where it is done.
        themes: those that there should be.
        said: what the city said, by the id of the response.
        most: how many themes to do before the work is left for another day; all when left out.
    """
    wanted = wanted_themes(bench, said)
    matching = match_themes(main_places(bench), wanted, names=[theme.key for theme in themes])
    named = _name_themes(bench, themes[:most], matching)
    if most is None:
        _reject(bench, matching)
    done = set(named) if most is not None else {*named, NO_THEME}
    _move(bench, named, {answer: name for answer, name in wanted.items() if name in done})
    if most is None:
        _reject_what_is_left(bench, named)
    return named


def confirm_all(bench: Workbench) -> None:
    """Confirm every theme that is still a suggestion."""
    suggested = bench.session.scalars(
        select(Theme)
        .where(Theme.codebook_id == bench.codebook.id, Theme.state == ThemeState.SUGGESTED)
        .execution_options(populate_existing=True)
    )
    versions = {theme.id: theme.version for theme in suggested}
    confirm_themes(bench.session, codebook=bench.codebook, versions=versions, by_id=bench.by_id, now=bench.after())


def wanted_themes(bench: Workbench, said: Mapping[int, SaidResponse]) -> dict[int, str]:
    """By answer, the key of the theme that the city's file says it belongs to."""
    rows = bench.session.execute(
        select(Answer.id, Answer.response_id).where(Answer.question_id == bench.codebook.question_id)
    )
    return {answer_id: said[response_id].theme or NO_THEME for answer_id, response_id in rows}


def main_places(bench: Workbench) -> dict[int, list[int]]:
    """The answers whose main place is in each theme."""
    rows = bench.session.execute(
        select(Assignment.theme_id, Answer.id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .join(Answer, Answer.id == Assignment.answer_id)
        .where(Theme.codebook_id == bench.codebook.id, Assignment.main)
        .order_by(Assignment.theme_id, Answer.id)
    )
    places: dict[int, list[int]] = defaultdict(list)
    for theme_id, answer_id in rows:
        places[theme_id].append(answer_id)
    return dict(places)


def _name_themes(bench: Workbench, themes: Sequence[CityTheme], matching: Matching) -> dict[str, Theme]:
    named: dict[str, Theme] = {}
    for told in themes:
        if told.key in matching.missing:
            named[told.key] = add_theme(
                bench.session,
                codebook=bench.codebook,
                name=told.name,
                description=told.description,
                by_id=bench.by_id,
                now=bench.after(),
            )
            continue
        theme = bench.session.get_one(Theme, matching.kept[told.key])
        _merge(bench, matching.merged.get(told.key, ()), into=theme)
        theme = rename_theme(
            bench.session, theme=theme, name=told.name, version=theme.version, by_id=bench.by_id, now=bench.after()
        )
        named[told.key] = describe_theme(
            bench.session,
            theme=theme,
            description=told.description,
            version=theme.version,
            by_id=bench.by_id,
            now=bench.after(),
        )
    return named


def _merge(bench: Workbench, theme_ids: Sequence[int], *, into: Theme) -> None:
    if not theme_ids:
        return
    sources = [bench.session.get_one(Theme, theme_id) for theme_id in theme_ids]
    merge_themes(
        bench.session,
        themes=sources,
        into=into,
        versions={theme.id: theme.version for theme in (*sources, into)},
        reason=_MERGED_BECAUSE,
        by_id=bench.by_id,
        now=bench.after(),
    )


def _reject(bench: Workbench, matching: Matching) -> None:
    for theme_id in matching.rejected:
        theme = bench.session.get_one(Theme, theme_id)
        remove_theme(
            bench.session,
            theme=theme,
            reason=_REMOVED_BECAUSE,
            version=theme.version,
            by_id=bench.by_id,
            now=bench.after(),
        )


def _reject_what_is_left(bench: Workbench, named: Mapping[str, Theme]) -> None:
    """Reject a theme that is no text's main one: nobody would reply to it, and it would hold the answer up."""
    kept = {theme.id for theme in named.values()}
    left = bench.session.scalars(
        select(Theme)
        .where(Theme.codebook_id == bench.codebook.id, Theme.state.in_(STANDING), Theme.id.not_in(kept))
        .order_by(Theme.id)
    )
    for theme_id in [theme.id for theme in left]:
        theme = bench.session.get_one(Theme, theme_id)
        remove_theme(
            bench.session,
            theme=theme,
            reason=_REMOVED_BECAUSE,
            version=theme.version,
            by_id=bench.by_id,
            now=bench.after(),
        )


def _move(bench: Workbench, named: Mapping[str, Theme], wanted: Mapping[int, str]) -> None:
    """Move each answer that lies elsewhere into its theme; those from one theme into another go together."""
    lies_in = {answer: theme for theme, answers in main_places(bench).items() for answer in answers}
    journeys: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for answer, name in wanted.items():
        lies, target = lies_in.get(answer), named.get(name)
        if lies != (target.id if target else None):
            journeys[lies, name].append(answer)
    for (source_id, name), answers in journeys.items():
        source = bench.session.get_one(Theme, source_id) if source_id is not None else None
        move_response(
            bench.session,
            codebook=bench.codebook,
            texts=answers,
            source=source,
            into=named.get(name),
            version=source.version if source is not None else None,
            by_id=bench.by_id,
            now=bench.after(),
        )
