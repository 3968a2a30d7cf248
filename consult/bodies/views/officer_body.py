"""One body for its clerk: its seats with the way to fill them, and how it is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.actions import add_seat_class, change_status, give_report, relate_bodies, set_stakes
from consult.bodies.actions.asking import answer_interest
from consult.bodies.composition import SeatOnDay, counts_of
from consult.bodies.forms.officer import (
    OfferForm,
    RelationForm,
    ReportForm,
    SeatClassForm,
    StakesForm,
    StatusForm,
)
from consult.bodies.models import Body, ExpressionOfInterest
from consult.bodies.queries import body_by_id, body_names
from consult.bodies.queries.choosing import areas, offer_by_id, offers_for
from consult.bodies.queries.showing import relations_on, seats_on
from consult.bodies.rules import STATUSES, InterestState
from consult.bodies.views.blueprint import bp, of_body, today
from consult.bodies.views.lent import meets_of
from consult.bodies.views.shown import finding, until_words
from consult.bodies.wording import ACTS, AREAS, RELATIONS, STATUS
from consult.kernel.errors import Invalid, Refused
from consult.places.queries import stakeholder_groups
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.filters import london
from consult.web.forms import Form
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session

NONE = ""
OF_SEATS: tuple[str, ...] = (
    *("name", "n_seats", "group", "electorate", "how_filled", "area", "phase", "nominating_body"),
    *("vote", "for_councillors", "exception", "rule", "from_on"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSeat:
    """One seat in the clerk's list."""

    name: str
    href: str
    who: str
    until: str
    is_voting: bool


@dataclass(frozen=True, kw_only=True)
class DeskBodyPage(Page):
    """One body for its clerk."""

    template: ClassVar[str] = "bodies/desk_body.html"

    body_id: int
    slug: str
    word: str
    kind: str
    note: str
    finding: str
    seats: tuple[DeskSeat, ...]
    relations: tuple[str, ...]
    is_closed: bool
    owes_report: bool
    meetings_href: str


@dataclass(frozen=True, kw_only=True)
class ActPage(Page):
    """One form about a body."""

    template: ClassVar[str] = "bodies/act.html"

    form: Form
    fields: tuple[str, ...]
    back: str
    back_words: str
    lead: str
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Somebody who would sit."""

    name: str
    contact: str
    why: str
    seat: str
    sent: str
    href: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class OffersPage(Page):
    """Those who would sit on a body."""

    template: ClassVar[str] = "bodies/offers.html"

    body: str
    body_id: int
    back: str
    offers: tuple[Offer, ...]
    cut: Cut[ExpressionOfInterest]


@bp.get("/desk/bodies/<int:body_id>")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def desk_body(body_id: int) -> AnyResponse:
    """Show a body to its clerk."""
    body, day = body_by_id(session(), body_id), today()
    seats = seats_on(session(), body_id=body_id, day=day)
    told = STATUS[body.status]
    return DeskBodyPage(
        title=body.name,
        body_id=body_id,
        slug=body.slug,
        word=str(told.word),
        kind=told.kind,
        note=body.status_changes[-1].note if body.status_changes else "",
        finding=finding(counts_of(seats)),
        seats=tuple(_desk_seat(body_id, seat) for seat in seats),
        relations=tuple(
            f"{each.from_body.name} {RELATIONS[each.kind]} {each.to_body.name}"
            for each in relations_on(session(), day=day, body_id=body_id)
        ),
        is_closed=body.closed_on is not None,
        owes_report=body.is_pilot,
        meetings_href=_meetings_href(body),
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/status", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def status(body_id: int) -> AnyResponse:
    """Say how a body is doing."""
    body = body_by_id(session(), body_id)
    form = StatusForm(from_on=today(), version=str(body.version))
    form.act.choices = [(act, ACTS[act]) for act in STATUSES.acts(body.status)]

    def act() -> object:
        said = {"act": form.act.data, "why": form.why.data, "from_on": form.from_on.data or today()}
        return change_status(session(), body=body, version_seen=form.version_seen, by=actor(), now=now(), **said)

    if form.is_valid_post() and tried(form, "why", act):
        return _done(body_id, _("Everyone can see now how it is doing."))
    return _act_page(body, form, ("version", "act", "why", "from_on"), _("How is it doing?"), _("Say so")).answer()


@bp.route("/desk/bodies/<int:body_id>/report", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def report(body_id: int) -> AnyResponse:
    """Publish what a pilot taught."""
    body = body_by_id(session(), body_id)
    form = ReportForm(obj=body)

    def act() -> object:
        seen = form.version_seen
        return give_report(
            session(), body=body, report=form.report.data, on=today(), version_seen=seen, by=actor(), now=now()
        )

    if form.is_valid_post() and tried(form, "report", act):
        return _done(body_id, _("The report is published."))
    return _act_page(body, form, ("version", "report"), _("What the pilot taught"), _("Publish it")).answer()


@bp.route("/desk/bodies/<int:body_id>/relations/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def relate(body_id: int) -> AnyResponse:
    """Say how a body stands to another."""
    body = body_by_id(session(), body_id)
    form = RelationForm(from_on=today())
    names = {str(number): name for number, name in body_names(session()).items() if number != body_id}
    form.other.choices = [(NONE, _("Choose a body")), *names.items()]

    def act() -> object:
        other, since = body_by_id(session(), int(form.other.data)), form.from_on.data or today()
        return relate_bodies(
            session(), from_body=body, to_body=other, kind=form.to_kind(), from_on=since, by=actor(), now=now()
        )

    if form.is_valid_post() and tried(form, "other", act):
        return _done(body_id, _("Everyone can see now how it stands to the other body."))
    title = _("How it stands to another body")
    return _act_page(body, form, ("kind", "other", "from_on"), title, _("Say so")).answer()


@bp.route("/desk/bodies/<int:body_id>/stakes", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def stakes(body_id: int) -> AnyResponse:
    """Say which groups a body concerns."""
    body = body_by_id(session(), body_id)
    form = StakesForm(groups=[str(stake.group_id) for stake in body.stakes])
    form.groups.choices = [(str(group.id), group.name) for group in stakeholder_groups(session())]
    if form.is_valid_post():
        set_stakes(session(), body=body, whys=form.to_whys(), by=actor(), now=now())
        return _done(body_id, _("The body’s page says now which of these groups have no seat."))
    return _act_page(body, form, ("groups",), _("Whom it concerns"), _("Say so")).answer()


@bp.route("/desk/bodies/<int:body_id>/seats/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def new_seats(body_id: int) -> AnyResponse:
    """Add seats of one kind."""
    body = body_by_id(session(), body_id)
    form = SeatClassForm(from_on=body.founded_on, n_seats="1")
    _offer(form)

    def act() -> object:
        since = form.from_on.data
        return add_seat_class(session(), body=body, values=form.to_values(), from_on=since, by=actor(), now=now())

    if form.is_valid_post() and tried(form, "vote", act):
        return _done(body_id, _("The seats are there. Now fill them."))
    return _act_page(body, form, OF_SEATS, _("Add seats"), _("Add these seats")).answer()


@bp.get("/desk/bodies/<int:body_id>/offers")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def offers(body_id: int) -> AnyResponse:
    """List those who would sit on a body."""
    body = body_by_id(session(), body_id)
    cut = offers_for(session(), body_id=body_id, number=request.args.get("page", 1, type=int))
    return OffersPage(
        title=_("Who would sit here"),
        body=body.name,
        body_id=body_id,
        back=url_for("bodies.desk_body", body_id=body_id),
        offers=tuple(_offer_shown(body_id, each) for each in cut.items),
        cut=cut,
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/offers/<int:offer_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def offer(body_id: int, offer_id: int) -> AnyResponse:
    """Say what became of an offer."""
    body, found = body_by_id(session(), body_id), offer_by_id(session(), body_id=body_id, offer_id=offer_id)
    form = OfferForm()
    if form.is_valid_post():
        answer_interest(session(), interest=found, state=InterestState(form.state.data), by=actor(), now=now())
        flash(_("Noted."))
        return redirect(url_for("bodies.offers", body_id=body_id), 303)
    lead = _("%(name)s would sit as “%(seat)s”.", name=found.name, seat=found.seat_class.name)
    return _act_page(body, form, ("state",), _("Answer an offer"), _("Note it"), lead=lead).answer()


def _meetings_href(body: Body) -> str:
    """Return where the clerk finds a body's meetings, or nothing where nobody keeps them."""
    known = meets_of(session(), body_id=body.id, slug=body.slug)
    return known.desk_href if known else ""


