"""One seat for the clerk: fill it, let someone leave, name a deputy, and who held it before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.actions import add_person, end_deputy, end_membership, fill_seat, name_deputy
from consult.bodies.forms.officer import DeputyForm, FillForm, LeaveForm, PersonForm
from consult.bodies.models import Deputy, Membership, Person, Seat
from consult.bodies.queries import person_by_id, seat_by_id
from consult.bodies.queries.choosing import deputies_of, people_called, seat_history
from consult.bodies.rules import SHOWN_BY, HowFilled, is_within
from consult.bodies.views.blueprint import bp, of_body, today
from consult.bodies.views.lent import filling_href
from consult.bodies.views.officer_body import ActPage, tried
from consult.bodies.wording import HOW
from consult.kernel.errors import NotFound
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.forms import Form
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldShown:
    """Someone who holds or held the seat."""

    who: str
    time: str
    how: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeskSeatPage(Page):
    """One seat for the clerk."""

    template: ClassVar[str] = "bodies/desk_seat.html"

    body: str
    body_id: int
    seat_id: int
    electorate: str
    rule: str
    is_voting: bool
    holder: str
    deputy: str
    may_end_deputy: bool
    history: tuple[HeldShown, ...]
    ways_href: str


@bp.get("/desk/bodies/<int:body_id>/seats/<int:seat_id>")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def desk_seat(body_id: int, seat_id: int) -> AnyResponse:
    """Show a seat to the clerk."""
    seat = _seat(body_id, seat_id)
    history, deputy = seat_history(session(), seat_id=seat_id), _deputy(seat)
    holder = next((each for each in history if each.holds_on(today())), None)
    return DeskSeatPage(
        title=seat.name,
        body=seat.seat_class.body.name,
        body_id=body_id,
        seat_id=seat_id,
        electorate=seat.seat_class.electorate,
        rule=seat.seat_class.rule,
        is_voting=seat.seat_class.is_voting,
        holder=holder.person.name if holder else "",
        deputy=deputy.person.name if deputy else "",
        may_end_deputy=deputy is not None and deputy.until_on is None,
        history=tuple(_held(each) for each in history),
        ways_href=filling_href(body_id, seat_id),
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/seats/<int:seat_id>/fill", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def fill(body_id: int, seat_id: int) -> AnyResponse:
    """Fill a seat."""
    seat = _seat(body_id, seat_id)
    how = _how_asked() or seat.seat_class.how_filled
    form = FillForm(from_on=today(), how_filled=how.value, evidence=min(SHOWN_BY[how]).value)
    form.offer_known(_known(form))

    def act() -> object:
        return fill_seat(
            session(),
            seat=seat,
            person=_person(form),
            from_on=form.from_on.data or today(),
            until_on=form.until_on.data,
            how=form.to_how(),
            evidence=form.to_evidence(),
            on_behalf_of=form.on_behalf_of.data,
            by=actor(),
            now=now(),
        )

    if form.is_valid_post() and _says_who(form) and tried(form, "name", act):
        return _done(seat, _("The seat is filled. Everyone can see it."))
    names = ("name", *_which(form), "from_on", "until_on", "how_filled", "evidence", "ref", "on_behalf_of")
    return _act_page(seat, form, names, _("Fill this seat"), _("Fill it")).answer()


@bp.route("/desk/bodies/<int:body_id>/seats/<int:seat_id>/leave", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def leave(body_id: int, seat_id: int) -> AnyResponse:
    """Say that someone leaves a seat."""
    seat = _seat(body_id, seat_id)
    held = next((each for each in seat.memberships if each.holds_on(today()) and each.until_on is None), None)
    if held is None:
        raise NotFound("Nobody sits here who could leave. Look at the seat again.")
    form = LeaveForm(until_on=today(), version=str(held.version))

    def act() -> object:
        day, seen = form.until_on.data or today(), form.version_seen
        return end_membership(
            session(), membership=held, until_on=day, reason=form.reason.data, version_seen=seen, by=actor(), now=now()
        )

    if form.is_valid_post() and tried(form, "until_on", act):
        return _done(seat, _("Noted. The seat stands empty after that day."))
    lead = _("%(name)s sits here.", name=held.person.name)
    names = ("version", "until_on", "reason")
    return _act_page(seat, form, names, _("Someone leaves"), _("Note it"), lead=lead).answer()


@bp.route("/desk/bodies/<int:body_id>/seats/<int:seat_id>/deputy", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def deputy(body_id: int, seat_id: int) -> AnyResponse:
    """Name a deputy."""
    seat = _seat(body_id, seat_id)
    form = DeputyForm(from_on=today())
    form.offer_known(_known(form))

    def act() -> object:
        since, last = form.from_on.data or today(), form.until_on.data
        return name_deputy(
            session(), seat=seat, person=_person(form), from_on=since, until_on=last, by=actor(), now=now()
        )

    if form.is_valid_post() and _says_who(form) and tried(form, "name", act):
        return _done(seat, _("The deputy is named. Everyone can see it."))
    names = ("name", *_which(form), "from_on", "until_on")
    return _act_page(seat, form, names, _("Name a deputy"), _("Name them")).answer()


@bp.post("/desk/bodies/<int:body_id>/seats/<int:seat_id>/deputy/end")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def ended_deputy(body_id: int, seat_id: int) -> AnyResponse:
    """Say that today is a deputy's last day."""
    seat = _seat(body_id, seat_id)
    found = _deputy(seat)
    if found is not None and found.until_on is None:
        end_deputy(session(), deputy=found, until_on=today(), by=actor(), now=now())
    return _done(seat, _("The deputy’s last day is today."))


