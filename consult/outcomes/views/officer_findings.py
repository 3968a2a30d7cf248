"""Publishing the findings, and telling everyone that the answer is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.queries import consultation_by_id, title_of
from consult.kernel.errors import Invalid, Refused
from consult.outcomes.actions import add_delay_statement, publish_findings
from consult.outcomes.actions.findings import require_ready_for_findings
from consult.outcomes.forms.editions import DelayForm, PressForm
from consult.outcomes.queries.answering import clock_of
from consult.outcomes.queries.editions import findings_numbers
from consult.outcomes.queries.figures import figures
from consult.outcomes.views.blueprint import bp, of_consultation
from consult.outcomes.views.officer_overview import ShownClock, clock_shown
from consult.outcomes.views.shown import ShownSection, ShownTotals, sections_shown, totals_shown
from consult.web.clock import now
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class FindingsDraftPage(Page):
    """The findings as they would be published now."""

    template: ClassVar[str] = "outcomes/findings_draft.html"

    consultation: str
    consultation_href: str
    overview_href: str
    not_ready: str
    n_published: int
    may_publish: bool
    totals: ShownTotals
    sections: tuple[ShownSection, ...]
    form: PressForm


@dataclass(frozen=True, kw_only=True)
class DelayPage(Page):
    """Asks why the answer is late and when it comes instead."""

    template: ClassVar[str] = "outcomes/delay.html"

    consultation: str
    overview_href: str
    clock: ShownClock | None
    due_on: date | None
    form: DelayForm


@bp.get("/desk/consultations/<int:consultation_id>/findings")
@needs(Permission.SEE_DRAFTS, scope=of_consultation)
def findings_draft(consultation_id: int) -> Response:
    """Show the findings as they would be published now."""
    return _findings_page(consultation_id, PressForm()).answer()


@bp.post("/desk/consultations/<int:consultation_id>/findings")
@needs(Permission.PUBLISH_FINDINGS, scope=of_consultation, proved=True)
def published_findings(consultation_id: int) -> AnyResponse:
    """Publish the findings."""
    consultation, form = consultation_by_id(session(), consultation_id), PressForm()
    if not form.is_valid_post():
        return _findings_page(consultation_id, form).answer()
    made = publish_findings(session(), consultation=consultation, by_id=require_signed_in().account_id, now=now())
    flash(_("Findings number %(number)s are published.", number=str(made.number)), "success")
    return redirect(url_for("outcomes.overview", consultation_id=consultation_id), 303)


@bp.get("/desk/consultations/<int:consultation_id>/delay")
@needs(Permission.PROPOSE_REPLIES, scope=of_consultation)
def delay(consultation_id: int) -> Response:
    """Ask why the answer is late."""
    return _delay_page(consultation_id, DelayForm()).answer()


@bp.post("/desk/consultations/<int:consultation_id>/delay")
@needs(Permission.PROPOSE_REPLIES, scope=of_consultation)
def explained_delay(consultation_id: int) -> AnyResponse:
    """Tell everyone why the answer is late and when it comes."""
    form = DelayForm()
    if not form.is_valid_post():
        return _delay_page(consultation_id, form).answer()
    try:
        add_delay_statement(
            session(),
            consultation=consultation_by_id(session(), consultation_id),
            reason=form.reason.data,
            new_due_on=form.new_due_on.data,
            by_id=require_signed_in().account_id,
            now=now(),
        )
    except Invalid as wrong:
        form.refuse("new_due_on", wrong.sentence)
        return _delay_page(consultation_id, form).answer()
    flash(_("Everyone can now read why the answer is late and when it comes."), "success")
    return redirect(url_for("outcomes.overview", consultation_id=consultation_id), 303)


def _findings_page(consultation_id: int, form: PressForm) -> FindingsDraftPage:
    consultation = consultation_by_id(session(), consultation_id)
    found = figures(session(), consultation)
    not_ready = ""
    try:
        require_ready_for_findings(session(), consultation, now=now())
    except Refused as refused:
        not_ready = refused.sentence
    return FindingsDraftPage(
        title=_("Publish the findings"),
        consultation=title_of(consultation),
        consultation_href=f"/desk/consultations/{consultation_id}",
        overview_href=url_for("outcomes.overview", consultation_id=consultation_id),
        not_ready=not_ready,
        n_published=len(findings_numbers(session(), consultation_id)),
        may_publish=not not_ready and may(Permission.PUBLISH_FINDINGS, consultation_scope(consultation_id)),
        totals=totals_shown(found.totals),
        sections=sections_shown(found.sections, counting=found.totals.counting, shared=found.shared),
        form=form,
    )


def _delay_page(consultation_id: int, form: DelayForm) -> DelayPage:
    consultation = consultation_by_id(session(), consultation_id)
    clock = clock_of(session(), consultation)
    return DelayPage(
        title=_("Say that the answer is late"),
        consultation=title_of(consultation),
        overview_href=url_for("outcomes.overview", consultation_id=consultation_id),
        clock=clock_shown(clock, consultation_id, now=now()),
        due_on=clock.due_on if clock else None,
        form=form,
    )
