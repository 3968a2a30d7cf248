"""What came in to one consultation, in figures, and whether everything is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.rules import end_of_minute
from consult.responses.actions.intake import complete_intake, reopen_intake
from consult.responses.figure_words import both_totals, petitions_told
from consult.responses.forms.officer.screening import ReopenForm
from consult.responses.queries.figures import IntakeFigures, intake_figures
from consult.responses.queries.petitions import petition_figures
from consult.responses.queries.waiting import count_texts_to_screen
from consult.responses.views.officer.blueprint import Around, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.charts import (
    chart_of_channels,
    chart_of_days,
    chart_of_groups,
    chart_of_wards,
    silent_wards,
)
from consult.web.charts import BarChart, DayChart
from consult.web.clock import now
from consult.web.guards import actor, may, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Page):
    """What came in, in figures."""

    template: ClassVar[str] = "responses/officer/overview.html"

    around: Around
    figures: IntakeFigures
    both_totals: str
    petitions: str
    days: DayChart | None
    groups: BarChart
    channels: BarChart
    wards: BarChart
    silent: tuple[str, ...]
    n_to_screen: int
    is_over: bool
    complete_at: datetime | None
    may_key_in: bool
    reopen_form: ReopenForm


@bp.get("")
@needs(Permission.READ_RESPONSES, scope=scope_of)
def overview(consultation_id: int) -> AnyResponse:
    """Show what came in, by day, group, channel and ward."""
    return _page(in_hand(consultation_id), ReopenForm()).answer()


@bp.post("/intake/complete")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def complete(consultation_id: int) -> AnyResponse:
    """Mark the intake of the other channels complete."""
    consultation = in_hand(consultation_id)
    complete_intake(session(), consultation=consultation, actor=actor(), now=now())
    flash(_("The intake is complete. An analysis that starts now is no longer provisional."))
    return go_to("overview", consultation)


@bp.post("/intake/reopen")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def reopen(consultation_id: int) -> AnyResponse:
    """Let more responses come in by other channels after all."""
    consultation, form = in_hand(consultation_id), ReopenForm()
    if not form.is_valid_post():
        return _page(consultation, form).answer()
    reopen_intake(session(), consultation=consultation, reason=form.reason.data, actor=actor(), now=now())
    flash(_("The intake is open again. An analysis that starts now is provisional."))
    return go_to("overview", consultation)


def _page(consultation: Consultation, form: ReopenForm) -> OverviewPage:
    figures = intake_figures(session(), consultation=consultation)
    here = around(consultation, here="overview")
    return OverviewPage(
        title=_("Responses to “%(title)s”", title=here.consultation),
        around=here,
        figures=figures,
        both_totals=both_totals(figures.n_in_time, figures.n_repeats),
        petitions=petitions_told(petition_figures(session(), consultation.id)),
        days=chart_of_days(figures) if figures.by_day else None,
        groups=chart_of_groups(figures),
        channels=chart_of_channels(figures),
        wards=chart_of_wards(figures),
        silent=silent_wards(figures),
        n_to_screen=count_texts_to_screen(session(), consultation=consultation),
        is_over=consultation.closes_at is not None and now() >= end_of_minute(consultation.closes_at),
        complete_at=consultation.intake_complete_at,
        may_key_in=may(Permission.KEY_IN_RESPONSES, consultation_scope(consultation.id)),
        reopen_form=form,
    )
