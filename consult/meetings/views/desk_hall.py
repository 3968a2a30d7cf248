"""In the room: the roll of members, and the people in the hall, whose names never become public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.composition import SeatOnDay
from consult.bodies.queries.showing import seats_on
from consult.files.tables import read_table
from consult.kernel.errors import Invalid, Refused
from consult.meetings.actions import Came, InTheHall, forget_hall, name_those_in_hall, take_roll
from consult.meetings.actions.holding import hall_in
from consult.meetings.forms import HallForm
from consult.meetings.models import InHall, Meeting
from consult.meetings.queries import hall_page
from consult.meetings.rules import TOOK_PLACE, Attending, MeetingState
from consult.meetings.views.blueprint import bp, of_body
from consult.meetings.views.frame import desk_href, done, of, pressed
from consult.meetings.wording import ATTENDING, hours_of
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.forms import VersionedForm
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRow:
    """A member on the roll, with what can be said of them."""

    person_id: int
    name: str
    seat: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class RollPage(Page):
    """Who of the members is here."""

    template: ClassVar[str] = "meetings/desk_roll.html"

    body: str
    back: str
    when: str
    rows: tuple[RollRow, ...]
    form: VersionedForm


@dataclass(frozen=True, kw_only=True)
class HallPage(Page):
    """Who else is in the hall."""

    template: ClassVar[str] = "meetings/desk_hall.html"

    body: str
    back: str
    cut: Cut[InHall]
    values: dict[str, int]
    form: HallForm
    may_add: bool
    may_forget: bool
    forget_href: str
    kept: str


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/roll", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def roll(body_id: int, meeting_id: int) -> AnyResponse:
    """Take the roll of members."""
    found = of(body_id, meeting_id)
    form = VersionedForm(version=str(found.version))
    seats = _members(found)
    if form.is_valid_post():
        try:
            came = [_came(seat) for seat in seats]
            take_roll(session(), meeting=found, came=came, version_seen=form.version_seen, by=actor(), now=now())
        except (Invalid, Refused) as wrong:
            form.refuse("version", wrong.sentence)
        else:
            return done(found, _("The roll is taken. Now everyone can read who came."))
    return RollPage(
        title=_("Who is here?"),
        body=found.body.name,
        back=desk_href(found),
        when=hours_of(found),
        rows=tuple(_row(found, seat) for seat in seats),
        form=form,
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/hall", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def hall(body_id: int, meeting_id: int) -> AnyResponse:
    """List the people in the hall, and add to them."""
    found, form = of(body_id, meeting_id), HallForm()
    if form.is_valid_post():
        try:
            n_new = name_those_in_hall(session(), meeting=found, people=_people(form), by=actor(), now=now())
        except (Invalid, Refused) as wrong:
            form.refuse("lines", wrong.sentence)
        else:
            flash(
                ngettext("%(num)s person is new on the list.", "%(num)s people are new on the list.", n_new), "success"
            )
            return redirect(url_for("meetings.hall", body_id=body_id, meeting_id=meeting_id), 303)
    cut = hall_page(session(), meeting_id=meeting_id, number=request.args.get("page", 1, type=int))
    n_kept = found.n_in_hall or 0
    return HallPage(
        title=_("Who else is in the hall?"),
        body=found.body.name,
        back=desk_href(found),
        cut=cut,
        values={"body_id": body_id, "meeting_id": meeting_id},
        form=form,
        may_add=found.state in (MeetingState.CALLED, MeetingState.HELD),
        may_forget=found.state in TOOK_PLACE and bool(cut.total),
        forget_href=url_for("meetings.forgotten_hall", body_id=body_id, meeting_id=meeting_id),
        kept=ngettext("%(num)s person was here.", "%(num)s people were here.", n_kept) if n_kept else "",
    ).answer()


@bp.post("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/hall/forget")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def forgotten_hall(body_id: int, meeting_id: int) -> AnyResponse:
    """Take the names away, and keep how many they were."""
    found = of(body_id, meeting_id)
    return pressed(
        lambda: forget_hall(session(), meeting=found, by=actor(), now=now()),
        done=_("The names are gone. How many were here is kept."),
        back=url_for("meetings.hall", body_id=body_id, meeting_id=meeting_id),
    )


def _members(meeting: Meeting) -> list[SeatOnDay]:
    """Return one seat for each who sat on that day; who holds an office too stands in their first seat."""
    found: dict[int, SeatOnDay] = {}
    for seat in seats_on(session(), body_id=meeting.body_id, day=meeting.meets_on):
        if seat.holder:
            found.setdefault(seat.holder.person_id, seat)
    return list(found.values())


def _came(seat: SeatOnDay) -> Came:
    """Read what was chosen for a seat.

    Raises:
        Invalid: nothing was chosen for it.
    """
    person_id = seat.holder.person_id if seat.holder else 0
    name = seat.holder.name if seat.holder else ""
    chosen = request.form.get(f"came-{person_id}", "")
    if chosen not in set(Attending):
        raise Invalid(f"Say of {name} whether they came.")
    deputy = seat.deputy if chosen == Attending.DEPUTY_CAME else ""
    return Came(person_id=person_id, seat=seat.name, attending=Attending(chosen), deputy=deputy)


def _row(meeting: Meeting, seat: SeatOnDay) -> RollRow:
    person_id = seat.holder.person_id if seat.holder else 0
    said = next((each.attending for each in meeting.attendances if each.person_id == person_id), None)
    chosen = request.form.get(f"came-{person_id}", said.value if said else "")
    offered = [each for each in Attending if each is not Attending.DEPUTY_CAME or seat.deputy]
    words = {each: str(ATTENDING[each].word) for each in Attending}
    if seat.deputy:
        words[Attending.DEPUTY_CAME] = _("Their deputy came: %(name)s", name=seat.deputy)
    return RollRow(
        person_id=person_id,
        name=seat.holder.name if seat.holder else "",
        seat=seat.name,
        options=tuple((each.value, words[each], each.value == chosen) for each in offered),
    )


def _people(form: HallForm) -> list[InTheHall]:
    """Return those who were typed and those in a spreadsheet.

    Raises:
        Invalid: the spreadsheet names nobody.
    """
    upload = form.file.upload
    if upload is None:
        return form.typed()
    return [*form.typed(), *hall_in(read_table(upload.read(), upload.filename or ""))]
