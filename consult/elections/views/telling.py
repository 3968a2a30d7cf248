"""A count sheet told to people: sentences, bars and the table, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.elections.count import VOTE, Action, CountSheet, Stage
from consult.elections.lots import Lot, Purpose, hash_of
from consult.elections.picture import NOBODY, order_of, votes_of
from consult.elections.sheet import decimal
from consult.web.filters import in_a_row


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One candidate in one stage: votes with the change since the stage before, and how long the bar is."""

    name: str
    votes: str
    change: str
    share: float
    gained: float
    has_quota: bool
    is_elected_now: bool
    is_elected: bool
    is_out: bool
    is_nobody: bool
    is_shown: bool  # who went out in an earlier stage has no votes to show


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLot:
    """A lot: between whom, each one's hash, and what it decided."""

    sentence: str
    hashes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStage:
    """One stage in words and bars."""

    number: int
    heading: str
    sentences: tuple[str, ...]
    rows: tuple[CountRow, ...]
    elected: tuple[str, ...]
    lots: tuple[ShownLot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One candidate through all stages, to the fifth place."""

    name: str
    cells: tuple[str, ...]
    outcome: str
    is_elected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """Who won a seat, and why."""

    name: str
    why: str


def winners_of(sheet: CountSheet, *, ron: frozenset[int]) -> tuple[Winner, ...]:
    """Return who is elected, in order, each with the reason."""
    found = []
    for stage in sheet.stages:
        for number in stage.elected:
            if number in ron:
                continue
            votes = plain(stage.votes[number])
            if stage.votes[number] >= sheet.quota * VOTE:
                why = _(
                    "Reached %(votes)s votes in stage %(stage)s; %(quota)s elect.",
                    votes=votes,
                    stage=stage.number,
                    quota=f"{sheet.quota:,}",
                )
            else:
                why = _(
                    "Was one of the last left for the last seats in stage %(stage)s, with %(votes)s votes.",
                    stage=stage.number,
                    votes=votes,
                )
            found.append(Winner(name=sheet.contest.name(number), why=why))
    return tuple(found)


def stages_shown(sheet: CountSheet, *, seed: str) -> tuple[ShownStage, ...]:
    """Return every stage ready to be read."""
    most = max((votes for stage in sheet.stages for votes in stage.votes.values()), default=0)
    most = max(most, sheet.quota * VOTE)
    return tuple(_stage(sheet, stage, most=most, seed=seed) for stage in sheet.stages)


def quota_share(sheet: CountSheet) -> float:
    """Return where the quota lies on the bars, from 0 to 1."""
    most = max((votes for stage in sheet.stages for votes in stage.votes.values()), default=0)
    return sheet.quota * VOTE / max(most, sheet.quota * VOTE)


def table_of(sheet: CountSheet) -> tuple[TableRow, ...]:
    """Return the whole sheet as rows: a candidate each, and what counts for nobody last."""
    rows = [
        TableRow(
            name=sheet.contest.name(number),
            cells=tuple(decimal(stage.votes[number]) for stage in sheet.stages),
            outcome=_outcome(sheet, number),
            is_elected=number in sheet.elected,
        )
        for number in order_of(sheet)
    ]
    nobody = tuple(decimal(stage.non_transferable) for stage in sheet.stages)
    return (*rows, TableRow(name=_("Counts for nobody any more"), cells=nobody, outcome="", is_elected=False))


def plain(votes: int) -> str:
    """Return votes as people read them: whole, or with two places."""
    if votes % VOTE == 0:
        return f"{votes // VOTE:,}"
    return f"{votes / VOTE:,.2f}"


def _stage(sheet: CountSheet, stage: Stage, *, most: int, seed: str) -> ShownStage:
    before = sheet.stages[stage.number - 2] if stage.number > 1 else None
    lots = [lot for lot in sheet.lots if lot.stage == stage.number]
    return ShownStage(
        number=stage.number,
        heading=_heading(sheet, stage),
        sentences=tuple(_sentences(sheet, stage, before, lots)),
        rows=tuple(_row(sheet, stage, before, number, most=most) for number in (*order_of(sheet), NOBODY)),
        elected=tuple(sheet.contest.name(number) for number in stage.elected),
        lots=tuple(_lot(sheet, lot, seed=seed) for lot in lots),
    )


def _heading(sheet: CountSheet, stage: Stage) -> str:
    if stage.candidate is None:
        return _("First choices")
    name = sheet.contest.name(stage.candidate)
    if stage.action is Action.SURPLUS:
        return _("What %(name)s did not need is passed on", name=name)
    return _("%(name)s is out", name=name)


def _sentences(sheet: CountSheet, stage: Stage, before: Stage | None, lots: Sequence[Lot]) -> list[str]:
    if stage.candidate is None or before is None:
        return [_("Every ballot counts for the candidate it puts first.")]
    name, had = sheet.contest.name(stage.candidate), before.votes[stage.candidate]
    if stage.action is Action.SURPLUS:
        spare = plain(had - sheet.quota * VOTE)
        told = [
            _(
                "%(name)s has %(spare)s votes more than the %(quota)s that elect.",
                name=name,
                spare=spare,
                quota=f"{sheet.quota:,}",
            ),
            _("So every ballot that helped goes on to its next choice, at a part of its value."),
        ]
    elif lots:
        told = [_("%(name)s goes out by lot. Every ballot goes on to its next choice.", name=name)]
    else:
        told = [
            _(
                "%(name)s has the fewest votes, %(votes)s, and goes out. Every ballot goes on to its next choice.",
                name=name,
                votes=plain(had),
            )
        ]
    gains = sorted(((stage.votes[each] - before.votes[each], each) for each in stage.votes), reverse=True)
    gained = [
        _("%(name)s gains %(votes)s", name=sheet.contest.name(each), votes=plain(gain))
        for gain, each in gains[:3]
        if gain > 0
    ]
    if gained:
        told.append(_("%(who)s.", who=in_a_row(gained)))
    lost = stage.non_transferable - before.non_transferable
    if lost >= VOTE:
        told.append(_("Ballots worth %(votes)s name nobody else who is still in.", votes=plain(lost)))
    return told


def _row(sheet: CountSheet, stage: Stage, before: Stage | None, number: int, *, most: int) -> CountRow:
    now_has = votes_of(stage)[number]
    had = votes_of(before)[number] if before else now_has
    elected = [each for earlier in sheet.stages[: stage.number] for each in earlier.elected]
    change = now_has - had
    signed = f"+{plain(change)}" if change > 0 else f"−{plain(-change)}" if change < 0 else ""
    return CountRow(
        name=sheet.contest.name(number) if number != NOBODY else _("Counts for nobody any more"),
        votes=plain(now_has),
        change=signed if before else "",
        share=now_has / most if most else 0.0,
        gained=max(change, 0) / most if most else 0.0,
        has_quota=number != NOBODY and now_has >= sheet.quota * VOTE,
        is_elected_now=number in stage.elected,
        is_elected=number in elected,
        is_out=number not in elected and number != NOBODY and _is_out(sheet, stage, number),
        is_nobody=number == NOBODY,
        is_shown=bool(now_has or change) or not (number == NOBODY or _is_out(sheet, stage, number)),
    )


def _is_out(sheet: CountSheet, stage: Stage, number: int) -> bool:
    gone = sheet.stages[: stage.number]
    return any(each.candidate == number and each.action is Action.EXCLUSION for each in gone)


def _outcome(sheet: CountSheet, number: int) -> str:
    for stage in sheet.stages:
        if number in stage.elected:
            return _("elected in stage %(stage)s", stage=stage.number)
        if stage.candidate == number and stage.action is Action.EXCLUSION:
            return _("out in stage %(stage)s", stage=stage.number)
    return _("not elected")


def _lot(sheet: CountSheet, lot: Lot, *, seed: str) -> ShownLot:
    contest, chosen = sheet.contest, sheet.contest.name(lot.chosen)
    tied = in_a_row([contest.name(each) for each in lot.candidates])
    outcome = {
        Purpose.EXCLUDE: _("%(name)s goes out", name=chosen),
        Purpose.SURPLUS: _("the surplus of %(name)s goes first", name=chosen),
        Purpose.LAST_SEAT: _("%(name)s takes the seat", name=chosen),
    }[lot.purpose]
    hashes = [
        (contest.name(each), hash_of(each, seed=seed, contest=contest.id, stage=lot.stage, purpose=lot.purpose))
        for each in lot.candidates
    ]
    return ShownLot(
        sentence=_("%(tied)s were level at every stage. The lot decides: %(outcome)s.", tied=tied, outcome=outcome),
        hashes=tuple(sorted(hashes, key=lambda pair: pair[1])),
    )


def headline_of(sheet: CountSheet, *, ron: frozenset[int]) -> str:
    """Return the result in one sentence."""
    names = [sheet.contest.name(each) for each in sheet.elected if each not in ron]
    vacant = sheet.seats - len(names)
    told = _("%(names)s won.", names=in_a_row(names)) if names else _("Nobody is elected.")
    if vacant:
        told += " " + ngettext("One seat stays empty.", "%(num)s seats stay empty.", vacant)
    return told
