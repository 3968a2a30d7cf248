"""One member for everyone: where they sit and sat, since when and how they came to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.bodies.models import Membership, RegisteredInterest
from consult.bodies.queries import person_by_id
from consult.bodies.queries.interests import interests_of, item_interests_of
from consult.bodies.queries.sitting import memberships_of
from consult.bodies.views.blueprint import bp, today
from consult.bodies.views.interests import InItem, in_item
from consult.bodies.wording import HOW, NATURES
from consult.kernel.errors import NotFound
from consult.web.caching import kept
from consult.web.filters import short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A seat that someone holds or held."""

    seat: str
    body: str
    href: str
    time: str
    how: str
    on_behalf_of: str
    is_voting: bool
    end_reason: str


@dataclass(frozen=True, kw_only=True)
class MemberPage(Page):
    """One person who sits or sat."""

    template: ClassVar[str] = "bodies/member.html"

    now_held: tuple[Held, ...]
    once_held: tuple[Held, ...]
    registered: tuple[str, ...]
    items: tuple[InItem, ...]


@bp.get("/members/<int:person_id>")
@public
@kept
def member(person_id: int) -> Response:
    """Show where someone sits and sat; whoever never sat has no page."""
    person, day = person_by_id(session(), person_id), today()
    found = memberships_of(session(), person_id=person_id)
    if not found:
        raise NotFound("We could not find this member.")
    return MemberPage(
        title=person.name,
        now_held=tuple(_held(each) for each in found if each.last_on >= day),
        once_held=tuple(_held(each) for each in found if each.last_on < day),
        registered=tuple(_registered(each) for each in interests_of(session(), person_id=person_id)),
        items=tuple(in_item(each) for each in item_interests_of(session(), person_id=person_id)),
    ).answer()


def _held(each: Membership) -> Held:
    seat = each.seat
    last = each.until_on or each.term_ends_on
    since = short_day(each.from_on)
    organisation = each.organisation.name if each.organisation else ""
    return Held(
        seat=seat.name,
        body=seat.seat_class.body.name,
        href=url_for("bodies.body", slug=seat.seat_class.body.slug),
        time=_("%(since)s to %(last)s", since=since, last=short_day(last)) if last else _("Since %(day)s", day=since),
        how=str(HOW[each.how_filled]),
        on_behalf_of=each.on_behalf_of or organisation,
        is_voting=each.is_voting,
        end_reason=each.end_reason,
    )


def _registered(each: RegisteredInterest) -> str:
    words = f"{each.interest} ({NATURES[each.nature]})"
    if each.ended_on:
        return _("%(words)s, until %(day)s", words=words, day=short_day(each.ended_on))
    return _("%(words)s, since %(day)s", words=words, day=short_day(each.declared_on))
