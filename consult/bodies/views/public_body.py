"""One body for everyone: who sits, who is missing, what comes next, on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.bodies.composition import SeatOnDay, Voice, says
from consult.bodies.lending import Asked, Meets, UnderWay
from consult.bodies.models import Body, BodyRelation, StatusChange, TermsInForce
from consult.bodies.queries import body_by_slug
from consult.bodies.queries.showing import relations_on, seats_on, stakes_of
from consult.bodies.queries.terms import terms_on
from consult.bodies.rules import WARNED_DAYS_AHEAD, BodyStatus, RelationKind, is_within
from consult.bodies.views.blueprint import AskedDay, asked_day, bp
from consult.bodies.views.lent import addresses_of, asked_about, attendance_of, meets_of, under_way_for
from consult.bodies.views.shown import SeatPlanShown, SeatRow, Told, chairs_of, plan_shown, seat_rows
from consult.bodies.wording import STATUS, said_of
from consult.web.caching import kept
from consult.web.filters import short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusShown:
    """How a body was doing from a day on."""

    word: str
    kind: str
    since: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Other bodies that this one stands to in one way."""

    words: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Something that comes next."""

    words: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class BodyPage(Page):
    """One body on one day."""

    template: ClassVar[str] = "bodies/body.html"

    type_name: str
    type_source: str
    area: str
    purpose: str
    decides: str
    founded: str
    was_there: bool
    when: AskedDay
    shown_day: str
    slug: str
    status: StatusShown | None
    plan: SeatPlanShown | None
    rows: tuple[SeatRow, ...]
    knows_attendance: bool
    votes: tuple[str, ...]
    voiceless: tuple[str, ...]
    has_stakes: bool
    ahead: tuple[Ahead, ...]
    related: tuple[Related, ...]
    story: tuple[StatusShown, ...]
    report: str
    report_day: str
    terms: str
    terms_ahead: str
    asked: tuple[Asked, ...]
    meets: Meets | None


@bp.get("/bodies/<slug>")
@public
@kept
def body(slug: str) -> Response:
    """Show a body, today or on another day."""
    found, when = body_by_slug(session(), slug), asked_day()
    seats = seats_on(session(), body_id=found.id, day=when.day) if found.existed_on(when.day) else ()
    came = attendance_of(session(), body_id=found.id, day=when.day)
    refs = {seat.holder.evidence_ref for seat in seats if seat.holder}
    under_way = under_way_for(session(), {seat.seat_class_id for seat in seats}) if when.is_today else {}
    told = Told(
        slug=slug,
        day=when.day,
        came=came,
        addresses=addresses_of(session(), refs),
        under_way=under_way,
        may_ask=when.is_today and found.status is not BodyStatus.CLOSED,
    )
    heard = says(stakes_of(found), seats)
    standing = terms_on(session(), body_id=found.id, day=when.day)
    changes = [change for change in found.status_changes if change.from_on <= when.day]
    return BodyPage(
        title=found.name,
        type_name=found.body_type.name,
        type_source=found.body_type.source,
        area=found.area.name if found.area else "",
        purpose=found.purpose,
        decides=found.decides,
        founded=short_day(found.founded_on),
        was_there=found.existed_on(when.day),
        when=when,
        shown_day=short_day(when.day),
        slug=slug,
        status=_status(changes[-1]) if changes else None,
        plan=plan_shown(seats, chairs=chairs_of(seats), name=found.name),
        rows=seat_rows(seats, told),
        knows_attendance=bool(came),
        votes=tuple(said_of(said) for said in heard if said.voice is Voice.VOTES),
        voiceless=tuple(said_of(said) for said in heard if said.voice is not Voice.VOTES),
        has_stakes=bool(heard),
        ahead=(*_elections(seats, under_way), *_ahead(found, seats, when=when)),
        related=_related(found, relations_on(session(), day=when.day, body_id=found.id), when=when),
        story=tuple(_status(change) for change in reversed(changes)),
        report=found.report,
        report_day=short_day(found.report_given_on) if found.report_given_on else "",
        terms=_terms(standing.in_force) if standing.in_force else "",
        terms_ahead=_terms(standing.to_come[-1], is_ahead=True) if standing.to_come else "",
        asked=asked_about(session(), found.terms_document_id) if when.is_today else (),
        meets=meets_of(session(), body_id=found.id, slug=slug) if when.is_today else None,
    ).answer()


def _terms(terms: TermsInForce, *, is_ahead: bool = False) -> str:
    told = {"number": terms.version.number, "day": short_day(terms.from_on), "who": terms.decided_by}
    if is_ahead:
        return _("From %(day)s it works under new ones, version %(number)s, decided by %(who)s.", **told)
    return _("It has worked under version %(number)s since %(day)s, decided by %(who)s.", **told)


def _status(change: StatusChange) -> StatusShown:
    told = STATUS[change.status]
    return StatusShown(word=str(told.word), kind=told.kind, since=short_day(change.from_on), note=change.note)


def _ahead(found: Body, seats: Sequence[SeatOnDay], *, when: AskedDay) -> tuple[Ahead, ...]:
    """Say what comes next: terms that end, and what a pilot owes."""
    soon = when.day + timedelta(days=WARNED_DAYS_AHEAD)
    ends = sorted(_ends(seats, when.day, soon).items())
    items = [
        Ahead(words=_("On %(day)s a term ends: %(names)s.", day=short_day(day), names=", ".join(names)))
        for day, names in ends
    ]
    if found.is_pilot and found.pilot_ends_on and found.report_due_on:
        day, due = short_day(found.pilot_ends_on), short_day(found.report_due_on)
        items.append(Ahead(words=_("This is a pilot. It ends on %(day)s.", day=day)))
        if found.report_given_on is None:
            items.append(Ahead(words=_("By %(day)s the council reports what was learned.", day=due)))
    return tuple(items)


def _elections(seats: Sequence[SeatOnDay], under_way: Mapping[int, UnderWay]) -> list[Ahead]:
    """Say which elections fill seats here."""
    names = {seat.seat_class_id: seat.name for seat in seats}
    return [
        Ahead(
            words=_("An election fills the seat “%(seat)s”. %(standing)s", seat=names[number], standing=each.words),
            href=each.href,
            action=_("See the election"),
        )
        for number, each in under_way.items()
    ]


def _ends(seats: Sequence[SeatOnDay], day: date, soon: date) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for seat in seats:
        last = (seat.holder.until_on or seat.holder.term_ends_on) if seat.holder else None
        if last is not None and is_within(last, from_on=day, until_on=soon) and seat.holder:
            found.setdefault(last, []).append(f"{seat.holder.name} ({seat.name})")
    return found


def _related(found: Body, relations: Sequence[BodyRelation], *, when: AskedDay) -> tuple[Related, ...]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for relation in relations:
        is_from = relation.from_body_id == found.id
        other = relation.to_body if is_from else relation.from_body
        words = _relation_words(relation.kind, is_from=is_from)
        groups.setdefault(words, []).append((other.name, url_for("bodies.body", slug=other.slug, **when.query)))
    return tuple(Related(words=words, links=tuple(sorted(links))) for words, links in groups.items())


def _relation_words(kind: RelationKind, *, is_from: bool) -> str:
    return {
        (RelationKind.REPORTS_TO, True): _("It reports to"),
        (RelationKind.REPORTS_TO, False): _("To it report"),
        (RelationKind.WORKS_WITH, True): _("It works with"),
        (RelationKind.WORKS_WITH, False): _("It works with"),
        (RelationKind.REPLACES, True): _("It replaced"),
        (RelationKind.REPLACES, False): _("It was replaced by"),
    }[kind, is_from]
