"""Writes meetings as a calendar file that every calendar reads (RFC 5545).

It is written here because it is one shape of a few lines: a library would be one more package to keep for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE = 75  # octets, without the line end
_NEW_LINE = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event: ``uid`` stays the same for ever, ``version`` grows with each change."""

    uid: str
    version: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    words: str
    address: str
    is_cancelled: bool


def calendar_of(events: Iterable[Event], *, name: str) -> str:
    """Return a whole calendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Consult//Meetings//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}{_NEW_LINE}" for line in lines for folded in fold(line))


def escaped(text: str) -> str:
    """Return words as a value: backslashes, commas and semicolons marked, line ends written out."""
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    one_line = marked.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in one_line if letter.isprintable())


def fold(line: str) -> Iterator[str]:
    """Cut a line into pieces of at most 75 octets, never inside a letter; each after the first begins with a space."""
    piece, size = "", 0
    for letter in line:
        n_octets = len(letter.encode())
        if size + n_octets > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + n_octets
    yield piece


def _event(event: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.version}",
        f"DTSTAMP:{_moment(event.stamped_at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}",
        f"SUMMARY:{escaped(event.title)}",
        f"LOCATION:{escaped(event.place)}",
        f"URL:{event.address}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
    ]
    if event.words:
        lines.append(f"DESCRIPTION:{escaped(event.words)}")
    return [*lines, "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
