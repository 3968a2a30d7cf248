"""Anyone sees workshops and drop-ins, books places without an account, and gives them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.queries import Reading, consultation_by_id, consultation_for_reading
from consult.consultations.rules import WayOn
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.outreach.actions.workshops import book_places, release_places
from consult.outreach.models import Workshop
from consult.outreach.queries.workshops import Planned, has_workshops, workshop_by_id, workshops_of
from consult.outreach.views.workshops import telling_of
from consult.outreach.workshop_forms import BookForm, ReleaseForm
from consult.outreach.workshops import CalendarEntry, WorkshopKind, calendar_file
from consult.responses.receipts import secret_code_of
from consult.web.clock import now
from consult.web.filters import london, london_time
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.throttle import limited
from consult.web.transaction import session

workshops = Blueprint("workshops", __name__, url_prefix="/consultations/<slug>/workshops")
BOOKED = "booked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWorkshop:
    """One workshop as everyone sees it."""

    id: int
    title: str
    kind: str
    when: str
    place: str
    words: str
    access_words: str
    left: str
    off_because: str
    is_over: bool
    came: str
    book_href: str
    calendar_href: str


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """Everything that is planned or was held."""

    template: ClassVar[str] = "outreach/public_workshops.html"

    consultation: str
    back: str
    coming: tuple[ShownWorkshop, ...]
    held: tuple[ShownWorkshop, ...]
    release_href: str


@dataclass(frozen=True, kw_only=True)
class BookPage(Page):
    """A form for some places."""

    template: ClassVar[str] = "outreach/book_workshop.html"

    back: str
    workshop: ShownWorkshop
    form: BookForm
    fault: str


@dataclass(frozen=True, kw_only=True)
class BookedPage(Page):
    """Says that places are booked, and the code that gives them back."""

    template: ClassVar[str] = "outreach/booked_workshop.html"

    back: str
    workshop: ShownWorkshop
    code: str
    n_people: int


@dataclass(frozen=True, kw_only=True)
class ReleasePage(Page):
    """Asks for the code of a booking."""

    template: ClassVar[str] = "outreach/release_workshop.html"

    back: str
    form: ReleaseForm


def workshop_ways(session: Session, reading: Reading, moment: object) -> tuple[WayOn, ...]:
    """Lead anyone to the workshops, where there are any."""
    del moment
    if not has_workshops(session, reading.id):
        return ()
    hint = _("Come and talk about it: when, where, and how many places are left.")
    return (WayOn(text=_("Workshops and drop-ins"), href=f"/consultations/{reading.slug}/workshops", hint=hint),)


@workshops.get("")
@public
def planned(slug: str) -> AnyResponse:
    """Show what is planned and what was held."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    shown = tuple(_shown(slug, each) for each in workshops_of(session(), reading.id))
    return ListPage(
        title=_("Workshops and drop-ins"),
        consultation=reading.title,
        back=f"/consultations/{slug}",
        coming=tuple(each for each in shown if not each.is_over),
        held=tuple(each for each in shown if each.is_over),
        release_href=url_for("workshops.release", slug=slug),
    ).answer()


@workshops.route("/<int:workshop_id>", methods=["GET", "POST"])
@public
@limited("30 per 10 minutes")
def book(slug: str, workshop_id: int) -> AnyResponse:
    """Book places; nobody has to say who they are."""
    reading, found = _found(slug, workshop_id)
    form, fault = BookForm(), ""
    if form.is_valid_post():
        key = str(form.submission_key.data)
        try:
            made = book_places(
                session(),
                workshop=found,
                n_people=form.n_people.number or 0,
                needs=form.needs.data,
                email=form.email.data or "",
                submission_key=key,
                telling=telling_of(consultation_by_id(session(), reading.id)),
                now=now(),
            )
        except Invalid as refused:
            form.refuse("n_people", refused.sentence)
        except Refused as refused:
            fault = refused.sentence
        else:
            cookie[BOOKED] = [found.id, key, made.n_people]
            return redirect(url_for("workshops.booked", slug=slug, workshop_id=found.id), 303)
    page = BookPage(
        title=found.title,
        back=url_for("workshops.planned", slug=slug),
        workshop=_shown(slug, _planned(reading, found)),
        form=form,
        fault=fault,
    )
    return page.answer(409 if fault else None)


