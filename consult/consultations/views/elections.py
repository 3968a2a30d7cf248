"""Pre-election periods: calling one, and allowing a consultation to open or its answer to be published in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions import allow_opening, allow_publishing, call_pre_election_period
from consult.consultations.forms import PeriodForm, ReasonForm
from consult.consultations.queries import consultation_by_id, holding_periods
from consult.consultations.queries.stages import pre_election_periods, publishing_held_by
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import form_page, my_id, saved
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.filters import in_a_row, london, short_day
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """A pre-election period in the list."""

    name: str
    days: str
    called: str


@dataclass(frozen=True, kw_only=True)
class PeriodsPage(Page):
    """Every pre-election period, and one more to call."""

    template: ClassVar[str] = "consultations/periods.html"

    form: PeriodForm
    periods: tuple[PeriodRow, ...]


@bp.route("/desk/pre-election-periods", methods=["GET", "POST"])
@needs(Permission.CALL_PRE_ELECTION_PERIOD)
def periods() -> AnyResponse:
    """Show the periods and call another."""
    form = PeriodForm()
    if form.is_valid_post() and form.starts_on.data and form.ends_on.data:
        try:
            call_pre_election_period(
                session(),
                name=form.name.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by_id=my_id(),
                now=now(),
            )
        except Invalid as problem:
            form.refuse("ends_on", problem.sentence)
        else:
            flash(_("Called. What is due to open in it waits for you; what is open stays open."))
            return redirect(url_for("consultations.periods"), 303)
    rows = tuple(
        PeriodRow(
            name=each.name,
            days=_("%(first)s to %(last)s", first=short_day(each.starts_on), last=short_day(each.ends_on)),
            called=short_day(each.called_at),
        )
        for each in pre_election_periods(session())
    )
    return PeriodsPage(title=_("Pre-election periods"), form=form, periods=rows).answer()


@bp.route("/desk/consultations/<int:consultation_id>/allow", methods=["GET", "POST"])
@needs(Permission.ALLOW_IN_PRE_ELECTION_PERIOD, scope=scope_of)
def allow(consultation_id: int) -> AnyResponse:
    """Let a consultation open all the same."""
    consultation = consultation_by_id(session(), consultation_id)
    form, holding = ReasonForm(version=str(consultation.version)), holding_periods(session(), consultation)
    if form.is_valid_post():
        for period in holding:
            allow_opening(
                session(),
                consultation=consultation,
                period=period,
                reason=form.reason.data,
                by_id=my_id(),
                now=now(),
            )
        return saved(consultation_id, _("It may open."))
    opens = london(consultation.opens_at) if consultation.opens_at else ""
    names = in_a_row([period.name for period in holding])
    intro = (
        _("It was to open %(opens)s, in the pre-election period “%(names)s”.", opens=opens, names=names)
        if holding
        else _("No pre-election period keeps it from opening.")
    )
    title, button = _("Allow it to open"), _("Allow it to open")
    return form_page(consultation, form, title=title, button=button, intro=intro).answer()


@bp.route("/desk/consultations/<int:consultation_id>/allow-publishing", methods=["GET", "POST"])
@needs(Permission.ALLOW_IN_PRE_ELECTION_PERIOD, scope=scope_of)
def allow_answer(consultation_id: int) -> AnyResponse:
    """Let the council publish what it answers all the same."""
    consultation = consultation_by_id(session(), consultation_id)
    held = publishing_held_by(session(), consultation_id, now=now())
    form = ReasonForm(version=str(consultation.version))
    if form.is_valid_post():
        for period in held:
            why, by_id = form.reason.data, my_id()
            allow_publishing(session(), consultation=consultation, period=period, reason=why, by_id=by_id, now=now())
        return saved(consultation_id, _("It may be published, and mails about it may leave."))
    names = in_a_row([period.name for period in held])
    intro = (
        _("The pre-election period “%(names)s” runs. What the council answers, and mails about it, wait.", names=names)
        if held
        else _("No pre-election period keeps the answer from being published.")
    )
    title = button = _("Allow the answer to be published")
    return form_page(consultation, form, title=title, button=button, intro=intro).answer()
