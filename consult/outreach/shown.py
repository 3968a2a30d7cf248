"""The record as pages show it, for officers and for everyone."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from consult.outreach.models import Contact
from consult.outreach.queries.record import LedgerLine
from consult.outreach.rules import Alert, Basis
from consult.outreach.wording import BASES, CAME_BACK, CHANNELS, STANDING_KINDS, STANDINGS, alert_words
from consult.web.filters import short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownContact:
    """One contact: never the officer who made it."""

    id: int
    when: str
    how: str
    team: str
    words: str
    link: str
    file_name: str
    came_back: str
    is_vague: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownConsultee:
    """One line of the ledger."""

    id: int
    name: str
    group: str
    basis: str
    is_required: bool
    source: str
    standing: str
    standing_kind: str
    reason_not_asked: str
    n_responses: int
    contacts: tuple[ShownContact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlert:
    """One thing to put right, and what to do."""

    what: str
    do: str


def shown_consultee(line: LedgerLine) -> ShownConsultee:
    """Return a line of the ledger in words."""
    consultee = line.consultee
    return ShownConsultee(
        id=consultee.id,
        name=consultee.name,
        group=consultee.group.name if consultee.group else "",
        basis=str(BASES[consultee.basis]),
        is_required=consultee.basis is Basis.LAW,
        source=consultee.source,
        standing=str(STANDINGS[line.standing]),
        standing_kind=STANDING_KINDS[line.standing],
        reason_not_asked=consultee.reason_not_asked,
        n_responses=line.n_responses,
        contacts=tuple(shown_contact(contact) for contact in line.contacts),
    )


def shown_contact(contact: Contact) -> ShownContact:
    """Return a contact in words."""
    back = str(CAME_BACK[contact.came_back])
    if contact.came_back_on:
        back = _("%(what)s, %(day)s", what=back, day=short_day(contact.came_back_on))
    return ShownContact(
        id=contact.id,
        when=short_day(contact.contacted_on) if contact.contacted_on else contact.when_words,
        how=str(CHANNELS[contact.channel]),
        team=contact.team,
        words=contact.words,
        link=contact.link,
        file_name=contact.file.name if contact.file else "",
        came_back=back,
        is_vague=contact.is_vague,
    )


def shown_alert(alert: Alert) -> ShownAlert:
    """Return an alert in words."""
    what, do = alert_words(alert)
    return ShownAlert(what=what, do=do)
