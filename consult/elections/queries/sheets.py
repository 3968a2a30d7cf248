"""The count sheet of a contest as a value again, counted anew from what was kept."""

from dataclasses import replace

from consult.elections.blt import read_blt
from consult.elections.count import CountSheet, count
from consult.elections.lots import lots_from, no_lots
from consult.elections.models import Contest, Countback, CountRecord
from consult.elections.queries.booth import paper_of
from consult.kernel.errors import NotFound


def record_of(contest: Contest) -> CountRecord:
    """Return what was kept of the count.

    Raises:
        NotFound: it is not counted yet.
    """
    if contest.counted is None:
        raise NotFound("This contest is not counted yet.")
    return contest.counted


def sheet_of(contest: Contest) -> CountSheet:
    """Return the count sheet: the kept ballots counted once more, so that the page shows what anyone can recount.

    Raises:
        NotFound: it is not counted yet.
    """
    record = record_of(contest)
    draw = lots_from(contest.lot_seed, contest=contest.reference) if contest.lot_seed else no_lots
    known = replace(paper_of(contest), withdrawn=read_blt(record.blt).contest.withdrawn)
    sheet = count(known, read_blt(record.blt).papers, rule=contest.rule, lots=draw)
    return replace(sheet, blank=int(record.sheet["blank"]))


def countback_sheet(contest: Contest, countback: Countback) -> CountSheet:
    """Return the sheet of a countback: the kept ballots counted once more."""
    draw = lots_from(contest.lot_seed, contest=contest.reference) if contest.lot_seed else no_lots
    box = read_blt(countback.blt)
    sheet = count(replace(paper_of(contest), withdrawn=box.contest.withdrawn), box.papers, rule=contest.rule, lots=draw)
    return replace(sheet, blank=countback.blank)
