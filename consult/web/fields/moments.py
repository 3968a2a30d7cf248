"""Fields for days and for moments in London time, each in boxes of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from consult.kernel.clock import LONDON
from consult.web.fields.validators import Words, required_if
from consult.web.widgets import Boxes

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One of the boxes that a date is typed into."""

    suffix: str
    label: Words
    width: int
    inputmode: str = "numeric"


DAY = Box(suffix="day", label=_l("Day"), width=2)
MONTH = Box(suffix="month", label=_l("Month"), width=2)
YEAR = Box(suffix="year", label=_l("Year"), width=4)
TIME_OF_DAY = Box(suffix="time", label=_l("Time"), width=5, inputmode="text")


class _BoxedField(Field):
    """A field that is typed into several boxes named after it."""

    widget = Boxes()
    boxes: ClassVar[tuple[Box, ...]]
    fault = ""

    def __init__(
        self,
        label: Words,
        *,
        required: Words = "",
        hint: Words = "",
        size: str = "",
        is_heading: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, required_if(required), description=hint, **kwargs)
        self.typed: dict[str, str] = {}
        self.component = {"size": size, "is_heading": is_heading}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was typed, or else show what was stored."""
        super().process(None, data if data is not None else self.default, extra_filters)
        self.fault = ""
        if formdata is not None and any(f"{self.name}-{box.suffix}" in formdata for box in self.boxes):
            self.typed = {box.suffix: formdata.get(f"{self.name}-{box.suffix}", "").strip() for box in self.boxes}
            self.data = None
            self._read_typed()
        elif formdata is not None:
            self.typed, self.data = {}, None
        elif self.data is not None:
            self.typed = self.shown(self.data)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Say what is wrong with what was typed."""
        if self.fault:
            raise StopValidation(self.fault)

    def shown(self, data: Any) -> dict[str, str]:
        """Return what stands in each box for a stored value."""
        raise NotImplementedError

    def _read_typed(self) -> None:
        if not any(self.typed.values()):
            return
        missing = [str(box.label).lower() for box in self.boxes if not self.typed[box.suffix]]
        if missing:
            self.fault = _("The date must include: %(parts)s", parts=", ".join(missing))
            return
        try:
            self.data = self._value_typed()
        except ValueError as error:
            self.fault = str(error)

    def _value_typed(self) -> Any:
        raise NotImplementedError


class DateField(_BoxedField):
    """A day, in three boxes; its data is a ``date``."""

    boxes = (DAY, MONTH, YEAR)

    def shown(self, data: date) -> dict[str, str]:
        """Return what stands in each box."""
        return {"day": str(data.day), "month": str(data.month), "year": str(data.year)}

    def _value_typed(self) -> date:
        return read_date(self.typed)


class DateTimeField(_BoxedField):
    """A moment in London time, in four boxes; its data is a ``datetime`` in UTC."""

    boxes = (DAY, MONTH, YEAR, TIME_OF_DAY)

    def shown(self, data: datetime) -> dict[str, str]:
        """Return what stands in each box."""
        local = data.astimezone(LONDON)
        return {
            "day": str(local.day),
            "month": str(local.month),
            "year": str(local.year),
            "time": f"{local.hour:02}:{local.minute:02}",
        }

    def _value_typed(self) -> datetime:
        return london_moment(read_date(self.typed), read_time(self.typed["time"]))


def read_date(typed: dict[str, str]) -> date:
    """Read a day from its boxes; a month may be a word.

    Raises:
        ValueError: with a sentence for the page.
    """
    month = typed["month"].lower()
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else _number(month)
    try:
        day = date(_number(typed["year"]), number, _number(typed["day"]))
    except ValueError:
        raise ValueError(_("Enter a real date, such as 27 3 2027")) from None
    if not 1900 <= day.year <= 2200:
        raise ValueError(_("Enter the year with four digits, such as 2027"))
    return day


def read_time(typed: str) -> time:
    """Read a time of day such as ``17:00``, ``5pm`` or ``noon``.

    Raises:
        ValueError: with a sentence for the page.
    """
    text = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}.get(typed.lower(), typed.lower())
    found = TIME.match(text)
    hour, minute, half = (found[1], found[2] or "00", found[3]) if found else ("99", "0", None)
    hour_number = int(hour)
    if half and 1 <= hour_number <= 12:
        hour_number = hour_number % 12 + (12 if half == "pm" else 0)
    elif half or hour_number > 23:
        hour_number = 99
    if hour_number > 23 or int(minute) > 59:
        raise ValueError(_("Enter a time, such as 17:00 or 5pm"))
    return time(hour_number, int(minute))


def london_moment(day: date, at: time) -> datetime:
    """Return the moment that a London clock shows this, the first one where it shows it twice.

    Raises:
        ValueError: the clocks go forward over it, so that it does not exist.
    """
    moment = datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
    if moment.astimezone(LONDON).time() != at:
        raise ValueError(_("The clocks go forward at that time, so it does not exist. Choose another time"))
    return moment


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else -1
