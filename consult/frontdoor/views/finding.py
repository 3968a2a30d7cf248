"""Looking for a consultation by its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Response, request
from flask_babel import get_locale
from flask_babel import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.rules import end_of_minute
from consult.frontdoor.queries.finding import LONGEST_SEARCH, consultations_with
from consult.frontdoor.rules import words_in
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


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """What was looked for and what was found."""

    template: ClassVar[str] = "frontdoor/search.html"

    sought: str
    found: tuple[ShownFound, ...]
    shown: PageOfList[Consultation]


@bp.get("/search")
@public
def search() -> Response:
    """Show the consultations in which the words occur."""
    sought = request.args.get("q", "").replace("\x00", " ").strip()[:LONGEST_SEARCH]
    number = request.args.get("page", default=1, type=int)
    shown = consultations_with(session(), sought, now=now(), number=min(max(number, 1), 10_000))
    return SearchPage(
        title=_("Results for “%(words)s”", words=sought) if sought else _("Find a consultation"),
        sought=sought,
        found=tuple(_shown_found(each) for each in shown.items),
        shown=shown,
    ).answer()


def _shown_found(each: Consultation) -> ShownFound:
    words = words_in(each.words, str(get_locale() or "en"), otherwise=each.language)
    return ShownFound(
        title=words.title if words else each.slug,
        summary=words.summary if words else "",
        href=address_of(each.slug),
        is_open=each.closes_at is not None and now() < end_of_minute(each.closes_at),
        closes_at=each.closes_at,
    )