@workshops.get("/<int:workshop_id>/booked")
@public
def booked(slug: str, workshop_id: int) -> AnyResponse:
    """Show the code of the booking, in the browser that made it."""
    reading, found = _found(slug, workshop_id)
    last = cookie.get(BOOKED) or [0, "", 0]
    if last[0] != found.id:
        raise NotFound("We cannot show this booking here. Its code stands in our mail, if you gave an address.")
    return BookedPage(
        title=_("Your places are booked"),
        back=url_for("workshops.planned", slug=slug),
        workshop=_shown(slug, _planned(reading, found)),
        code=secret_code_of(last[1]),
        n_people=last[2],
    ).answer()


@workshops.route("/give-back", methods=["GET", "POST"])
@public
@limited("30 per 10 minutes")
def release(slug: str) -> AnyResponse:
    """Give places back with the code of the booking."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    form = ReleaseForm()
    if form.is_valid_post():
        try:
            release_places(session(), consultation_id=reading.id, code=form.code.data, now=now())
        except (Invalid, NotFound) as refused:
            form.refuse("code", refused.sentence)
        else:
            cookie.pop(BOOKED, None)
            return redirect(url_for("workshops.released", slug=slug), 303)
    return ReleasePage(title=_("Give places back"), back=url_for("workshops.planned", slug=slug), form=form).answer()


@dataclass(frozen=True, kw_only=True)
class ReleasedPage(Page):
    """Says that the places are free again."""

    template: ClassVar[str] = "outreach/released_workshop.html"

    back: str


@workshops.get("/given-back")
@public
def released(slug: str) -> AnyResponse:
    """Say thank you."""
    consultation_for_reading(session(), slug=slug, now=now())
    return ReleasedPage(title=_("Your places are free again"), back=url_for("workshops.planned", slug=slug)).answer()


@workshops.get("/<int:workshop_id>/calendar.ics")
@public
def calendar(slug: str, workshop_id: int) -> AnyResponse:
    """Send the workshop as a file for a calendar."""
    reading, found = _found(slug, workshop_id)
    base = current_settings().base_url
    entry = CalendarEntry(
        uid=f"workshop-{found.id}@{base.partition('://')[2] or 'consult'}",
        title=found.title,
        words="\n\n".join(part for part in (reading.title, found.words, found.access_words) if part),
        place=found.place.replace("\n", ", "),
        link=f"{base}{url_for('workshops.planned', slug=slug)}",
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        changed=found.version,
        is_cancelled=bool(found.cancelled_because),
    )
    answer = Response(calendar_file(entry, now=now()), mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=f"workshop-{found.id}.ics")
    return answer


def _found(slug: str, workshop_id: int) -> tuple[Reading, Workshop]:
    reading = consultation_for_reading(session(), slug=slug, now=now())
    return reading, workshop_by_id(session(), reading.id, workshop_id)


def _planned(reading: Reading, found: Workshop) -> Planned:
    return next(each for each in workshops_of(session(), reading.id) if each.workshop.id == found.id)


def _shown(slug: str, planned_one: Planned) -> ShownWorkshop:
    found, n_left = planned_one.workshop, planned_one.n_left
    is_over = found.ends_at <= now()
    takes = n_left is not None and found.starts_at > now() and not found.cancelled_because
    n_came = planned_one.n_came
    return ShownWorkshop(
        id=found.id,
        title=found.title,
        kind=_("Workshop") if found.kind is WorkshopKind.WORKSHOP else _("Drop-in: come and go as you like"),
        when=_("%(begins)s to %(ends)s", begins=london(found.starts_at), ends=london_time(found.ends_at)),
        place=found.place,
        words=found.words,
        access_words=found.access_words,
        left=_left(n_left) if not is_over else "",
        off_because=found.cancelled_because,
        is_over=is_over,
        came=ngettext("%(num)s person came.", "%(num)s people came.", n_came) if n_came else "",
        book_href=url_for("workshops.book", slug=slug, workshop_id=found.id) if takes else "",
        calendar_href=url_for("workshops.calendar", slug=slug, workshop_id=found.id),
    )


def _left(n_left: int | None) -> str:
    if n_left is None:
        return _("You need not book.")
    return (
        ngettext("%(num)s place is left.", "%(num)s places are left.", n_left) if n_left else _("All places are taken.")
    )
