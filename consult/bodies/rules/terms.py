"""For how long a seat is held, and the days on which someone holds it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.kernel.errors import Invalid

LAST_DAY = date(9999, 12, 31)
WARNED_DAYS_AHEAD = 90


class TermKind(StrEnum):
    """For how long a seat of a body is held."""

    ACADEMIC_YEAR = "academic_year"  # 1 September to 31 August
    MONTHS = "months"
    OPEN = "open"  # until the holder leaves, as with a seat that goes with an office


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """How long a term lasts, and whether its holder stays until a successor is declared."""

    kind: TermKind
    months: int | None = None
    holds_over: bool = False

    def __post_init__(self) -> None:
        """Refuse a length where there is none, and the lack of one where it is needed."""
        if (self.kind is TermKind.MONTHS) != (self.months is not None):
            raise Invalid("Say for how many months a term lasts, or choose another kind of term.")
        if self.months is not None and not 1 <= self.months <= 120:
            raise Invalid("A term lasts between 1 month and 120 months.")

    def ends_on(self, from_on: date) -> date | None:
        """Give the last day of a term that begins on a day, or nothing for a term without an end."""
        if self.kind is TermKind.ACADEMIC_YEAR:
            return end_of_academic_year(from_on)
        return None if self.months is None else date.fromordinal(_months_later(from_on, self.months).toordinal() - 1)


def last_day(*, until_on: date | None, term_ends_on: date | None, holds_over: bool) -> date:
    """Give the last day on which someone holds a seat: the day they left, else their term's, unless they hold over."""
    if until_on is not None:
        return until_on
    return LAST_DAY if holds_over or term_ends_on is None else term_ends_on


def is_within(day: date, *, from_on: date | None, until_on: date | None) -> bool:
    """Say whether a day lies in a time whose ends may be open."""
    return (from_on is None or from_on <= day) and (until_on is None or day <= until_on)


def end_of_academic_year(day: date) -> date:
    """Give the last day of the academic year (1 September to 31 August) that a day lies in."""
    return date(day.year + (day.month >= 9), 8, 31)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(day.year + years, month + 1, last)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")
