"""Officers plan workshops and drop-ins, see who booked, and write down who came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Refused, Stale
from consult.outreach.actions.workshops import (
    Telling,
    call_off,
    change_workshop,
    places_booked,
    plan_workshop,
    record_attendance,
)
from consult.outreach.models import Workshop
from consult.outreach.queries.workshops import Planned, workshop_by_id, workshops_of
from consult.outreach.views.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.outreach.workshop_forms import AttendanceForm, CallOffForm, WorkshopForm, attendance_form
from consult.places.queries import stakeholder_groups
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopRow:
    """One workshop in the list."""

    title: str
    when: str
    told: str
    is_off: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class WorkshopsPage(Page):
    """What is planned."""

    template: ClassVar[str] = "outreach/workshops.html"

    around: Around
    new_href: str
    rows: tuple[WorkshopRow, ...]


@dataclass(frozen=True, kw_only=True)
class PlanPage(Page):
    """A form for one workshop."""

    template: ClassVar[str] = "outreach/plan_workshop.html"

    around: Around
    home: str
    form: WorkshopForm
    fault: str


@dataclass(frozen=True, kw_only=True)
class WorkshopPage(Page):
    """One workshop: who booked, who came, and what to do."""

    template: ClassVar[str] = "outreach/workshop.html"

    around: Around
    home: str
    when: str
    place: str
    booked: str
    needs: tuple[str, ...]
    came: str
    off_because: str
    has_begun: bool
    is_over: bool
    form: AttendanceForm
    off_form: CallOffForm
    change_href: str
    came_href: str
    off_href: str
    notes_href: str
    public_href: str


@bp.get("/workshops")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def workshops(consultation_id: int) -> AnyResponse:
    """Show what is planned."""
    consultation = in_hand(consultation_id)
    return WorkshopsPage(
        title=_("Workshops and drop-ins"),
        around=around(consultation, here="workshops"),
        new_href=address("plan", consultation),
        rows=tuple(_row(consultation, each) for each in workshops_of(session(), consultation.id)),
    ).answer()


@bp.route("/workshops/new", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def plan(consultation_id: int) -> AnyResponse:
    """Plan a workshop or drop-in."""
    consultation, form = in_hand(consultation_id), WorkshopForm()
    if form.is_valid_post():
        try:
            made = plan_workshop(
                session(),
                consultation=consultation,
                values=form.to_workshop(),
                submission_key=str(form.submission_key.data),
                by_id=require_signed_in().account_id,
                now=now(),
            )
            return go_to("workshop", consultation, _("It stands on the consultation's page."), workshop_id=made.id)
        except Invalid as refused:
            form.refuse("ends_at", refused.sentence)
    return _plan_page(consultation, form, title=_("Plan a workshop or drop-in")).answer()


@bp.route("/workshops/<int:workshop_id>/change", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def change_plan(consultation_id: int, workshop_id: int) -> AnyResponse:
    """Change what is said of a workshop."""
    consultation = in_hand(consultation_id)
    found = workshop_by_id(session(), consultation.id, workshop_id)
    form, fault = _filled(found), ""
    if form.is_valid_post():
        typed = form.version.data or ""
        seen, by_id = int(typed) if typed.isdigit() and len(typed) < 9 else 0, require_signed_in().account_id
        try:
            values = form.to_workshop()
            change_workshop(session(), workshop=found, values=values, version_seen=seen, by_id=by_id, now=now())
            return go_to("workshop", consultation, _("Saved."), workshop_id=found.id)
        except Invalid as refused:
            form.refuse("ends_at", refused.sentence)
        except (Stale, Refused) as refused:
            fault, form.version.data = refused.sentence, str(found.version)
    return _plan_page(consultation, form, title=_("Change “%(title)s”", title=found.title), fault=fault).answer(
        409 if fault else None
    )


@bp.get("/workshops/<int:workshop_id>")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def workshop(consultation_id: int, workshop_id: int) -> AnyResponse:
    """Show one workshop."""
    consultation = in_hand(consultation_id)
    found = workshop_by_id(session(), consultation.id, workshop_id)
    return _page(consultation, found).answer()


@bp.post("/workshops/<int:workshop_id>/came")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def came(consultation_id: int, workshop_id: int) -> AnyResponse:
    """Write down who came."""
    consultation = in_hand(consultation_id)
    found = workshop_by_id(session(), consultation.id, workshop_id)
    form, by_id = _attendance(found), require_signed_in().account_id
    if not form.is_valid_post():
        return _page(consultation, found, form=form).answer()
    record_attendance(session(), workshop=found, counts=form.to_counts(), by_id=by_id, now=now())
    return go_to("workshop", consultation, _("Written down."), workshop_id=found.id)


@bp.post("/workshops/<int:workshop_id>/off")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def off(consultation_id: int, workshop_id: int) -> AnyResponse:
    """Call a workshop off."""
    consultation, form = in_hand(consultation_id), CallOffForm()
    found = workshop_by_id(session(), consultation.id, workshop_id)
    if not form.is_valid_post():
        return _page(consultation, found, off_form=form).answer()
    by_id, telling = require_signed_in().account_id, telling_of(consultation)
    call_off(session(), workshop=found, because=form.because.data, telling=telling, by_id=by_id, now=now())
    return go_to("workshop", consultation, _("It is called off."), workshop_id=found.id)


def telling_of(consultation: Consultation) -> Telling:
    """What a mail says of where to look."""
    settings = current_settings()
    link = f"{settings.base_url}/consultations/{consultation.slug}/workshops"
    return Telling(council=settings.council_name, link=link)


def _plan_page(consultation: Consultation, form: WorkshopForm, *, title: str, fault: str = "") -> PlanPage:
    return PlanPage(
        title=title,
        around=around(consultation, here="workshops"),
        home=address("workshops", consultation),
        form=form,
        fault=fault,
    )


def _filled(found: Workshop) -> WorkshopForm:
    return WorkshopForm(
        version=str(found.version),
        kind=found.kind.value,
        title=found.title,
        words=found.words,
        place=found.place,
        access_words=found.access_words,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        places="" if found.places is None else str(found.places),
    )


def _attendance(found: Workshop) -> AttendanceForm:
    groups: list[tuple[int | None, object]] = [(group.id, group.name) for group in stakeholder_groups(session())]
    groups.append((None, _("Others, or not known")))
    return attendance_form(groups, {each.group_id: each.n_people for each in found.attendances})


def _row(consultation: Consultation, planned: Planned) -> WorkshopRow:
    found, told = planned.workshop, []
    if found.places is not None:
        told.append(_("%(booked)s of %(places)s places booked", booked=planned.n_booked, places=found.places))
    if planned.n_came:
        told.append(ngettext("%(num)s person came", "%(num)s people came", planned.n_came))
    return WorkshopRow(
        title=found.title,
        when=london(found.starts_at),
        told=" · ".join(told),
        is_off=bool(found.cancelled_because),
        href=address("workshop", consultation, workshop_id=found.id),
    )


def _page(
    consultation: Consultation,
    found: Workshop,
    *,
    form: AttendanceForm | None = None,
    off_form: CallOffForm | None = None,
) -> WorkshopPage:
    here = {"workshop_id": found.id}
    n_came = sum(each.n_people for each in found.attendances)
    n_booked = places_booked(session(), found)
    booked = _("%(booked)s of %(places)s places are booked.", booked=n_booked, places=found.places)
    return WorkshopPage(
        title=found.title,
        around=around(consultation, here="workshops"),
        home=address("workshops", consultation),
        when=london(found.starts_at),
        place=found.place,
        booked=booked if found.places is not None else _("Nobody has to book."),
        needs=tuple(each.needs for each in found.bookings if each.needs and each.released_at is None),
        came=ngettext("%(num)s person came.", "%(num)s people came.", n_came) if n_came else "",
        off_because=found.cancelled_because,
        has_begun=found.starts_at <= now(),
        is_over=found.ends_at <= now(),
        form=form or _attendance(found),
        off_form=off_form or CallOffForm(formdata=None),
        change_href=address("change_plan", consultation, **here),
        came_href=address("came", consultation, **here),
        off_href=address("off", consultation, **here),
        notes_href=url_for("responses_desk.meetings", consultation_id=consultation.id, title=found.title),
        public_href=f"/consultations/{consultation.slug}/workshops",
    )
