"""The council's calendar of holidays, which the checks count with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.gates.actions import add_holiday, drop_holiday
from consult.gates.forms import HolidayForm
from consult.gates.queries import calendar as calendar_of
from consult.gates.rules import PeriodKind
from consult.gates.views.blueprint import bp
from consult.gates.wording import PERIODS
from consult.kernel.errors import Invalid
from consult.web.filters import short_day
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHoliday:
    """One period of the calendar."""

    name: str
    kind: str
    days: str
    remove_href: str


@dataclass(frozen=True, kw_only=True)
class CalendarPage(Page):
    """Every holiday, and one more."""

    template: ClassVar[str] = "gates/calendar.html"

    holidays: tuple[ShownHoliday, ...]
    form: HolidayForm


@bp.route("/desk/calendar", methods=["GET", "POST"])
@needs(Permission.MANAGE_PLACES)
def calendar() -> AnyResponse:
    """Show the calendar and take one more period."""
    form = HolidayForm()
    if form.is_valid_post():
        try:
            _add(form)
            flash(_("It is in the calendar."))
            return redirect(url_for("gates.calendar"), 303)
        except Invalid as refused:
            form.refuse("ends_on", refused.sentence)
    return CalendarPage(title=_("Holidays"), holidays=_shown(), form=form).answer()


@bp.post("/desk/calendar/<int:number>/remove")
@needs(Permission.MANAGE_PLACES)
def remove_holiday(number: int) -> AnyResponse:
    """Take a period off the calendar."""
    drop_holiday(session(), number=number)
    flash(_("It is off the calendar."))
    return redirect(url_for("gates.calendar"), 303)


def _add(form: HolidayForm) -> None:
    add_holiday(
        session(),
        kind=PeriodKind(form.kind.data),
        name=form.name.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
    )


def _shown() -> tuple[ShownHoliday, ...]:
    return tuple(
        ShownHoliday(
            name=each.name,
            kind=str(PERIODS[each.kind]),
            days=_("%(first)s to %(last)s", first=short_day(each.starts_on), last=short_day(each.ends_on)),
            remove_href=url_for("gates.remove_holiday", number=each.id),
        )
        for each in calendar_of(session())
    )
