"""Reading the document: its words explained, the way to each paragraph, and what others said beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.documents.queries import ReadingDocument, document_for_reading
from consult.kernel.errors import NotFound
from consult.responses.forms.public_given import COMMENT, comments_in
from consult.responses.queries.answering import ConsultationToAnswer, Opening
from consult.responses.queries.beside import CommentBeside, comments_beside
from consult.responses.views.public_frame import Answering, answering, bp, private
from consult.responses.views.shown_comments import ShownComment, comment_shown
from consult.web.caching import kept
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import Link
from consult.web.transaction import session

BESIDE = "consult_beside_the_document"
BesideTheDocument = Callable[[Session, ConsultationToAnswer, ReadingDocument], tuple[Link, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBeside:
    """What stands beside one paragraph: others' comments, and the way to all of them."""

    comments: tuple[ShownComment, ...]
    all_text: str
    all_href: str


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Page):
    """The document that people are asked about."""

    template: ClassVar[str] = "responses/public/document.html"

    asked: ConsultationToAnswer
    document: ReadingDocument
    comment_href: Callable[[str], str] | None
    remarks: Mapping[str, str]
    marks: Mapping[str, str]
    beside: Mapping[str, ShownBeside]
    ways: tuple[Link, ...]
    n_comments: int
    respond_href: str
    is_open: bool


def install_beside(app: Flask, sources: tuple[BesideTheDocument, ...]) -> None:
    """Say which higher rooms have pages of their own about a document that people are asked about."""
    app.extensions[BESIDE] = sources


@bp.get("/consultations/<slug>/document")
@public
@kept
def document(slug: str) -> AnyResponse:
    """Show the document, with a way to comment on each paragraph while people can answer."""
    here = answering(slug)
    reading = reading_of(here)
    others = comments_beside(session(), consultation_id=here.asked.id, version_id=reading.version_id)
    page = _document_page(here, reading, others)
    return private(page.answer()) if here.draft else page.answer()


def _document_page(
    here: Answering, reading: ReadingDocument, others: Mapping[int, tuple[CommentBeside, ...]]
) -> DocumentPage:
    slug, is_open = here.asked.slug, here.opening in {Opening.OPEN, Opening.GRACE}
    sources: tuple[BesideTheDocument, ...] = current_app.extensions[BESIDE]
    remarks = _remarks(here, reading)
    return DocumentPage(
        title=reading.title,
        asked=here.asked,
        document=reading,
        comment_href=(lambda identity: url_for("respond.comment", slug=slug, identity=identity)) if is_open else None,
        remarks=remarks,
        marks=_marks(here, reading, others),
        beside=_beside(slug, reading, others),
        ways=tuple(link for source in sources for link in source(session(), here.asked, reading)),
        n_comments=len(remarks),
        respond_href=url_for("respond.check" if here.typed else "respond.start", slug=slug),
        is_open=is_open,
    )


def reading_of(here: Answering) -> ReadingDocument:
    """Return the document that this consultation is about.

    Raises:
        NotFound: it has none.
    """
    if here.asked.document_version_id is None:
        raise NotFound(_("This consultation has no document."))
    return document_for_reading(session(), version_id=here.asked.document_version_id)


def _remarks(here: Answering, reading: ReadingDocument) -> dict[str, str]:
    """Which paragraphs carry a comment in this browser's draft."""
    ids = {int(match.group(1)) for name in here.typed if (match := COMMENT.fullmatch(name))}
    return {
        paragraph.identity: _("You have commented on this. It is sent with your answers.")
        for paragraph in reading.paragraphs
        if paragraph.id in ids
    }


def _marks(
    here: Answering, reading: ReadingDocument, others: Mapping[int, tuple[CommentBeside, ...]]
) -> dict[str, str]:
    """The quoted words of each paragraph, for the script that highlights them: JSON of ``[start, end, is_mine]``."""
    spans: dict[int, list[tuple[int, int, bool]]] = {}
    mine = ((one.paragraph_id, one.starts_at, one.ends_at, True) for one in comments_in(here.typed))
    theirs = ((one.paragraph_id, one.starts_at, one.ends_at, False) for part in others.values() for one in part)
    for paragraph_id, starts_at, ends_at, is_mine in (*theirs, *mine):
        if starts_at is not None and ends_at is not None:
            spans.setdefault(paragraph_id, []).append((starts_at, ends_at, is_mine))
    return {
        paragraph.identity: json.dumps(spans[paragraph.id]) for paragraph in reading.paragraphs if paragraph.id in spans
    }


def _beside(
    slug: str, reading: ReadingDocument, others: Mapping[int, tuple[CommentBeside, ...]]
) -> dict[str, ShownBeside]:
    return {
        paragraph.identity: ShownBeside(
            comments=tuple(comment_shown(comment) for comment in others[paragraph.id]),
            all_text=ngettext(
                "Read %(num)s comment on this paragraph, and say if you agree",
                "Read all %(num)s comments on this paragraph, and say if you agree",
                others[paragraph.id][0].n_on_paragraph,
            ),
            all_href=url_for("respond.comments", slug=slug, identity=paragraph.identity),
        )
        for paragraph in reading.paragraphs
        if paragraph.id in others
    }
