"""Workshops and drop-ins: when and where, how many places, and a calendar file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from consult.kernel.errors import Invalid, Refused

MOST_AT_ONCE = 10
"""Places that one booking takes at most: a family or a class council, and no bus."""
MOST_PLACES = 5_000
KEPT_FOR = timedelta(days=30)
"""How long after it a booking keeps an address and what someone needs."""
LONGEST_LINE = 73


class WorkshopKind(StrEnum):
    """How people come."""

    WORKSHOP = "workshop"
    DROP_IN = "drop_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopValues:
    """A workshop or drop-in as an officer planned it; ``places`` is ``None`` where nobody has to book."""

    kind: WorkshopKind
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    words: str = ""
    access_words: str = ""
    places: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could come to."""
        if not self.title.strip() or not self.place.strip():
            raise Invalid("Say what it is called and where it is held.")
        if self.ends_at <= self.starts_at:
            raise Invalid("It has to end after it begins.")
        if self.places is not None and not 1 <= self.places <= MOST_PLACES:
            raise Invalid(f"Give a number of places from 1 to {MOST_PLACES:,}, or leave it empty.")


def require_places(wanted: int, *, places: int | None, booked: int) -> None:
    """Refuse a booking that does not fit.

    Raises:
        Invalid: nobody comes, or too many at once.
        Refused: too few places are left, or nobody has to book.
    """
    if places is None:
        raise Refused("Nobody has to book for this. Just come.")
    if not 1 <= wanted <= MOST_AT_ONCE:
        raise Invalid(f"Book for 1 to {MOST_AT_ONCE} people. If you are more, write to the council.")
    left = max(0, places - booked)
    if wanted > left:
        raise Refused(
            "All places are taken. Somebody may give theirs back, so look again later."
            if not left
            else f"Only {left} places are left. Book for fewer people, or look again later."
        )


def require_attendance(counts: Mapping[int | None, int]) -> None:
    """Refuse an impossible count of who came.

    Raises:
        Invalid: a number is below nothing or too large.
    """
    if any(not 0 <= n <= MOST_PLACES for n in counts.values()):
        raise Invalid(f"Enter numbers from 0 to {MOST_PLACES:,}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """What a calendar file says of one workshop."""

    uid: str
    title: str
    words: str
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime
    changed: int
    is_cancelled: bool


def calendar_file(entry: CalendarEntry, *, now: datetime) -> str:
    """Write one workshop as an iCalendar file (RFC 5545): lines folded at 75 bytes, text escaped, moments in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Consult//Workshops//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(entry.starts_at)}",
        f"DTEND:{_moment(entry.ends_at)}",
        f"SEQUENCE:{entry.changed}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_escaped(entry.title)}",
        f"LOCATION:{_escaped(entry.place)}",
        f"DESCRIPTION:{_escaped(entry.words)}",
        f"URL:{entry.link}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "")):
        text = text.replace(mark, escaped)
    return "".join(letter for letter in text if letter.isprintable())


def _folded(line: str) -> str:
    """Break a line so that none is longer than 75 bytes; a letter is never cut in two."""
    parts, part, length = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > LONGEST_LINE:
            parts.append(part)
            part, length = "", 0
        part, length = part + letter, length + size
    return "\r\n ".join([*parts, part])
