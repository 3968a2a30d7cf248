"""What has changed since the last version, for everyone: in words, and word by word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.documents.models import Document
from consult.documents.queries import ReadingDocument, document_for_reading
from consult.kernel.errors import NotFound
from consult.margin.queries.changes import (
    VersionTold,
    comparison_of,
    document_with_version,
    reasons_of,
    version_before,
    versions_of,
)
from consult.margin.views.blueprint import bp
from consult.margin.views.shown import ShownChange, changes_shown, summary_of
from consult.responses.queries.answering import ConsultationToAnswer, consultation_to_answer
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import Link
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """What one version changed."""

    template: ClassVar[str] = "margin/changes.html"

    about: str
    back: str
    language: str
    number: int
    before: int
    published_at: datetime
    summary: tuple[str, ...]
    changes: tuple[ShownChange, ...]
    read_href: str
    others: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class VersionPage(Page):
    """One later version of the document, whole."""

    template: ClassVar[str] = "margin/version.html"

    about: str
    back: str
    document: ReadingDocument
    changes_href: str


@bp.get("/consultations/<slug>/document/changes")
@public
@kept
def changes(slug: str) -> AnyResponse:
    """Show what a published version changed; the newest unless the address names another."""
    asked = consultation_to_answer(session(), slug=slug, now=now())
    document, versions = _document_of(asked)
    published = [version for version in versions if version.is_published]
    wanted = request.args.get("version", published[-1].number, type=int)
    version = next((one for one in published if one.number == wanted), None)
    before = version_before(versions, number=wanted)
    if version is None or before is None or version.published_at is None:
        raise NotFound(_("There is only one version of this document so far, so there is nothing to compare."))
    entries = comparison_of(session(), old_id=before.id, new_id=version.id)
    return ChangesPage(
        title=_("What has changed in version %(number)s", number=str(version.number)),
        about=document.title,
        back=url_for("respond.document", slug=slug),
        language=document.language,
        number=version.number,
        before=before.number,
        published_at=version.published_at,
        summary=summary_of(entries),
        changes=changes_shown(entries, reasons_of(session(), version_id=version.id)),
        read_href=url_for("margin.version", slug=slug, number=version.number),
        others=_others(slug, published[1:], current=version.number),
    ).answer()


@bp.get("/consultations/<slug>/document/versions/<int:number>")
@public
@kept
def version(slug: str, number: int) -> AnyResponse:
    """Show a later version of the document, whole."""
    asked = consultation_to_answer(session(), slug=slug, now=now())
    _document, versions = _document_of(asked)
    found = next((one for one in versions if one.number == number and one.is_published), None)
    if found is None:
        raise NotFound(_("We could not find this version of the document."))
    reading = document_for_reading(session(), version_id=found.id)
    has_before = version_before(versions, number=number) is not None
    return VersionPage(
        title=_("%(title)s, version %(number)s", title=reading.title, number=str(number)),
        about=asked.title,
        back=url_for("respond.document", slug=slug),
        document=reading,
        changes_href=f"{url_for('margin.changes', slug=slug)}?version={number}" if has_before else "",
    ).answer()


def changes_beside(session: Session, asked: ConsultationToAnswer, reading: ReadingDocument) -> tuple[Link, ...]:
    """Lead from the document to what a newer version changed, or from a second version to what it changed itself."""
    published = [one for one in versions_of(session, document_id=reading.document_id) if one.is_published]
    if len(published) < 2:
        return ()
    address = url_for("margin.changes", slug=asked.slug)
    newest = published[-1].number
    if newest > reading.number:
        text = _("There is a newer version: see what has changed in version %(number)s", number=str(newest))
        return (Link(text=text, href=address),)
    return (Link(text=_("See what has changed since the last version"), href=f"{address}?version={reading.number}"),)


def _document_of(asked: ConsultationToAnswer) -> tuple[Document, tuple[VersionTold, ...]]:
    if asked.document_version_id is None:
        raise NotFound(_("This consultation has no document."))
    document = document_with_version(session(), version_id=asked.document_version_id)
    return document, versions_of(session(), document_id=document.id)


def _others(slug: str, versions: list[VersionTold], *, current: int) -> tuple[Link, ...]:
    address = url_for("margin.changes", slug=slug)
    return tuple(
        Link(
            text=_("Version %(number)s", number=str(one.number)),
            href=f"{address}?version={one.number}",
            is_current=one.number == current,
        )
        for one in versions
    )