def _how_asked() -> HowFilled | None:
    """Return the way to fill a seat that the address names, as a co-option for a seat that people vote for."""
    typed = request.args.get("how", "")
    return next((how for how in HowFilled if how.value == typed), None)


def _seat(body_id: int, seat_id: int) -> Seat:
    seat = seat_by_id(session(), seat_id)
    if seat.body_id != body_id:
        raise NotFound("We could not find this seat on this body.")
    return seat


def _deputy(seat: Seat) -> Deputy | None:
    found = deputies_of(session(), seat_id=seat.id)
    return next((each for each in found if is_within(today(), from_on=each.from_on, until_on=each.until_on)), None)


def _known(form: PersonForm) -> list[tuple[str, str]]:
    if not form.is_submitted() or not form.name.data:
        return []
    return [
        (str(person.id), _("%(name)s, who sat on %(body)s", name=person.name, body=body) if body else person.name)
        for person, body in people_called(session(), form.name.data)
    ]


def _says_who(form: PersonForm) -> bool:
    if form.asks_which():
        form.refuse("which", _("Choose who is meant"))
        return False
    return True


def _which(form: PersonForm) -> tuple[str, ...]:
    return ("which",) if form.which.choices else ()


def _person(form: PersonForm) -> Person:
    known = form.known_id()
    if known is not None:
        return person_by_id(session(), known)
    return add_person(session(), name=form.name.data, by=actor(), now=now())


def _held(each: Membership) -> HeldShown:
    last = each.until_on or each.term_ends_on
    since = short_day(each.from_on)
    return HeldShown(
        who=each.person.name,
        time=_("%(since)s to %(last)s", since=since, last=short_day(last)) if last else _("Since %(day)s", day=since),
        how=str(HOW[each.how_filled]),
        reason=each.end_reason,
    )


def _done(seat: Seat, sentence: str) -> AnyResponse:
    flash(sentence)
    return redirect(url_for("bodies.desk_seat", body_id=seat.body_id, seat_id=seat.id), 303)


def _act_page(seat: Seat, form: Form, names: tuple[str, ...], title: str, button: str, *, lead: str = "") -> ActPage:
    return ActPage(
        title=title,
        form=form,
        fields=names,
        back=url_for("bodies.desk_seat", body_id=seat.body_id, seat_id=seat.id),
        back_words=seat.name,
        lead=lead or seat.seat_class.electorate,
        button=button,
    )
