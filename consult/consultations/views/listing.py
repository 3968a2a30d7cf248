"""The officers' list of consultations, and beginning one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import EVERYWHERE, Permission, may, scopes_of
from consult.consultations.actions import draft_consultation
from consult.consultations.forms import NewConsultationForm
from consult.consultations.models import Consultation
from consult.consultations.queries import consultations_for_officers, stages_at, title_of
from consult.consultations.views.blueprint import bp
from consult.consultations.views.frame import me
from consult.consultations.wording import SHAPES, STAGES
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One consultation in the officers' list."""

    title: str
    href: str
    stage: str
    shape: str
    opens: str
    closes: str


@dataclass(frozen=True, kw_only=True)
class OfficersListPage(Page):
    """Every consultation that an officer may see."""

    template: ClassVar[str] = "consultations/officers_list.html"

    rows: tuple[Row, ...]
    cut: Cut[Consultation]
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class NewConsultationPage(Page):
    """Begins a consultation."""

    template: ClassVar[str] = "consultations/new.html"

    form: NewConsultationForm


@bp.get("/desk/consultations")
@signed_in
def officers_list() -> AnyResponse:
    """List the consultations that this person may see."""
    grants = me().grants
    scopes = scopes_of(grants, Permission.SEE_DRAFTS)
    ids = None if EVERYWHERE in scopes else {int(scope.partition(":")[2]) for scope in scopes if _is_ours(scope)}
    number = request.args.get("page", 1, type=int)
    cut = consultations_for_officers(session(), consultation_ids=ids, number=number)
    stages = stages_at(session(), cut.items, now=now())
    rows = tuple(
        Row(
            title=title_of(each),
            href=url_for("consultations.hub", consultation_id=each.id),
            stage=str(STAGES[stages[each.id]]),
            shape=SHAPES[stages[each.id]],
            opens=short_day(each.opens_at) if each.opens_at else "",
            closes=short_day(each.closes_at) if each.closes_at else "",
        )
        for each in cut.items
    )
    may_write = may(grants, Permission.WRITE_CONSULTATIONS)
    return OfficersListPage(title=_("Consultations"), rows=rows, cut=cut, may_write=may_write).answer()


@bp.route("/desk/consultations/new", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS)
def new_consultation() -> AnyResponse:
    """Begin a consultation with its title."""
    form = NewConsultationForm()
    if form.is_valid_post():
        account = me()
        made = draft_consultation(session(), title=form.title.data, created_by_id=account.id, now=now())
        flash(_("The draft is saved. Work through its parts in any order."))
        return redirect(url_for("consultations.hub", consultation_id=made.id), 303)
    return NewConsultationPage(title=_("Start a consultation"), form=form).answer()


def _is_ours(scope: str) -> bool:
    return scope.startswith("consultation:")
