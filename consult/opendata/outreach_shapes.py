"""What leaves in an export of who was consulted: one row a contact, and one for a consultee without any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consult.opendata.shapes import Field, Shape
from consult.outreach.models import Contact
from consult.outreach.queries.record import LedgerLine


@dataclass(frozen=True, slots=True)
class ContactOfLine:
    """One contact with its consultee; ``contact`` is ``None`` where there was none."""

    line: LedgerLine
    contact: Contact | None


def _group(row: ContactOfLine) -> str:
    group = row.line.consultee.group
    return group.name if group else ""


def _is_vague(row: ContactOfLine) -> bool:
    return row.contact is not None and row.contact.is_vague


WHO_WAS_CONSULTED: Shape[ContactOfLine] = Shape(
    name="who-was-consulted",
    about="Whom the council asked, when and how, and what came back. Teams are named, officers are not.",
    fields=(
        Field("consultee", "The body or group.", lambda c: c.line.consultee.name),
        Field("basis", "Why it is asked: law, practice or choice.", lambda c: c.line.consultee.basis.value),
        Field("source", "Which law or rule.", lambda c: c.line.consultee.source),
        Field("stakeholder_group", "The group it belongs to.", _group),
        Field("standing", "Where it stands.", lambda c: c.line.standing.value),
        Field("reason_not_asked", "Why it will not be asked.", lambda c: c.line.consultee.reason_not_asked),
        Field("contacted_on", "The day of the contact.", lambda c: c.contact.contacted_on if c.contact else None),
        Field("when", "When it was, where nobody knows the day.", lambda c: c.contact.when_words if c.contact else ""),
        Field("channel", "How it was asked.", lambda c: c.contact.channel.value if c.contact else ""),
        Field("team", "Which team asked.", lambda c: c.contact.team if c.contact else ""),
        Field("what", "What was sent, said or held.", lambda c: c.contact.words if c.contact else ""),
        Field("evidence", "Where it can be checked.", lambda c: c.contact.link if c.contact else ""),
        Field("came_back", "What came back.", lambda c: c.contact.came_back.value if c.contact else ""),
        Field("is_vague", "Whether the entry names no day or no body.", _is_vague),
    ),
)


def contacts_of(lines: Iterable[LedgerLine]) -> Iterator[ContactOfLine]:
    """Return a row for each contact, and one for each consultee without any."""
    for line in lines:
        for contact in line.contacts or (None,):
            yield ContactOfLine(line, contact)