def tried(form: Form, name: str, act: Callable[[], object]) -> bool:
    """Do something, and show beside a field why it was refused."""
    try:
        act()
    except (Invalid, Refused) as wrong:
        form.refuse(name, wrong.sentence)
        return False
    return True


def _done(body_id: int, sentence: str) -> AnyResponse:
    flash(sentence)
    return redirect(url_for("bodies.desk_body", body_id=body_id), 303)


def _act_page(body: Body, form: Form, names: tuple[str, ...], title: str, button: str, *, lead: str = "") -> ActPage:
    back = url_for("bodies.desk_body", body_id=body.id)
    return ActPage(title=title, form=form, fields=names, back=back, back_words=body.name, lead=lead, button=button)


def _desk_seat(body_id: int, seat: SeatOnDay) -> DeskSeat:
    return DeskSeat(
        name=seat.name,
        href=url_for("bodies.desk_seat", body_id=body_id, seat_id=seat.seat_id),
        who=seat.holder.name if seat.holder else "",
        until=until_words(seat.holder, day=today()) if seat.holder else "",
        is_voting=seat.is_voting,
    )


def _offer(form: SeatClassForm) -> None:
    """Say what can be chosen."""
    groups = [(str(group.id), group.name) for group in stakeholder_groups(session())]
    form.group.choices = [(NONE, _("No group")), *groups]
    form.area.choices = [(NONE, _("No"))] + [(str(a.id), f"{a.name} ({AREAS[a.kind]})") for a in areas(session())]
    names = [(str(number), name) for number, name in body_names(session()).items()]
    form.nominating_body.choices = [(NONE, _("No")), *names]


def _offer_shown(body_id: int, each: ExpressionOfInterest) -> Offer:
    return Offer(
        name=each.name,
        contact=each.contact,
        why=each.why,
        seat=each.seat_class.name,
        sent=london(each.sent_at),
        href=url_for("bodies.offer", body_id=body_id, offer_id=each.id),
        is_new=each.state is InterestState.NEW,
    )
