"""A countback for everyone: whose seat fell empty, who takes it, and how that was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.elections.disclosure import Published, published_of
from consult.elections.models import Countback
from consult.elections.queries.booth import paper_of
from consult.elections.queries.reading import published_contest
from consult.elections.queries.sheets import countback_sheet
from consult.elections.queries.vacancies import countback_by_id
from consult.elections.views.blueprint import bp
from consult.elections.views.result import Told, told_of
from consult.web.filters import in_a_row, london_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class CountbackPage(Page):
    """How a seat that fell empty was filled from the same ballots."""

    template: ClassVar[str] = "elections/countback.html"

    result_href: str
    contest: str
    headline: str
    counted: str
    unwilling: str
    told: Told | None


@bp.get("/elections/<slug>/<contest_slug>/countback/<int:countback_id>")
@public
def countback(slug: str, contest_slug: str, countback_id: int) -> Response:
    """Show a countback."""
    contest = published_contest(session(), slug, contest_slug)
    found = countback_by_id(session(), contest_id=contest.id, countback_id=countback_id)
    sheet, paper = countback_sheet(contest, found), paper_of(contest)
    return CountbackPage(
        title=_("Countback: %(contest)s", contest=contest.title),
        result_href=url_for("elections.result", slug=slug, contest_slug=contest_slug),
        contest=contest.title,
        headline=_headline(found, paper.names),
        counted=london_day(found.counted_at),
        unwilling=in_a_row([paper.name(number) for number in found.unwilling]) if found.unwilling else "",
        told=told_of(contest, sheet) if published_of(sheet) is not Published.NAMES else None,
    ).answer()


def _headline(found: Countback, names: tuple[str, ...]) -> str:
    left = names[found.left_number - 1]
    if found.follows is None:
        return _("Nobody takes the seat of %(left)s by countback, so it stays empty.", left=left)
    return _("%(name)s takes the seat of %(left)s.", name=names[found.follows - 1], left=left)
