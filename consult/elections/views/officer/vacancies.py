"""From an empty seat to the way that fills it: a by-election, a co-option, or whoever sends somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, body_scope
from consult.bodies.lending import UnderWay
from consult.bodies.models import Seat
from consult.bodies.queries import seat_by_id
from consult.bodies.rules import HowFilled
from consult.elections.actions import add_contest, draft_election
from consult.elections.ballots import Rule
from consult.elections.forms.officer import ElectionForm
from consult.elections.models import Contest
from consult.elections.queries.vacancies import (
    LastHeld,
    contest_of_holder,
    contests_under_way,
    last_contest,
    last_held,
    n_empty_in_class,
    seats_to_elect,
)
from consult.elections.rules import ContestAsked, ElectionKind, needs_by_election
from consult.elections.views.blueprint import bp
from consult.elections.views.officer.frame import me
from consult.elections.views.officer.setting_up import ElectionFormPage
from consult.elections.wording import standing_of
from consult.kernel.clock import LONDON, day_in_london
from consult.kernel.errors import Invalid, NotFound
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import may, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptySeat:
    """One seat to fill, and what is being done for it."""

    name: str
    body: str
    why: str
    href: str
    under_way: str
    countback_href: str


@dataclass(frozen=True, kw_only=True)
class VacanciesPage(Page):
    """Elected seats that stand empty or soon will."""

    template: ClassVar[str] = "elections/officer/vacancies.html"

    seats: tuple[EmptySeat, ...]
    cut: Cut[Seat]


@dataclass(frozen=True, kw_only=True)
class WaysPage(Page):
    """The ways to fill one seat, and which one the rules name."""

    template: ClassVar[str] = "elections/officer/ways.html"

    body: str
    back: str
    electorate: str
    rule: str
    why: str
    advice: str
    by_election_href: str
    is_by_election_due: bool
    countback_href: str
    needs_officer: bool
    co_opt_href: str
    fill_href: str
    under_way: tuple[UnderWay, ...]


def _of_body(body_id: int, **_values: object) -> str:
    return body_scope(body_id)


@bp.get("/desk/elections/vacancies")
@needs(Permission.RUN_ELECTIONS)
def vacancies() -> AnyResponse:
    """List the elected seats that stand empty or soon will."""
    day = _today()
    cut = seats_to_elect(session(), day=day, number=request.args.get("page", 1, type=int))
    running = contests_under_way(session(), class_ids={seat.seat_class_id for seat in cut.items})
    return VacanciesPage(
        title=_("Seats to elect"),
        seats=tuple(_empty_seat(seat, running.get(seat.seat_class_id), day) for seat in cut.items),
        cut=cut,
    ).answer()


@bp.get("/desk/bodies/<int:body_id>/seats/<int:seat_id>/ways")
@needs(Permission.MANAGE_BODIES, scope=_of_body)
def ways(body_id: int, seat_id: int) -> AnyResponse:
    """Show how a seat can be filled."""
    seat, day = _seat(seat_id, body_id=body_id), _today()
    kind, held = seat.seat_class, last_held(seat, day=day)
    under_way = elections_under_way(session(), (seat.seat_class_id,), for_officers=True)
    is_elected = kind.how_filled is HowFilled.ELECTED
    is_due = is_elected and needs_by_election(vacant_on=_vacant_on(held, day))
    begins = url_for("elections.by_election", seat_id=seat.id) if is_elected and not under_way else ""
    at: dict[str, Any] = {"body_id": body_id, "seat_id": seat_id}
    return WaysPage(
        title=_("How to fill this seat: %(seat)s", seat=seat.name),
        body=kind.body.name,
        back=url_for("bodies.desk_seat", **at),
        electorate=kind.electorate,
        rule=kind.rule,
        why=_why(held, day),
        advice=_advice(seat, is_due=is_due),
        by_election_href=begins if may(Permission.RUN_ELECTIONS) else "",
        is_by_election_due=is_due,
        countback_href=_countback(seat, held, day),
        needs_officer=bool(begins) and not may(Permission.RUN_ELECTIONS),
        co_opt_href=url_for("bodies.fill", how=HowFilled.CO_OPTED.value, **at) if is_elected else "",
        fill_href="" if is_elected else url_for("bodies.fill", **at),
        under_way=under_way,
    ).answer()


@bp.route("/desk/elections/by-election/<int:seat_id>", methods=["GET", "POST"])
@needs(Permission.RUN_ELECTIONS)
def by_election(seat_id: int) -> AnyResponse:
    """Begin an election for the empty seats of one kind, filled in as far as it can be."""
    seat = _seat(seat_id)
    if running := contests_under_way(session(), class_ids=(seat.seat_class_id,)):
        flash(_("An election for these seats is under way already."))
        return redirect(url_for("elections.contest_desk", contest_id=running[seat.seat_class_id].id), 303)
    before = last_contest(session(), seat_class_id=seat.seat_class_id)
    form = ElectionForm(data=_proposed(seat, before)) if request.method == "GET" else ElectionForm()
    if form.is_valid_post():
        try:
            made = draft_election(
                session(), notice=form.to_notice(), timetable=form.to_timetable(), by_id=me(), now=now()
            )
            asked = _contest(seat, before, made.id)
            contest = add_contest(session(), election=made, asked=asked, by_id=me(), now=now())
            contest.seat_class = seat.seat_class
            flash(_("The election is drafted, with its contest. Read it through, then publish the notice."))
            return redirect(url_for("elections.election_desk", election_id=made.id), 303)
        except Invalid as wrong:
            form.refuse("opens_at", wrong.sentence)
    back = url_for("elections.vacancies")
    title = _("New election: %(seat)s", seat=f"{seat.seat_class.name}, {seat.seat_class.body.name}")
    return ElectionFormPage(title=title, back_href=back, form=form).answer()


def elections_under_way(
    within: Session, class_ids: tuple[int, ...], *, for_officers: bool = False
) -> tuple[UnderWay, ...]:
    """Return the elections that fill seats of some classes just now; drafts are told to officers alone."""
    found = contests_under_way(within, class_ids=class_ids)
    return tuple(
        UnderWay(
            seat_class_id=number,
            words=str(standing_of(contest, now=now()).sentence),
            href=url_for("elections.contest_desk", contest_id=contest.id)
            if for_officers
            else url_for("elections.contest", slug=contest.election.slug, contest_slug=contest.slug),
        )
        for number, contest in found.items()
        if for_officers or contest.election.published_at is not None
    )


def ways_href(body_id: int, seat_id: int) -> str:
    """Return where a clerk sees how a seat can be filled."""
    return url_for("elections.ways", body_id=body_id, seat_id=seat_id)


def _seat(seat_id: int, *, body_id: int | None = None) -> Seat:
    seat = seat_by_id(session(), seat_id)
    if body_id is not None and seat.body_id != body_id:
        raise NotFound("We could not find this seat on this body.")
    return seat


def _today() -> date:
    return day_in_london(now())


def _vacant_on(held: LastHeld | None, day: date) -> date:
    """The day from which the seat is or will be empty; who held over left it empty long ago, so today counts."""
    return max(held.last_on + timedelta(days=1), day) if held else day


def _why(held: LastHeld | None, day: date) -> str:
    if held is None:
        return _("Nobody has sat here yet.")
    told = {"name": held.name, "day": short_day(held.last_on)}
    if held.last_on >= day:
        return _("%(name)s sits here. The term ends on %(day)s.", **told)
    if held.reason:
        return _("%(name)s sat here until %(day)s: %(why)s.", why=held.reason, **told)
    return _("The term of %(name)s ended on %(day)s.", **told)


def _advice(seat: Seat, *, is_due: bool) -> str:
    kind = seat.seat_class
    if kind.how_filled is not HowFilled.ELECTED:
        if kind.nominating_body is not None:
            return _(
                "%(body)s sends somebody. Ask for a name, and for the minute that shows it.",
                body=kind.nominating_body.name,
            )
        return _("Nobody votes for this seat. Ask those who fill it, then write down what shows it.")
    if is_due:
        return _("More than four months of the academic year are left, so people vote: hold a by-election.")
    return _("Four months or less of the academic year are left, so the members co-opt somebody until it ends.")


def _empty_seat(seat: Seat, running: Contest | None, day: date) -> EmptySeat:
    return EmptySeat(
        name=seat.name,
        body=seat.seat_class.body.name,
        why=_why(last_held(seat, day=day), day),
        href=url_for("elections.contest_desk", contest_id=running.id)
        if running
        else url_for("elections.by_election", seat_id=seat.id),
        under_way=str(standing_of(running, now=now()).sentence) if running else "",
        countback_href="" if running else _countback(seat, last_held(seat, day=day), day),
    )


def _countback(seat: Seat, held: LastHeld | None, day: date) -> str:
    """Return where the ballots can be counted back, for those who may and where the notice allows it."""
    if held is None or held.last_on >= day or not may(Permission.RUN_ELECTIONS):
        return ""
    contest = contest_of_holder(session(), held)
    if contest is None or contest.countback_until is None or contest.countback_until < day:
        return ""
    return url_for("elections.count_seat_back", seat_id=seat.id)


def _proposed(seat: Seat, before: Contest | None) -> dict[str, Any]:
    """A timetable of five weeks from tomorrow, and the words of the last notice where there was one."""
    kind, first = seat.seat_class, _today() + timedelta(days=1)
    return {
        "title": _("By-election: %(seat)s, %(body)s", seat=kind.name, body=kind.body.name),
        "kind": ElectionKind.BY_ELECTION.value,
        "about": _("A seat stands empty. Whoever is elected sits until the end of the term."),
        "nominations_open_at": _at(first, 9),
        "nominations_close_at": _at(first + timedelta(days=14), 17),
        "claims_close_at": _at(first + timedelta(days=17), 17),
        "roll_fixed_on": first + timedelta(days=20),
        "opens_at": _at(first + timedelta(days=21), 9),
        "closes_at": _at(first + timedelta(days=28), 20),
        "lot_source": before.election.lot_source if before else _("Six dice, thrown before the observers"),
        "challenge_to": before.election.challenge_to if before else "",
        "challenge_by": first + timedelta(days=49),
        "destroy_on": first + timedelta(days=210),
    }


def _contest(seat: Seat, before: Contest | None, election_id: int) -> ContestAsked:
    """The contest of a by-election: as many seats as stand empty, by the rule of the last one."""
    kind = seat.seat_class
    n_seats = max(n_empty_in_class(session(), seat_class_id=kind.id, day=_today()), 1)
    return ContestAsked(
        title=f"{kind.name}, {kind.body.name}",
        reference=f"{kind.body.slug}.seats-{kind.id}.election-{election_id}",
        electorate=kind.electorate or kind.name,
        seats=n_seats,
        rule=Rule.ALTERNATIVE_VOTE if n_seats == 1 else Rule.SCOTTISH,
        ron=before.ron if before else False,
        ron_forces_poll=before.ron_forces_poll if before else False,
        ron_most_vacant=min(before.ron_most_vacant, n_seats) if before else 1,
        by_web=before.by_web if before else True,
        on_paper=before.on_paper if before else True,
        by_post=before.by_post if before else False,
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=LONDON)
