"""Asking for help to answer, or for another format: what may be asked for, and by when the council owes it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consult.kernel.errors import Invalid

WORKING_DAYS = 5
"""How many working days the council gives itself."""
EXTRA_DAYS = 14
"""The most extra time that an officer can give beyond the close, in days."""
SATURDAY = 5
LONGEST_WORDS = 1_000


class Help(StrEnum):
    """What someone needs to be able to answer."""

    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    BRAILLE = "braille"
    BSL = "bsl"
    AUDIO = "audio"
    LANGUAGE = "language"
    TELEPHONE = "telephone"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpValues:
    """What someone asks for, and how to reach them."""

    help: Help
    reach: str
    words: str = ""

    def __post_init__(self) -> None:
        """Refuse what nobody could answer."""
        if not self.reach.strip():
            raise Invalid("Say how we can reach you: an email address, a telephone number or a postal address.")


def due_on(asked_on: date, *, closed_days: Iterable[tuple[date, date]] = ()) -> date:
    """Return the day by which help is owed: five working days, without weekends and bank holidays.

    Args:
        asked_on: the day on which it was asked for, which does not count.
        closed_days: first and last days of holidays on which the council is shut.
    """
    shut = tuple(closed_days)
    day, left = asked_on, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        is_shut = any(first <= day <= last for first, last in shut)
        left -= day.weekday() < SATURDAY and not is_shut
    return day


def require_extra(extra_until: date | None, *, closes_on: date | None) -> None:
    """Refuse extra time that lies before the close or too long after it.

    Raises:
        Invalid: the sentence says which days can be given.
    """
    if extra_until is None:
        return
    if closes_on is None or not closes_on < extra_until <= closes_on + timedelta(days=EXTRA_DAYS):
        raise Invalid(f"Extra time ends after the close, and at most {EXTRA_DAYS} days after it.")
