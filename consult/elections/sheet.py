"""A count sheet in the three ways it is given out: JSON for programs, CSV for spreadsheets, and plain English."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from consult.elections.count import VOTE, Action, CountSheet, Stage
from consult.elections.lots import Lot, Purpose
from consult.kernel.words import defused

COLUMNS = ("stage", "action", "of", "candidate", "name", "votes", "elected")
"""The columns of the CSV: one row per stage and candidate, and one per stage for what counts for nobody any more."""


def decimal(units: int) -> str:
    """Return a number of votes with its five decimal places: 150000 is ``1.50000``."""
    return f"{units // VOTE}.{units % VOTE:05d}"


def as_json(sheet: CountSheet) -> str:
    """Return the sheet as JSON: ``valid``, ``quota``, ``winners_in_order``, ``winner_set``, ``stages`` and ``lots``."""
    return json.dumps(as_data(sheet), ensure_ascii=False, indent=1) + "\n"


def as_data(sheet: CountSheet) -> Mapping[str, Any]:
    """Return the sheet as plain values; candidates are numbers, votes are text with five decimal places."""
    return {
        "contest": sheet.contest.id,
        "rule": sheet.rule.value,
        "seats": sheet.seats,
        "valid": sheet.valid,
        "blank": sheet.blank,
        "quota": sheet.quota,
        "candidates": {str(number): sheet.contest.name(number) for number in sheet.contest.standing},
        "winners_in_order": list(sheet.elected),
        "winner_set": sorted(sheet.elected),
        "stages": [_stage(stage) for stage in sheet.stages],
        "lots": [_lot(lot) for lot in sheet.lots],
    }


def as_csv(sheet: CountSheet) -> str:
    """Return the sheet as CSV with the columns ``COLUMNS``; names keep no sign that a spreadsheet would calculate."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for stage in sheet.stages:
        act = (stage.number, stage.action.value, stage.candidate or "")
        for number, votes in stage.votes.items():
            is_elected = "yes" if number in stage.elected else ""
            writer.writerow((*act, number, defused(sheet.contest.name(number)), decimal(votes), is_elected))
        writer.writerow((*act, "", "non-transferable", decimal(stage.non_transferable), ""))
    return written.getvalue()


def as_text(sheet: CountSheet) -> str:
    """Return the sheet told stage by stage in plain English."""
    return "\n".join(_told(sheet)) + "\n"


def sentence_of(sheet: CountSheet, stage: Stage) -> str:
    """Return what was done in a stage, as one sentence."""
    if stage.action is Action.FIRST_PREFERENCES or stage.candidate is None:
        return "Each paper counts for the candidate whom it puts first."
    name = sheet.contest.name(stage.candidate)
    if stage.action is Action.SURPLUS:
        surplus = sheet.stages[stage.number - 2].votes[stage.candidate] - sheet.quota * VOTE
        return (
            f"{name} has {decimal(surplus)} more than the quota. "
            "All their papers go to the next choice at a part of their value."
        )
    if any(lot.stage == stage.number for lot in sheet.lots):
        return f"{name} is excluded, and their papers go to the next choice."
    return f"{name} has the fewest votes and is excluded. Their papers go to the next choice."


def lot_sentence(sheet: CountSheet, lot: Lot) -> str:
    """Return what a lot decided, as one sentence."""
    tied = " and ".join(sheet.contest.name(number) for number in lot.candidates)
    outcome = {
        Purpose.EXCLUDE: "{name} is excluded",
        Purpose.SURPLUS: "the surplus of {name} goes first",
        Purpose.LAST_SEAT: "{name} takes the seat",
    }[lot.purpose].format(name=sheet.contest.name(lot.chosen))
    return f"{tied} were level at every stage. The lot decides: {outcome}."


def _stage(stage: Stage) -> Mapping[str, Any]:
    return {
        "stage": stage.number,
        "action": stage.action.value,
        "candidate": stage.candidate,
        "votes": {str(number): decimal(votes) for number, votes in stage.votes.items()},
        "non_transferable": decimal(stage.non_transferable),
        "elected": list(stage.elected),
    }


def _lot(lot: Lot) -> Mapping[str, Any]:
    return {
        "stage": lot.stage,
        "purpose": lot.purpose.value,
        "candidates": list(lot.candidates),
        "chosen": lot.chosen,
    }


def _told(sheet: CountSheet) -> Iterator[str]:
    yield sheet.contest.id
    yield f"{_n(sheet.seats, 'seat')}, {_n(len(sheet.contest.standing), 'candidate')}, rule {sheet.rule.value}"
    yield f"{_n(sheet.valid, 'valid paper')}, {sheet.blank:,} that name nobody who stands. {sheet.quota:,} elect."
    for stage in sheet.stages:
        yield ""
        lots = [lot_sentence(sheet, lot) for lot in sheet.lots if lot.stage == stage.number]
        yield " ".join((f"Stage {stage.number}.", *lots, sentence_of(sheet, stage)))
        yield from _lines(sheet, stage)
        yield from (f"  {sheet.contest.name(number)} is elected." for number in stage.elected)
    yield ""
    names = ", ".join(sheet.contest.name(number) for number in sheet.elected)
    yield f"Elected, in this order: {names}." if names else "Nobody is elected."
    if sheet.vacant:
        yield f"{_n(sheet.vacant, 'seat')} stay vacant." if sheet.vacant > 1 else "One seat stays vacant."


def _lines(sheet: CountSheet, stage: Stage) -> Iterator[str]:
    rows = [(sheet.contest.name(number), votes) for number, votes in stage.votes.items()]
    rows.append(("counts for nobody any more", stage.non_transferable))
    widest = max(len(name) for name, _votes in rows)
    for name, votes in rows:
        yield f"  {name:<{widest}}  {decimal(votes):>16}"


def _n(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
