"""The page on which the returning officer counts ballots back for a seat that fell empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.models import Membership
from consult.bodies.queries import seat_by_id
from consult.elections.actions.counting_back import count_back, require_countback
from consult.elections.forms.officer import CountbackForm
from consult.elections.models import Contest
from consult.elections.queries.vacancies import contest_of_holder, last_held, last_membership, sitting_numbers
from consult.elections.views.blueprint import bp
from consult.kernel.clock import day_in_london
from consult.kernel.errors import NotFound, Refused
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class CountBackPage(Page):
    """Counts the ballots of a contest back for one seat."""

    template: ClassVar[str] = "elections/officer/countback.html"

    back: str
    body: str
    why: str
    contest: str
    form: CountbackForm


@bp.route("/desk/elections/countback/<int:seat_id>", methods=["GET", "POST"])
@needs(Permission.RUN_ELECTIONS)
def count_seat_back(seat_id: int) -> AnyResponse:
    """Fill an empty seat from the ballots of the contest that filled it."""
    seat, day = seat_by_id(session(), seat_id), day_in_london(now())
    left, contest = last_membership(seat, day=day), contest_of_holder(session(), last_held(seat, day=day))
    if left is None or contest is None or left.holds_on(day):
        raise NotFound("This seat does not stand empty after a count, so nothing can be counted back.")
    require_countback(contest, day=day)
    form = CountbackForm()
    form.unwilling.choices = _others(contest, left, sitting=sitting_numbers(session(), contest, day=day))
    if form.is_valid_post():
        try:
            made = count_back(
                session(),
                contest=contest,
                left=left,
                seat=seat,
                unwilling=form.to_unwilling(),
                day=day,
                by=actor(),
                now=now(),
            )
            names: dict[str, Any] = {"slug": contest.election.slug, "contest_slug": contest.slug}
            return redirect(url_for("elections.countback", countback_id=made.id, **names), 303)
        except Refused as wrong:
            form.refuse("unwilling", wrong.sentence)
    return CountBackPage(
        title=_("Count the ballots back: %(seat)s", seat=seat.name),
        back=url_for("elections.vacancies"),
        body=_("Seats to elect"),
        why=_("%(name)s left: %(why)s.", name=left.person.name, why=left.end_reason or _("the term ended")),
        contest=contest.title,
        form=form,
    ).answer()


def _others(contest: Contest, left: Membership, *, sitting: frozenset[int]) -> list[tuple[str, str]]:
    return [
        (str(each.number), each.name)
        for each in sorted(contest.nominations, key=lambda each: each.number or 0)
        if each.number and each.stands and each.number not in sitting and each.name != left.person.name
    ]
