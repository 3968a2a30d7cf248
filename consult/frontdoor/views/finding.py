"""Looking for a consultation, what is published inside it, an election or a body by its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from consult.bodies.models import Body
from consult.bodies.queries.finding import bodies_with
from consult.consultations.models import Consultation
from consult.consultations.rules import end_of_minute
from consult.elections.models import Contest
from consult.elections.queries.inviting import contests_with
from consult.elections.wording import standing_of
from consult.frontdoor.queries.finding import LONGEST_SEARCH, Inside, consultations_with, found_inside, words_sought
from consult.frontdoor.rules import Finds, words_in
from consult.frontdoor.views.blueprint import bp
from consult.frontdoor.views.home import address_of
from consult.storage.paging import Page as PageOfList
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFound:
    """One consultation that was found."""

    title: str
    summary: str
    href: str
    is_open: bool
    closes_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoFound:
    """Something else that was found: its name, a line about it, where it is, and the consultation it is within."""

    name: str
    about: str
    href: str
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideFound:
    """What was found of one kind inside consultations, under its heading."""

    heading: str
    found: tuple[AlsoFound, ...]


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """What was looked for and what was found."""

    template: ClassVar[str] = "frontdoor/search.html"

    sought: str
    found: tuple[ShownFound, ...]
    shown: PageOfList[Consultation]
    inside: tuple[InsideFound, ...]
    elections: tuple[AlsoFound, ...]
    bodies: tuple[AlsoFound, ...]


@bp.get("/search")
@public
def search() -> Response:
    """Show the consultations, elections and bodies in which the words occur."""
    sought = request.args.get("q", "").replace("\x00", " ").strip()[:LONGEST_SEARCH]
    number = request.args.get("page", default=1, type=int)
    shown = consultations_with(session(), sought, now=now(), number=min(max(number, 1), 10_000))
    words = words_sought(sought)
    is_first = bool(words) and number <= 1
    return SearchPage(
        title=_("Results for “%(words)s”", words=sought) if sought else _("Search"),
        sought=sought,
        found=tuple(_shown_found(each) for each in shown.items),
        shown=shown,
        inside=_inside(sought) if is_first else (),
        elections=tuple(_contest(each) for each in contests_with(session(), words)) if is_first else (),
        bodies=tuple(_body(each) for each in bodies_with(session(), words)) if is_first else (),
    ).answer()


def _inside(sought: str) -> tuple[InsideFound, ...]:
    headings = {
        Finds.POINT: _("What people said, and the answer"),
        Finds.PROMISE: _("What the council promised"),
        Finds.PARAGRAPH: _("In the documents"),
    }
    found = found_inside(session(), sought, now=now())
    return tuple(
        InsideFound(heading=heading, found=tuple(_part(each) for each in found[kind]))
        for kind, heading in headings.items()
        if kind in found
    )


def _part(each: Inside) -> AlsoFound:
    hrefs = {
        Finds.PARAGRAPH: f"{address_of(each.slug)}/document#{each.key}",
        Finds.POINT: f"{address_of(each.slug)}/you-said-we-did#point-{each.key}",
        Finds.PROMISE: f"/commitments/{each.key}",
    }
    return AlsoFound(name=each.title or each.about, about=each.excerpt, href=hrefs[each.kind], within=each.about)


def _contest(each: Contest) -> AlsoFound:
    href = url_for("elections.contest", slug=each.election.slug, contest_slug=each.slug)
    return AlsoFound(name=each.title, about=str(standing_of(each, now=now()).sentence), href=href)


def _body(each: Body) -> AlsoFound:
    return AlsoFound(name=each.name, about=each.purpose, href=url_for("bodies.body", slug=each.slug))


def _shown_found(each: Consultation) -> ShownFound:
    words = words_in(each.words, str(get_locale() or "en"), otherwise=each.language)
    return ShownFound(
        title=words.title if words else each.slug,
        summary=words.summary if words else "",
        href=address_of(each.slug),
        is_open=each.closes_at is not None and now() < end_of_minute(each.closes_at),
        closes_at=each.closes_at,
    )
