"""What the record says of the consultation as a whole: scrutiny, the steps on the way, who wrote the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Stale
from consult.outreach.actions import add_milestone, add_shaper, drop_milestone, drop_shaper, say_scrutiny
from consult.outreach.forms import MilestoneForm, ScrutinyForm, ShaperForm
from consult.outreach.queries.record import milestones_of, record_as_it_stands, shapers_of
from consult.outreach.views.blueprint import Around, address, around, bp, go_to, groups_offered, in_hand, scope_of
from consult.outreach.wording import MILESTONES
from consult.web.clock import now
from consult.web.filters import number, short_day
from consult.web.guards import actor, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step or one group of authors, with the address that takes it off."""

    words: str
    hint: str
    remove_href: str


@dataclass(frozen=True, kw_only=True)
class WholePage(Page):
    """Scrutiny, steps and authors, each with its form."""

    template: ClassVar[str] = "outreach/whole.html"

    around: Around
    here: str
    scrutiny_form: ScrutinyForm
    milestone_form: MilestoneForm
    shaper_form: ShaperForm
    milestones: tuple[Entry, ...]
    shapers: tuple[Entry, ...]


@bp.get("/whole")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def whole(consultation_id: int) -> AnyResponse:
    """Show what is said of the consultation as a whole."""
    return _page(in_hand(consultation_id)).answer()


@bp.post("/whole/scrutiny")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def scrutiny(consultation_id: int) -> AnyResponse:
    """Say whether the scrutiny committee was asked."""
    consultation, form = in_hand(consultation_id), ScrutinyForm()
    if form.is_valid_post():
        try:
            values, seen = form.to_scrutiny(), form.version_seen
            say_scrutiny(
                session(), consultation=consultation, values=values, version_seen=seen, actor=actor(), now=now()
            )
            return go_to("whole", consultation, _("Saved."))
        except (Invalid, Stale) as refused:
            form.refuse("scrutiny", refused.sentence)
            form.version.data = str(record_as_it_stands(session(), consultation.id).version)
    return _page(consultation, scrutiny_form=form).answer()


@bp.post("/whole/milestones")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def new_milestone(consultation_id: int) -> AnyResponse:
    """Add a step on the way."""
    consultation, form = in_hand(consultation_id), MilestoneForm()
    if form.is_valid_post():
        try:
            add_milestone(
                session(),
                consultation=consultation,
                values=form.to_milestone(),
                by_id=require_signed_in().account_id,
                now=now(),
                submission_key=form.submission_key.data,
            )
            return go_to("whole", consultation, _("Added."))
        except Invalid as refused:
            form.refuse("link", refused.sentence)
    return _page(consultation, milestone_form=form).answer()


@bp.post("/whole/milestones/<int:number>/remove")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def remove_milestone(consultation_id: int, number: int) -> AnyResponse:
    """Take a step off the record."""
    consultation, by_id = in_hand(consultation_id), require_signed_in().account_id
    drop_milestone(session(), consultation=consultation, number=number, by_id=by_id, now=now())
    return go_to("whole", consultation, _("It is off the record."))


@bp.post("/whole/authors")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def new_shaper(consultation_id: int) -> AnyResponse:
    """Say who helped to write the document."""
    consultation, form = in_hand(consultation_id), ShaperForm()
    form.offer(groups_offered())
    if form.is_valid_post():
        add_shaper(
            session(),
            consultation=consultation,
            who=form.who.data,
            group_id=int(form.group.data) if form.group.data else None,
            n_people=form.n_people.number or 0,
            by_id=require_signed_in().account_id,
            now=now(),
            submission_key=form.submission_key.data,
        )
        return go_to("whole", consultation, _("Added."))
    return _page(consultation, shaper_form=form).answer()


@bp.post("/whole/authors/<int:number>/remove")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def remove_shaper(consultation_id: int, number: int) -> AnyResponse:
    """Take an entry off the list of authors."""
    consultation, by_id = in_hand(consultation_id), require_signed_in().account_id
    drop_shaper(session(), consultation=consultation, number=number, by_id=by_id, now=now())
    return go_to("whole", consultation, _("It is off the record."))


def _page(
    consultation: Consultation,
    *,
    scrutiny_form: ScrutinyForm | None = None,
    milestone_form: MilestoneForm | None = None,
    shaper_form: ShaperForm | None = None,
) -> WholePage:
    shaper_form = shaper_form or ShaperForm(formdata=None)
    shaper_form.offer(groups_offered())
    return WholePage(
        title=_("Scrutiny, steps and authors"),
        around=around(consultation, here="whole"),
        here=address("whole", consultation),
        scrutiny_form=scrutiny_form or _scrutiny_form(consultation),
        milestone_form=milestone_form or MilestoneForm(formdata=None),
        shaper_form=shaper_form,
        milestones=_milestones(consultation),
        shapers=_shapers(consultation),
    )


def _scrutiny_form(consultation: Consultation) -> ScrutinyForm:
    kept = record_as_it_stands(session(), consultation.id)
    return ScrutinyForm(
        formdata=None,
        version=str(kept.version),
        scrutiny=kept.scrutiny.value,
        committee=kept.scrutiny_committee,
        on=kept.scrutiny_on,
        reason=kept.scrutiny_reason,
    )


def _milestones(consultation: Consultation) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            words=f"{MILESTONES[each.kind]}: {each.words}",
            hint=" · ".join(part for part in (short_day(each.happened_on), each.body_name) if part),
            remove_href=address("remove_milestone", consultation, number=each.id),
        )
        for each in milestones_of(session(), consultation.id)
    )


def _shapers(consultation: Consultation) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            words=f"{each.who}: {number(each.n_people)}",
            hint=each.group.name if each.group else "",
            remove_href=address("remove_shaper", consultation, number=each.id),
        )
        for each in shapers_of(session(), consultation.id)
    )
