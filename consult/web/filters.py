"""How moments, days and numbers are shown: London time, British words, and how far away a deadline is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from consult.kernel.clock import END_OF_DAY, LONDON
from consult.kernel.words import join_with_and
from consult.web.clock import now


def install_filters(app: Flask) -> None:
    """Give every template these filters."""
    for name, shown in FILTERS.items():
        app.jinja_env.filters[name] = shown


def london_day(moment: datetime | date) -> str:
    """Return ``Friday 12 June 2026``."""
    return format_date(_local_day(moment), "EEEE d MMMM y", locale=_locale())


def short_day(moment: datetime | date) -> str:
    """Return ``12 June 2026``."""
    return format_date(_local_day(moment), "d MMMM y", locale=_locale())


def month_of(day: date) -> str:
    """Return ``June 2026``."""
    return format_date(day, "MMMM y", locale=_locale())


def london_time(moment: datetime) -> str:
    """Return ``5 pm``, ``5.30 pm``, ``midday`` or ``midnight``."""
    local = moment.astimezone(LONDON)
    if local.minute == 0 and local.hour in {0, 12}:
        return _("midday") if local.hour else _("midnight")
    hour = local.hour % 12 or 12
    minutes = f".{local.minute:02}" if local.minute else ""
    half = _("am") if local.hour < 12 else _("pm")
    return f"{hour}{minutes} {half}"


def london(moment: datetime) -> str:
    """Return ``Friday 12 June 2026 at 5 pm``."""
    return _("%(day)s at %(time)s", day=london_day(moment), time=london_time(moment))


def due_moment(moment: datetime) -> str:
    """Return the day alone of what is due by the end of it, else ``Friday 12 June 2026 at 5 pm``."""
    is_end_of_day = moment.astimezone(LONDON).time().replace(second=0, microsecond=0) == END_OF_DAY
    return london_day(moment) if is_end_of_day else london(moment)


def machine_time(moment: datetime | date) -> str:
    """Return what a ``time`` element's ``datetime`` wants."""
    if isinstance(moment, datetime):
        return moment.astimezone(LONDON).isoformat(timespec="minutes")
    return moment.isoformat()


def days_away(moment: datetime | date) -> int:
    """Return the number of London days from today to that day; negative once it is past."""
    return (_local_day(moment) - _local_day(now())).days


def deadline(moment: datetime) -> str:
    """Return ``in 9 days``, ``tomorrow``, ``today``, ``in 20 minutes`` or ``3 days ago``."""
    left = moment - now()
    if timedelta() <= left < timedelta(hours=1):
        minutes = max(1, int(left.total_seconds() // 60))
        return ngettext("in %(num)s minute", "in %(num)s minutes", minutes)
    return relative_day(moment)


def relative_day(moment: datetime | date) -> str:
    """Return how far away a day is, in words."""
    days = days_away(moment)
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("in %(num)s day", "in %(num)s days", days)
    return ngettext("%(num)s day ago", "%(num)s days ago", -days)


def number(value: float) -> str:
    """Return ``1,204``."""
    return str(format_decimal(value, locale=_locale()))


def percent(share: float) -> str:
    """Return ``23%`` for a share of 0.23; never 0% for something, nor 100% for less than all."""
    shown = round(share * 100)
    if shown == 0 and share > 0:
        return _("under 1%")
    if shown == 100 and share < 1:
        return _("over 99%")
    return str(format_percent(shown / 100, locale=_locale()))


def in_a_row(words: list[str] | tuple[str, ...]) -> str:
    """Return ``a, b and c``."""
    return join_with_and(words, last=_("and"))


def prose(text: str) -> Markup:
    """Return typed text as paragraphs, escaped; single line ends stay line ends."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    breaks = Markup("<br>")
    return Markup("").join(
        Markup("<p>{}</p>").format(breaks.join(line.strip() for line in block.split("\n"))) for block in blocks
    )


def _local_day(moment: datetime | date) -> date:
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment


def _locale() -> str:
    return str(get_locale() or "en_GB")


FILTERS = {
    "london": london,
    "london_day": london_day,
    "london_time": london_time,
    "short_day": short_day,
    "machine_time": machine_time,
    "days_away": days_away,
    "deadline": deadline,
    "relative_day": relative_day,
    "number": number,
    "percent": percent,
    "in_a_row": in_a_row,
    "prose": prose,
}
