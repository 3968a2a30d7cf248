"""Puts the figures of a consultation together as they are published: totals, sections, themes in order of weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.analysis.agreement import Estimate
from consult.analysis.models import Codebook, Theme, ThemeEdit
from consult.analysis.queries.linking import links_of
from consult.analysis.queries.record import RunRecord, run_records
from consult.analysis.rules import STANDING, Bin, Dimension, EditAct, ThemeState
from consult.consultations.models import Consultation, ConsultationWords, Question
from consult.consultations.rules import CountingRule
from consult.kernel.clock import day_in_london
from consult.outcomes.frozen import (
    AgreementFigure,
    Asked,
    Breakdown,
    FoundTheme,
    Letters,
    Measure,
    Method,
    OfficersChanges,
    Parameter,
    Quote,
    Section,
    SharedPoint,
    Totals,
)
from consult.outcomes.queries import counting
from consult.outcomes.queries.breaking_down import BrokenDown, Published, broken_down
from consult.outcomes.tallies import (
    Counted,
    Group,
    change_for,
    channel_figures,
    choose_quotes,
    group_figures,
    in_time,
    late,
    letters,
    letters_in,
    share_of,
)
from consult.responses.rules import Hand

AFTER_THE_LAST_QUESTION = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything counted that findings and editions share."""

    asked: Asked
    totals: Totals
    sections: tuple[Section, ...]
    shared: tuple[SharedPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    groups: Sequence[Group]
    broken: BrokenDown
    spoke: frozenset[int | None]
    themes: Mapping[int, list[Counted]]
    bases: Mapping[int | None, int]
    bins: Mapping[tuple[int, Bin], int]
    records: Mapping[int, RunRecord]
    copies: Mapping[int, tuple[int, int]]
    section_copies: Mapping[int, tuple[int, int]]
    rule: CountingRule
    quotes: Mapping[int, list[Quote]]
    reasons: Mapping[tuple[int, EditAct], str]


def figures(session: Session, consultation: Consultation) -> Figures:
    """Count everything that is published of a consultation; a constant number of queries."""
    books = codebooks(session, consultation.id)
    bins = counting.bins(session, consultation.id)
    responses = counting.responses_by_group(session, consultation.id)
    runs = counting.latest_runs(session, consultation.id)
    run_ids = [run.id for run in runs.values()]
    counts = _Counts(
        groups=counting.groups_in_order(session),
        broken=broken_down(session, consultation, [_published(book, bins) for book in books]),
        spoke=frozenset(row.group_id for row in responses if not row.late),
        themes=counting.theme_rows(session, consultation.id),
        bases=counting.bases(session, consultation.id),
        bins=bins,
        records=run_records(session, list(runs)),
        copies=counting.copies_in_themes(session, consultation.id, run_ids),
        section_copies=counting.copies_in_codebooks(session, consultation.id, run_ids),
        rule=consultation.counting_rule,
        quotes=counting.quote_candidates(session, consultation.id),
        reasons=_reasons(session, consultation.id),
    )
    return Figures(
        asked=asked(session, consultation),
        totals=_totals(session, consultation.id, responses, counts, run_ids),
        sections=tuple(_section(codebook, counts) for codebook in books),
        shared=_shared(session, consultation.id),
    )


def _shared(session: Session, consultation_id: int) -> tuple[SharedPoint, ...]:
    """The published themes of several questions that officers linked, each person counted once."""
    return tuple(
        SharedPoint(
            name=linked.link.name,
            theme_ids=tuple(theme.id for theme in linked.themes),
            n=linked.n,
            n_late=linked.n_late,
            base=linked.base,
            share=share_of(linked.n, linked.base),
        )
        for linked in links_of(session, consultation_id, only=(ThemeState.CONFIRMED,), published=True)
    )


def asked(session: Session, consultation: Consultation) -> Asked:
    """Say which consultation it is, in its own language."""
    title = session.scalar(
        select(ConsultationWords.title).where(
            ConsultationWords.consultation_id == consultation.id, ConsultationWords.language == consultation.language
        )
    )
    return Asked(
        slug=consultation.slug,
        title=title or consultation.slug,
        opened_at=consultation.opens_at,
        closed_at=consultation.closes_at,
        answer_within_weeks=consultation.answer_within_weeks,
    )


def codebooks(session: Session, consultation_id: int) -> list[Codebook]:
    """The codebooks of a consultation that hold any theme, in the order of the questions, the comments last."""
    found = session.scalars(
        select(Codebook)
        .where(Codebook.consultation_id == consultation_id)
        .options(
            selectinload(Codebook.themes),
            selectinload(Codebook.question).selectinload(Question.words),
            selectinload(Codebook.consultation),
        )
    )
    return sorted((codebook for codebook in found if codebook.themes), key=position_of)


def position_of(codebook: Codebook) -> int:
    """Where a codebook's section stands on a page."""
    return codebook.question.position if codebook.question else AFTER_THE_LAST_QUESTION


def question_of(codebook: Codebook) -> str:
    """The question in the consultation's own language; empty for the comments on the document."""
    if codebook.question is None:
        return ""
    by_language = {words.language: words.prompt for words in codebook.question.words}
    return by_language.get(codebook.consultation.language) or next(iter(by_language.values()), "")


def _totals(
    session: Session, consultation_id: int, responses: list[Counted], counts: _Counts, run_ids: Sequence[int]
) -> Totals:
    n_responses = in_time(responses)
    silent = counting.groups_asked(session, consultation_id) - {group for group in counts.spoke if group}
    return Totals(
        n_responses=n_responses,
        n_late=late(responses),
        n_for_organisations=counting.n_for_organisations(session, consultation_id),
        channels=channel_figures(counts.broken.of_everyone[Dimension.CHANNEL]),
        groups=group_figures(counts.broken.of_everyone[Dimension.GROUP], counts.groups),
        silent_groups=tuple(group.name for group in counts.groups if group.id in silent),
        letters=letters_in(counting.copies(session, consultation_id, run_ids), n_responses=n_responses),
        counting=counts.rule,
    )


def _section(codebook: Codebook, counts: _Counts) -> Section:
    base = counts.bases.get(codebook.question_id, 0)
    breakdowns = counts.broken.of_codebook[codebook.id]
    by_theme = _groups_of_themes(breakdowns)
    found = (_theme(theme, base, by_theme.get(theme.id, {}), counts) for theme in _shown(codebook))
    return Section(
        question=question_of(codebook),
        position=position_of(codebook),
        base=base,
        n_unthemed=counts.bins.get((codebook.id, Bin.UNTHEMED), 0),
        n_nothing=counts.bins.get((codebook.id, Bin.NO_SUBSTANTIVE_ANSWER), 0),
        method=_method(counts.records.get(codebook.id)),
        changes=_changes(codebook.themes, counts.reasons),
        themes=tuple(sorted(found, key=lambda theme: (-theme.counted(counts.rule), -theme.n, theme.name, theme.id))),
        letters=_letters_among(counts.section_copies.get(codebook.id), base),
        breakdowns=breakdowns,
    )


def _shown(codebook: Codebook) -> tuple[Theme, ...]:
    """The themes that are published; a hidden one is counted and explained, not named."""
    return tuple(theme for theme in codebook.themes if theme.state is ThemeState.CONFIRMED and not theme.hidden_reason)


def _published(codebook: Codebook, bins: Mapping[tuple[int, Bin], int]) -> Published:
    shown = _shown(codebook)
    n_standing = sum(theme.state in STANDING for theme in codebook.themes)
    n_left = sum(bins.get((codebook.id, bin_), 0) for bin_ in Bin)
    return Published(codebook=codebook, themes=shown, n_left=n_left if n_standing == len(shown) else None)


def _groups_of_themes(breakdowns: Sequence[Breakdown]) -> dict[int, dict[str, int | None]]:
    return {
        theme.theme_id: {figure.category: figure.about for figure in theme.figures}
        for breakdown in breakdowns
        if breakdown.dimension is Dimension.GROUP
        for theme in breakdown.themes
    }


def _theme(theme: Theme, base: int, by_group: Mapping[str, int | None], counts: _Counts) -> FoundTheme:
    rows = counts.themes.get(theme.id, [])
    n = in_time(rows)
    return FoundTheme(
        id=theme.id,
        name=theme.name,
        description=theme.description,
        n=n,
        share=share_of(n, base),
        n_late=late(rows),
        letters=_letters_among(counts.copies.get(theme.id), n),
        minority=theme.minority,
        groups=group_figures(by_group, counts.groups),
        quotes=choose_quotes(counts.quotes.get(theme.id, [])),
    )


def _letters_among(found: tuple[int, int] | None, n: int) -> Letters | None:
    return letters(n_copies=found[0], n_letters=found[1], n_responses=n) if found else None


def _method(record: RunRecord | None) -> Method | None:
    if record is None:
        return None
    return Method(
        engine=record.engine,
        seed=record.seed,
        run_on=day_in_london(record.finished_at),
        provisional=record.is_provisional,
        input_digest=record.input_digest,
        libraries=record.libraries,
        parameters=tuple(Parameter(name=name, value=value) for name, value in record.parameters),
        n_texts=record.n_texts,
        n_read=record.n_read,
        n_readers=record.n_readers,
        agreement=tuple(
            AgreementFigure(
                is_of_two_people=each.is_of_two_people,
                n_texts=each.n_texts,
                n_unread=each.n_unread,
                f1=_measure(each.f1),
                kappa=_measure(each.kappa) if each.kappa is not None else None,
            )
            for each in record.agreement
        ),
    )


def _measure(found: Estimate) -> Measure:
    """Keep four places, so that the same texts always freeze to the same bytes."""
    low, high = (None if bound is None else round(bound, 4) for bound in (found.low, found.high))
    return Measure(value=round(found.value, 4), low=low, high=high)


def _changes(themes: Sequence[Theme], reasons: Mapping[tuple[int, EditAct], str]) -> OfficersChanges:
    def of(act: EditAct, changed: list[Theme]) -> list[str]:
        return [reasons.get((theme.id, act), "") for theme in changed]

    confirmed = [theme for theme in themes if theme.state is ThemeState.CONFIRMED]
    renamed = [
        theme for theme in confirmed if theme.named_by is Hand.OFFICER and theme.suggested_name not in ("", theme.name)
    ]
    return OfficersChanges(
        renamed=change_for(of(EditAct.RENAME, renamed)),
        merged=change_for(of(EditAct.MERGE, [theme for theme in themes if theme.state is ThemeState.MERGED])),
        rejected=change_for(of(EditAct.REJECT, [theme for theme in themes if theme.state is ThemeState.REJECTED])),
        hidden=change_for([theme.hidden_reason for theme in confirmed if theme.hidden_reason]),
        added=change_for(of(EditAct.ADD, [theme for theme in confirmed if theme.run_id is None])),
    )


def _reasons(session: Session, consultation_id: int) -> dict[tuple[int, EditAct], str]:
    """The reason of the last edit of each kind to each theme, leaving out what was undone."""
    rows = session.execute(
        select(ThemeEdit.theme_id, ThemeEdit.act, ThemeEdit.reason)
        .join(Codebook, Codebook.id == ThemeEdit.codebook_id)
        .where(
            Codebook.consultation_id == consultation_id,
            ThemeEdit.theme_id.is_not(None),
            ThemeEdit.undone_by_number.is_(None),
        )
        .order_by(ThemeEdit.id)
    )
    return {(theme_id, act): reason for theme_id, act, reason in rows if theme_id is not None}
