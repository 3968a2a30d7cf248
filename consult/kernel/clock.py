"""The time of day, as something that can be handed over: the real clock, and one moved by hand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
END_OF_DAY = time(23, 59)


class Clock(Protocol):
    """Anything that knows what time it is now, in UTC."""

    def now(self) -> datetime:
        """Tell the time, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Tell the machine's time in UTC."""
        return datetime.now(UTC)


class HandClock:
    """A clock that moves only when told, for tests and for making the demonstration city.

    Args:
        at: where it starts; aware.
    """

    def __init__(self, at: datetime) -> None:
        self._at = require_aware(at)

    def now(self) -> datetime:
        """Tell the time that the hands show."""
        return self._at

    def move_to(self, at: datetime) -> datetime:
        """Set the hands to a moment and tell it."""
        self._at = require_aware(at)
        return self._at

    def advance(
        self, by: timedelta = timedelta(), *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        """Move the hands forward and tell the new time."""
        return self.move_to(self._at + by + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))


def require_aware(moment: datetime) -> datetime:
    """Give the moment in UTC.

    Raises:
        ValueError: the moment has no time zone, so nobody knows when it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; use datetime(…, tzinfo=UTC)")
    return moment.astimezone(UTC)


def day_in_london(moment: datetime) -> date:
    """Give the day that a moment falls on in London, which is the day that counts for people."""
    return moment.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """Give the last minute of a day in London: what is due on a day is due until then."""
    return datetime.combine(day, END_OF_DAY, tzinfo=LONDON)
