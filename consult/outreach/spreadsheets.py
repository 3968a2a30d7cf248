"""Reads a spreadsheet of contacts: one contact a row; every fault is named with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from consult.files.tables import Table
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_line
from consult.outreach.actions.contacting import ContactRow
from consult.outreach.rules import CameBack, ContactChannel, ContactValues

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "consultee": ("consultee", "who", "organisation", "body", "group", "name"),
    "channel": ("channel", "how", "by", "method", "means"),
    "day": ("day", "date", "when", "contacted on", "date of contact"),
    "team": ("team", "by whom", "officer team", "department", "service"),
    "words": ("what", "words", "notes", "details", "description"),
    "link": ("link", "evidence", "url", "web address"),
    "came back": ("came back", "outcome", "result", "what came back", "status"),
}
"""What a column may be called, in any case; the first is what our own example uses."""
_CHANNEL_WORDS: Mapping[str, ContactChannel] = {
    "letter": ContactChannel.LETTER,
    "post": ContactChannel.LETTER,
    "email": ContactChannel.EMAIL,
    "e-mail": ContactChannel.EMAIL,
    "mail": ContactChannel.EMAIL,
    "phone": ContactChannel.PHONE,
    "telephone": ContactChannel.PHONE,
    "call": ContactChannel.PHONE,
    "meeting": ContactChannel.MEETING,
    "event": ContactChannel.EVENT,
    "drop-in": ContactChannel.EVENT,
    "workshop": ContactChannel.EVENT,
    "online": ContactChannel.ONLINE,
    "website": ContactChannel.ONLINE,
    "social media": ContactChannel.ONLINE,
    "other": ContactChannel.OTHER,
    "": ContactChannel.OTHER,
}
_CAME_BACK_WORDS: Mapping[str, CameBack] = {
    "": CameBack.NOTHING_YET,
    "nothing": CameBack.NOTHING_YET,
    "nothing yet": CameBack.NOTHING_YET,
    "none": CameBack.NOTHING_YET,
    "silence": CameBack.NOTHING_YET,
    "no reply": CameBack.NOTHING_YET,
    "acknowledged": CameBack.ACKNOWLEDGED,
    "acknowledgement": CameBack.ACKNOWLEDGED,
    "declined": CameBack.DECLINED,
    "decline": CameBack.DECLINED,
    "answered": CameBack.ANSWERED,
    "response": CameBack.ANSWERED,
    "responded": CameBack.ANSWERED,
}
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContacts:
    """What a file holds: rows that can be stored, and a sentence for each that cannot."""

    rows: tuple[ContactRow, ...]
    faults: tuple[str, ...]


def read_contacts(table: Table, *, team: str) -> ReadContacts:
    """Read every row of a table.

    Args:
        table: with headings that ``COLUMNS`` knows.
        team: who asked, for the rows that do not say.

    Raises:
        Invalid: no column says who was asked.
    """
    places = _places(table.columns)
    if "consultee" not in places:
        raise Invalid("No column says who was asked. Name one of the columns “consultee”.")
    rows: list[ContactRow] = []
    faults: list[str] = []
    for row in table.rows:
        cells = {name: clean_line(row.cells[place]) for name, place in places.items()}
        if not any(cells.values()):
            continue
        try:
            rows.append(_row(row.line, cells, team))
        except Invalid as fault:
            faults.append(f"Line {row.line}: {fault.sentence}")
    return ReadContacts(rows=tuple(rows), faults=tuple(faults))


def _places(columns: Sequence[str]) -> dict[str, int]:
    headings = [clean_line(column).lower().replace("_", " ") for column in columns]
    return {
        name: headings.index(known)
        for name, names in COLUMNS.items()
        for known in [next((each for each in names if each in headings), "")]
        if known
    }


def _row(line: int, cells: Mapping[str, str], team: str) -> ContactRow:
    if not cells["consultee"]:
        raise Invalid("it does not say who was asked.")
    written = cells.get("day", "")
    day = _day(written)
    channel = _CHANNEL_WORDS.get(cells.get("channel", "").lower())
    came_back = _CAME_BACK_WORDS.get(cells.get("came back", "").lower())
    if channel is None:
        raise Invalid(f"we do not know the way “{cells['channel']}”. Write letter, email, phone, meeting or event.")
    if came_back is None:
        raise Invalid(
            f"we do not know “{cells['came back']}”. Write answered, acknowledged, declined or leave it empty."
        )
    return ContactRow(
        line=line,
        consultee=cells["consultee"],
        values=ContactValues(
            channel=channel,
            contacted_on=day,
            when_words="" if day else (written or "day not known"),
            team=cells.get("team") or team,
            words=cells.get("words", ""),
            link=cells.get("link", ""),
            came_back=came_back,
        ),
    )


def _day(written: str) -> date | None:
    """Read a day; words such as "spring term" are no day, and the entry is vague."""
    text = written.removesuffix(" 00:00:00").removesuffix("T00:00:00")
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day on a calendar has no time zone
        except ValueError:
            continue
    return None
