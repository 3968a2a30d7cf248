"""The result: how each seat was won, told stage by stage; and everything needed to count it again."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.elections.blt import read_blt
from consult.elections.count import CountSheet
from consult.elections.disclosure import Published, published_of
from consult.elections.models import Contest
from consult.elections.picture import Flow, flow_along, flow_down
from consult.elections.queries.booth import ron_numbers
from consult.elections.queries.counting import reconciled, turnout
from consult.elections.queries.reading import published_contest
from consult.elections.queries.sheets import record_of, sheet_of
from consult.elections.queries.vacancies import countbacks_of
from consult.elections.rules import ContestState, Reconciled
from consult.elections.sheet import as_csv, as_json
from consult.elections.views.blueprint import bp
from consult.elections.views.shown import ShownTurnout, turnout_shown
from consult.elections.views.telling import (
    ShownStage,
    TableRow,
    Winner,
    headline_of,
    quota_share,
    stages_shown,
    table_of,
    winners_of,
)
from consult.elections.wording import RULES, Standing, standing_of
from consult.kernel.errors import NotFound
from consult.web.clock import now
from consult.web.filters import london_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """Where the sheet can be had for programs, and the command that counts it again."""

    json: str
    csv: str
    blt: str
    recount: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A count sheet ready to be read."""

    headline: str
    valid: int
    blank: int
    quota: int
    seats: int
    quota_share: float
    winners: tuple[Winner, ...]
    stages: tuple[ShownStage, ...]
    flows: tuple[Flow, ...]
    table: tuple[TableRow, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ResultPage(Page):
    """How each seat was won."""

    template: ClassVar[str] = "elections/result.html"

    contest: Contest
    contest_href: str
    rule: str
    headline: str
    told: Told | None
    winners: tuple[str, ...]
    valid: int
    downloads: Downloads | None
    table: Reconciled
    turnout: ShownTurnout
    spoilt: tuple[tuple[str, int], ...]
    countbacks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RecountPage(Page):
    """Counts the published ballots once more, in the reader's own browser."""

    template: ClassVar[str] = "elections/recount.html"

    contest: str
    back_href: str
    blt: str
    command: str
    blt_href: str
    data: str


@dataclass(frozen=True, kw_only=True)
class ProjectorPage(Page):
    """A contest for a hall: large, and nothing to press."""

    template: ClassVar[str] = "elections/projector.html"

    contest: Contest
    contest_href: str
    standing: Standing
    turnout: ShownTurnout
    headline: str
    told: Told | None


@bp.get("/elections/<slug>/<contest_slug>/result")
@public
def result(slug: str, contest_slug: str) -> Response:
    """Show how each seat was won."""
    contest = _declared(slug, contest_slug)
    sheet = sheet_of(contest)
    published = published_of(sheet)
    told = None if published is Published.NAMES else told_of(contest, sheet)
    record = record_of(contest)
    return ResultPage(
        title=_("How each seat was won: %(contest)s", contest=contest.title),
        contest=contest,
        contest_href=url_for("elections.contest", slug=slug, contest_slug=contest_slug),
        rule=str(RULES[contest.rule]),
        headline=headline_of(sheet, ron=ron_numbers(contest)),
        told=told,
        winners=tuple(each.name for each in winners_of(sheet, ron=ron_numbers(contest))),
        valid=sheet.valid,
        downloads=_downloads(contest) if published is Published.EVERYTHING else None,
        table=reconciled(session(), contest),
        turnout=turnout_shown(turnout(session(), contest)),
        spoilt=tuple(sorted(record.spoilt.items())),
        countbacks=_countbacks(contest),
    ).answer()


@bp.get("/elections/<slug>/<contest_slug>/count.<form>")
@public
def count_file(slug: str, contest_slug: str, form: str) -> Response:
    """Give the sheet as JSON or CSV, or the ballots that the count used as .blt."""
    contest = _declared(slug, contest_slug)
    sheet = sheet_of(contest)
    if published_of(sheet) is not Published.EVERYTHING:
        raise NotFound("With fewer than 15 ballots there is no file: it could show how somebody voted.")
    content_types = {"json": "application/json", "csv": "text/csv; charset=utf-8", "blt": "text/plain; charset=utf-8"}
    if form not in content_types:
        raise NotFound("There is a .json, a .csv and a .blt file of this count.")
    written = {"json": as_json, "csv": as_csv}[form](sheet) if form != "blt" else record_of(contest).blt
    response = Response(written, content_type=content_types[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{contest.slug}.{form}"'
    return response


@bp.get("/elections/<slug>/<contest_slug>/recount")
@public
def recount(slug: str, contest_slug: str) -> Response:
    """Let anyone count again."""
    contest = _declared(slug, contest_slug)
    sheet = sheet_of(contest)
    if published_of(sheet) is not Published.EVERYTHING:
        raise NotFound("With fewer than 15 ballots there is no file to count again. The observers saw the count.")
    box = read_blt(record_of(contest).blt)
    given = {
        "contest": contest.reference,
        "seats": sheet.seats,
        "names": list(sheet.contest.names),
        "withdrawn": sorted(sheet.contest.withdrawn),
        "papers": [[papers.number, *papers.preferences] for papers in box.papers],
        "seed": contest.lot_seed,
        "expected": json.loads(as_json(sheet)),
    }
    return RecountPage(
        title=_("Count it again yourself"),
        contest=contest.title,
        back_href=url_for("elections.result", slug=slug, contest_slug=contest_slug),
        blt=record_of(contest).blt,
        command=_command(contest),
        blt_href=url_for("elections.count_file", slug=slug, contest_slug=contest_slug, form="blt"),
        data=json.dumps(given, separators=(",", ":")),
    ).answer()


@bp.get("/elections/<slug>/<contest_slug>/hall")
@public
def projector(slug: str, contest_slug: str) -> Response:
    """Show turnout, and after the declaration the result, large enough for a hall."""
    contest = published_contest(session(), slug, contest_slug)
    is_declared = contest.state is ContestState.DECLARED
    sheet = sheet_of(contest) if is_declared else None
    shows = sheet is not None and published_of(sheet) is not Published.NAMES
    return ProjectorPage(
        title=contest.title,
        contest=contest,
        contest_href=url_for("elections.contest", slug=slug, contest_slug=contest_slug),
        standing=standing_of(contest, now=now()),
        turnout=turnout_shown(turnout(session(), contest)),
        headline=headline_of(sheet, ron=ron_numbers(contest)) if sheet else "",
        told=told_of(contest, sheet) if sheet is not None and shows else None,
    ).answer()


def told_of(contest: Contest, sheet: CountSheet) -> Told:
    """Return a count sheet ready to be read."""
    ron = ron_numbers(contest)
    return Told(
        headline=headline_of(sheet, ron=ron),
        valid=sheet.valid,
        blank=sheet.blank,
        quota=sheet.quota,
        seats=sheet.seats,
        quota_share=quota_share(sheet),
        winners=winners_of(sheet, ron=ron),
        stages=stages_shown(sheet, seed=contest.lot_seed),
        flows=(flow_along(sheet), flow_down(sheet)) if len(sheet.stages) > 1 else (),
        table=table_of(sheet),
        numbers=tuple(stage.number for stage in sheet.stages),
    )


def _countbacks(contest: Contest) -> tuple[tuple[str, str], ...]:
    names: dict[str, Any] = {"slug": contest.election.slug, "contest_slug": contest.slug}
    return tuple(
        (london_day(each.counted_at), url_for("elections.countback", countback_id=each.id, **names))
        for each in countbacks_of(session(), contest_id=contest.id)
    )


def _declared(slug: str, contest_slug: str) -> Contest:
    contest = published_contest(session(), slug, contest_slug)
    if contest.state is not ContestState.DECLARED:
        raise NotFound("The result of this contest is not declared yet.")
    return contest


def _downloads(contest: Contest) -> Downloads:
    names: dict[str, Any] = {"slug": contest.election.slug, "contest_slug": contest.slug}
    return Downloads(
        json=url_for("elections.count_file", form="json", **names),
        csv=url_for("elections.count_file", form="csv", **names),
        blt=url_for("elections.count_file", form="blt", **names),
        recount=url_for("elections.recount", **names),
        command=_command(contest),
    )


def _command(contest: Contest) -> str:
    seed = f" --lot-seed {shlex.quote(contest.lot_seed)}" if contest.lot_seed else ""
    return f"consult count {contest.slug}.blt --rule {contest.rule.value}{seed}"
