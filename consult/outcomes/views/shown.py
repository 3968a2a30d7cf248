"""Turns frozen bodies into what their pages show: words beside every number, the base always told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.rules import CountingRule
from consult.margin.rules import ReasonTold
from consult.outcomes.frozen import (
    AnsweredTheme,
    DecisionNote,
    FoundTheme,
    GroupFigure,
    Quote,
    Section,
    SharedPoint,
    Totals,
)
from consult.outcomes.rules import ReplyStage
from consult.outcomes.tallies import share_of
from consult.outcomes.views.sentences import (
    base_words,
    changes_told,
    left_over,
    method_told,
    notes_on,
    notes_on_theme,
)
from consult.outcomes.wording import CHANNELS, POSITIONS, STAGES
from consult.web.filters import number, percent, short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of components/group_bars.html."""

    label: str
    share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuote:
    """Someone's words and who they are: a group and a way, or the organisation that let us name it."""

    text: str
    who: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownUpdate:
    """One dated line under a promise."""

    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPromise:
    """A promise and where it stands today."""

    reference: str
    href: str
    promise: str
    owner: str
    due: str
    word: str
    kind: str
    updates: tuple[ShownUpdate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReply:
    """What the council says to a main point; a refusal begins with why."""

    word: str
    kind: str
    paragraphs: tuple[str, ...]
    decided: str
    decided_href: str
    stage_word: str  # empty once it is final
    stage_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTheme:
    """One main point with its figures and the council's answer."""

    anchor: str
    name: str
    description: str
    share: float
    words: str
    notes: tuple[str, ...]
    group_rows: tuple[Row, ...]
    groups_not_shown: str
    quotes: tuple[ShownQuote, ...]
    reply: ShownReply | None
    no_reply_reason: str
    promises: tuple[ShownPromise, ...]
    changed: tuple[str, ...] = ()  # paragraphs of the document that changed because of it
    shared: str = ""  # that it was said in other places too, and by how many people in all


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """The main points of one question."""

    anchor: str
    heading: str
    base: str
    left_over: str
    themes: tuple[ShownTheme, ...]
    method: str
    is_provisional: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTotals:
    """How many people took part, from where and how."""

    n_responses: int
    headline: str
    notes: tuple[str, ...]
    channels: tuple[Row, ...]
    channels_not_shown: str
    group_rows: tuple[Row, ...]
    groups_not_shown: str


def totals_shown(totals: Totals) -> ShownTotals:
    """Show how many responses there are, late ones and copies of letters apart."""
    base = totals.n_responses
    return ShownTotals(
        n_responses=base,
        headline=ngettext("%(n)s response", "%(n)s responses", base, n=number(base)),
        notes=tuple(notes_on(totals)),
        channels=tuple(
            Row(
                label=str(CHANNELS[row.channel]),
                share=_share(row.n, base),
                words=_("about %(n)s", n=number(row.n)),
            )
            for row in totals.channels
            if row.n is not None
        ),
        channels_not_shown=_too_small([str(CHANNELS[row.channel]) for row in totals.channels if row.n is None]),
        group_rows=_group_rows(totals.groups, base),
        groups_not_shown=_not_shown(totals.groups),
    )


def sections_shown(
    sections: Sequence[Section],
    *,
    counting: CountingRule,
    answers: Mapping[int, AnsweredTheme] | None = None,
    decisions: Sequence[DecisionNote] = (),
    promises: Mapping[str, ShownPromise] | None = None,
    changed: Mapping[int, Sequence[ReasonTold]] | None = None,
    shared: Sequence[SharedPoint] = (),
) -> tuple[ShownSection, ...]:
    """Show the main points of each question in order of weight, with the council's answers where there are any."""
    by_id = {decision.id: decision for decision in decisions}
    elsewhere = {theme_id: point for point in shared for theme_id in point.theme_ids}
    return tuple(
        ShownSection(
            anchor=f"question-{place}",
            heading=section.question or _("What people said about the document"),
            base=base_words(section, counting),
            left_over=left_over(section),
            themes=tuple(
                replace(
                    _theme(theme, section, (answers or {}).get(theme.id), by_id, promises or {}, counting=counting),
                    changed=tuple(_changed(told) for told in (changed or {}).get(theme.id, ())),
                    shared=_said_elsewhere(elsewhere.get(theme.id)),
                )
                for theme in section.themes
            ),
            method=method_told(section.method),
            is_provisional=bool(section.method and section.method.provisional),
            changes=tuple(changes_told(section.changes)),
        )
        for place, section in enumerate(sections, start=1)
    )


def _said_elsewhere(point: SharedPoint | None) -> str:
    if point is None:
        return ""
    return _(
        "People said this in answer to other questions too: “%(name)s”. Counted once, %(n)s of %(base)s people said it "
        "(%(share)s).",
        name=point.name,
        n=number(point.n),
        base=number(point.base),
        share=percent(point.share),
    )


def _changed(told: ReasonTold) -> str:
    return _(
        "Paragraph %(number)s of version %(version)s: %(words)s",
        number=told.paragraph,
        version=str(told.version),
        words=told.words,
    )


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Cut what an officer wrote at its empty lines."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def quote_shown(quote: Quote) -> ShownQuote:
    """Show someone's words with their group and the way they came in, never with a private name."""
    return ShownQuote(text=quote.text, who=quote.organisation or quote.group, channel=str(CHANNELS[quote.channel]))


def decided_words(who: str, when: date) -> str:
    """Say who decided and when."""
    return _("Decided by %(who)s on %(day)s", who=who, day=short_day(when))


def moment_words(moment: datetime | date) -> str:
    """Say a day as it stands under a promise."""
    return short_day(moment)


def _theme(
    theme: FoundTheme,
    section: Section,
    answer: AnsweredTheme | None,
    decisions: Mapping[int, DecisionNote],
    promises: Mapping[str, ShownPromise],
    *,
    counting: CountingRule,
) -> ShownTheme:
    n, base = theme.counted(counting), section.counted(counting)
    return ShownTheme(
        anchor=f"point-{theme.id}",
        name=theme.name,
        description=theme.description,
        share=share_of(n, base),
        words=_(
            "%(n)s of %(base)s responses (%(share)s)",
            n=number(n),
            base=number(base),
            share=percent(share_of(n, base)),
        ),
        notes=tuple(notes_on_theme(theme, counting)),
        group_rows=_group_rows(theme.groups, theme.n),
        groups_not_shown=_not_shown(theme.groups),
        quotes=tuple(quote_shown(quote) for quote in theme.quotes),
        reply=_reply(answer, decisions),
        no_reply_reason=answer.no_reply_reason if answer else "",
        promises=tuple(promises[made.reference] for made in answer.promises if made.reference in promises)
        if answer
        else (),
    )


def _reply(answer: AnsweredTheme | None, decisions: Mapping[int, DecisionNote]) -> ShownReply | None:
    if answer is None or answer.reply is None:
        return None
    given, told = answer.reply, POSITIONS[answer.reply.position]
    decision = decisions.get(given.decision_id or 0)
    is_final = given.stage is ReplyStage.FINAL
    return ShownReply(
        word=str(told.word),
        kind=told.kind,
        paragraphs=paragraphs_of(given.words),
        decided=decided_words(decision.decided_by, decision.decided_on) if decision else "",
        decided_href=f"/decisions/{decision.id}" if decision else "",
        stage_word="" if is_final else str(STAGES[given.stage].word),
        stage_kind=STAGES[given.stage].kind,
    )


def _group_rows(groups: Sequence[GroupFigure], base: int) -> tuple[Row, ...]:
    return tuple(
        Row(
            label=figure.group or _("No group given"),
            share=_share(figure.about, base),
            words=_("about %(n)s", n=number(figure.about)),
        )
        for figure in groups
        if figure.about is not None
    )


def _not_shown(groups: Sequence[GroupFigure]) -> str:
    return _too_small([figure.group or _("no group given") for figure in groups if figure.about is None])


def _too_small(names: Sequence[str]) -> str:
    if not names:
        return ""
    return _("Numbers too small to show: %(groups)s.", groups=", ".join(names))


def _share(n: int | None, base: int) -> float:
    return min((n or 0) / base, 1.0) if base else 0.0
