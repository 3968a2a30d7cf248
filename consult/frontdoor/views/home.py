"""The first page: what is open, what closes soonest, and what the council did with the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Response, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from consult.elections.models import Contest
from consult.elections.queries.inviting import contests_inviting
from consult.elections.wording import standing_of
from consult.frontdoor.queries.home import Answered, Listed, last_answered, open_and_being_read
from consult.frontdoor.views.blueprint import bp
from consult.frontdoor.views.wording import POSITIONS_IN_SHORT
from consult.kernel.clock import day_in_london
from consult.outcomes.frozen import EditionBody, FoundTheme
from consult.outcomes.models import Commitment
from consult.outcomes.rules import Standing
from consult.outcomes.wording import POSITIONS, STANDINGS
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.filters import days_away, deadline
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

POINTS_SHOWN = 3
SOON_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOpen:
    """A consultation that people can answer now."""

    title: str
    summary: str
    href: str
    closes: str
    closes_at: datetime
    is_soon: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRead:
    """A consultation that is closed and waits for its answer."""

    title: str
    href: str
    answer_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoint:
    """A main point with the word for what the council answered."""

    name: str
    word: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTally:
    """How many promises stand in one way."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswered:
    """What the council did with the last consultation."""

    title: str
    href: str
    published_at: datetime
    people: str
    points: tuple[ShownPoint, ...]
    n_more: int
    promises: tuple[ShownTally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownElection:
    """A contest in which people can vote or put somebody forward now."""

    title: str
    href: str
    word: str
    kind: str
    standing: str
    who: str


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The first page."""

    template: ClassVar[str] = "frontdoor/home.html"

    council: str
    soonest: ShownOpen | None
    others: tuple[ShownOpen, ...]
    being_read: tuple[ShownRead, ...]
    answered: ShownAnswered | None
    elections: tuple[ShownElection, ...]


@bp.get("/")
@public
@kept
def home() -> Response:
    """Show the first page."""
    is_open, being_read = open_and_being_read(session(), language=str(get_locale() or "en"), now=now())
    answered = last_answered(session())
    shown = tuple(_shown_open(each) for each in is_open)
    return HomePage(
        title=_("Have your say"),
        council=current_settings().council_name,
        soonest=shown[0] if shown else None,
        others=shown[1:],
        being_read=tuple(_shown_read(each) for each in being_read),
        answered=_shown_answered(answered) if answered else None,
        elections=tuple(_shown_election(each) for each in contests_inviting(session(), now=now())),
    ).answer()


def address_of(slug: str) -> str:
    """Return where the page of a consultation is."""
    return f"/consultations/{slug}"


def _shown_open(each: Listed) -> ShownOpen:
    return ShownOpen(
        title=each.title,
        summary=each.summary,
        href=address_of(each.slug),
        closes=_("Closes %(when)s", when=deadline(each.closes_at)),
        closes_at=each.closes_at,
        is_soon=days_away(each.closes_at) <= SOON_DAYS,
    )


def _shown_read(each: Listed) -> ShownRead:
    return ShownRead(title=each.title, href=address_of(each.slug), answer_due_at=each.answer_due_at)


def _shown_election(each: Contest) -> ShownElection:
    standing = standing_of(each, now=now())
    return ShownElection(
        title=each.title,
        href=url_for("elections.contest", slug=each.election.slug, contest_slug=each.slug),
        word=standing.word,
        kind=standing.kind,
        standing=standing.sentence,
        who=each.electorate,
    )


def _shown_answered(answered: Answered) -> ShownAnswered:
    edition = answered.edition
    found = (theme for section in edition.sections for theme in section.themes)
    themes = sorted(found, key=lambda theme: (-theme.counted(edition.totals.counting), -theme.n))
    n = edition.totals.n_responses
    return ShownAnswered(
        title=edition.asked.title,
        href=f"{address_of(edition.asked.slug)}/you-said-we-did",
        published_at=answered.published_at,
        people=ngettext("%(num)s person or organisation answered.", "%(num)s people and organisations answered.", n),
        points=tuple(_shown_point(edition, theme) for theme in themes[:POINTS_SHOWN]),
        n_more=max(len(themes) - POINTS_SHOWN, 0),
        promises=_tally(answered.commitments),
    )


def _shown_point(edition: EditionBody, theme: FoundTheme) -> ShownPoint:
    reply = next((each.reply for each in edition.answers if each.theme_id == theme.id), None)
    if reply is None:
        return ShownPoint(name=theme.name, word=_("No answer, with the reason"), kind="plain")
    word = str(POSITIONS_IN_SHORT[reply.position])
    return ShownPoint(name=theme.name, word=word, kind=POSITIONS[reply.position].kind)


def _tally(commitments: Sequence[Commitment]) -> tuple[ShownTally, ...]:
    today = day_in_london(now())
    counted = Counter(commitment.standing(today=today) for commitment in commitments)
    order = (
        Standing.KEPT,
        Standing.ON_TRACK,
        Standing.NOT_STARTED,
        Standing.DELAYED,
        Standing.OVERDUE,
        Standing.DROPPED,
    )
    return tuple(
        ShownTally(words=f"{STANDINGS[each].word}: {counted[each]}", kind=STANDINGS[each].kind)
        for each in order
        if counted[each]
    )
