"""The same news as Atom feeds (RFC 4287), for whoever would rather not give an address."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response

from consult.following.queries import NewsItem, news_about
from consult.following.views.blueprint import (
    Named,
    bp,
    everything,
    of_commitment,
    of_consultation,
    of_subject,
    of_ward,
    page_of,
)
from consult.following.wording import news_line
from consult.web.guards import public
from consult.web.site import current_settings
from consult.web.transaction import session

ATOM = "http://www.w3.org/2005/Atom"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@bp.get("/news.atom")
@public
def feed() -> Response:
    """Give the news of everything."""
    return _feed(everything(), "/news.atom")


@bp.get("/consultations/<slug>/news.atom")
@public
def feed_of_consultation(slug: str) -> Response:
    """Give the news of one consultation."""
    return _feed(of_consultation(slug), f"/consultations/{slug}/news.atom")


@bp.get("/commitments/<reference>/news.atom")
@public
def feed_of_commitment(reference: str) -> Response:
    """Give the news of one promise."""
    return _feed(of_commitment(reference), f"/commitments/{reference}/news.atom")


@bp.get("/wards/<code>/news.atom")
@public
def feed_of_ward(code: str) -> Response:
    """Give the news of one ward."""
    return _feed(of_ward(code), f"/wards/{code}/news.atom")


@bp.get("/subjects/<slug>/news.atom")
@public
def feed_of_subject(slug: str) -> Response:
    """Give the news of one subject."""
    return _feed(of_subject(slug), f"/subjects/{slug}/news.atom")


def _feed(named: Named, path: str) -> Response:
    base = current_settings().base_url
    news = news_about(session(), named.topic)
    root = Element("feed", {"xmlns": ATOM})
    _text(root, "id", base + path)
    _text(root, "title", f"{current_settings().council_name}: {named.name}")
    _text(root, "updated", (news[0].at if news else EPOCH).astimezone(UTC).isoformat())
    SubElement(root, "link", {"rel": "self", "href": base + path})
    SubElement(root, "link", {"rel": "alternate", "href": base + page_of(named)})
    author = SubElement(root, "author")
    _text(author, "name", current_settings().council_name)
    for item in news:
        _entry(root, item, base)
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype="application/atom+xml")


def _entry(root: Element, item: NewsItem, base: str) -> None:
    line, entry = news_line(item, base), SubElement(root, "entry")
    _text(entry, "id", f"{line.href}#news-{item.event_id}")
    _text(entry, "title", f"{line.about}: {line.what}")
    _text(entry, "updated", item.at.astimezone(UTC).isoformat())
    SubElement(entry, "link", {"rel": "alternate", "href": line.href})


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = words
