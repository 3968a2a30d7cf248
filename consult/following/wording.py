"""What is told of each kind of news, in mails, on pages and in feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.audit.rules import Happening
from consult.following.queries import NewsItem
from consult.web.filters import short_day

NEWS_WORDS = {
    Happening.CONSULTATION_OPENED: _l("You can answer now"),
    Happening.CONSULTATION_EXTENDED: _l("People have more time to answer"),
    Happening.CONSULTATION_CLOSED: _l("It has closed"),
    Happening.CONSULTATION_WITHDRAWN: _l("It was withdrawn"),
    Happening.CLARIFICATION_ANSWERED: _l("The council answered a question about it"),
    Happening.FINDINGS_PUBLISHED: _l("The main points people made are published"),
    Happening.DECISION_RECORDED: _l("A decision was made"),
    Happening.EDITION_PUBLISHED: _l("You said, we did: the council has answered"),
    Happening.PROGRESS_RECORDED: _l("There is news of a promise"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """One item of news in words."""

    what: str
    about: str
    day: str
    href: str


def news_line(item: NewsItem, base_url: str = "") -> NewsLine:
    """Return an item in words with the address of its page."""
    what = str(NEWS_WORDS[item.happening])
    if item.promise:
        what = _("%(what)s: %(promise)s", what=what, promise=item.promise)
    return NewsLine(what=what, about=item.about, day=short_day(item.at), href=base_url + _path(item))


def digest_lines(news: Sequence[NewsItem], base_url: str) -> tuple[NewsLine, ...]:
    """Return the items of a digest, the oldest first, as they happened."""
    return tuple(news_line(item, base_url) for item in reversed(news))


def _path(item: NewsItem) -> str:
    if item.commitment:
        return f"/commitments/{item.commitment}"
    more = {
        Happening.FINDINGS_PUBLISHED: "/findings",
        Happening.EDITION_PUBLISHED: "/you-said-we-did",
        Happening.CLARIFICATION_ANSWERED: "#clarifications",
    }
    return f"/consultations/{item.slug}{more.get(item.happening, '')}"
