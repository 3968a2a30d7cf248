"""The terms of reference of a body for everyone: those in force on any day, and all before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.bodies.lending import Asked
from consult.bodies.models import Body, TermsInForce
from consult.bodies.queries import body_by_slug
from consult.bodies.queries.terms import TermsOnDay, terms_on
from consult.bodies.views.blueprint import AskedDay, asked_day, bp
from consult.bodies.views.lent import asked_about
from consult.documents.queries import ReadingDocument, document_for_reading
from consult.web.caching import kept
from consult.web.filters import short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsShown:
    """One version of the terms: from when until when it is in force, and who decided it."""

    number: int
    time: str
    decided: str
    decided_href: str
    minute: str
    href: str
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class TermsPage(Page):
    """The terms of reference of a body on one day."""

    template: ClassVar[str] = "bodies/terms.html"

    body: str
    slug: str
    when: AskedDay
    shown_day: str
    in_force: TermsShown | None
    to_come: tuple[TermsShown, ...]
    all_terms: tuple[TermsShown, ...]
    document: ReadingDocument | None
    asked: tuple[Asked, ...]


@bp.get("/bodies/<slug>/terms")
@public
@kept
def terms(slug: str) -> Response:
    """Show the terms of reference that are or were in force on a day."""
    body, when = body_by_slug(session(), slug), asked_day()
    found = terms_on(session(), body_id=body.id, day=when.day)
    in_force = found.in_force
    rows = {each.id: _shown(body, each, found, when.day) for each in found.all}
    return TermsPage(
        title=_("Terms of reference: %(body)s", body=body.name),
        body=body.name,
        slug=slug,
        when=when,
        shown_day=short_day(when.day),
        in_force=rows[in_force.id] if in_force else None,
        to_come=tuple(rows[each.id] for each in found.to_come),
        all_terms=tuple(rows.values()),
        document=document_for_reading(session(), version_id=in_force.version_id) if in_force else None,
        asked=asked_about(session(), body.terms_document_id) if when.is_today else (),
    ).answer()


def _shown(body: Body, each: TermsInForce, found: TermsOnDay, day: date) -> TermsShown:
    since, until = short_day(each.from_on), found.until(each)
    other = each.decided_by_body
    return TermsShown(
        number=each.version.number,
        time=_("From %(since)s until %(until)s", since=since, until=short_day(until))
        if until
        else (_("Since %(since)s", since=since) if each.from_on <= day else _("From %(since)s", since=since)),
        decided=_("Decided by %(who)s on %(day)s", who=each.decided_by, day=short_day(each.decided_on)),
        decided_href=url_for("bodies.body", slug=other.slug) if other and other.id != body.id else "",
        minute=each.minute,
        href=url_for("bodies.terms", slug=body.slug, on=each.from_on.isoformat()),
        is_shown=found.in_force is not None and each.id == found.in_force.id,
    )
