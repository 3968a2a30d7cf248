"""Reading the document and commenting on a paragraph, with or without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.documents.queries import ReadingDocument, ReadingParagraph, document_for_reading, paragraph_in_version
from consult.kernel.errors import NotFound
from consult.responses.actions.drafts import begin_draft, save_draft
from consult.responses.forms.public_entry import CommentForm
from consult.responses.forms.public_given import COMMENT, typed_comment
from consult.responses.queries.answering import ConsultationToAnswer, Opening, consultation_by_slug
from consult.responses.rules import GivenComment, Purpose
from consult.responses.views.public_frame import Answering, answering, bp, private, with_draft
from consult.responses.views.public_late import refusal_with_draft
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Page):
    """The document that people are asked about."""

    template: ClassVar[str] = "responses/public/document.html"

    asked: ConsultationToAnswer
    document: ReadingDocument
    comment_href: Callable[[str], str] | None
    remarks: Mapping[str, str]
    n_comments: int
    respond_href: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class CommentPage(Page):
    """A comment on one paragraph."""

    template: ClassVar[str] = "responses/public/comment.html"

    asked: ConsultationToAnswer
    paragraph: ReadingParagraph
    form: CommentForm
    back_href: str
    has_comment: bool


@bp.get("/consultations/<slug>/document")
@public
@kept
def document(slug: str) -> AnyResponse:
    """Show the document, with a way to comment on each paragraph while people can answer."""
    here = answering(slug)
    reading = _reading(here)
    is_open = here.opening in {Opening.OPEN, Opening.GRACE}
    remarks = _remarks(here, reading)
    page = DocumentPage(
        title=reading.title,
        asked=here.asked,
        document=reading,
        comment_href=(lambda identity: url_for("respond.comment", slug=slug, identity=identity)) if is_open else None,
        remarks=remarks,
        n_comments=len(remarks),
        respond_href=url_for("respond.check" if here.typed else "respond.start", slug=slug),
        is_open=is_open,
    )
    return private(page.answer()) if here.draft else page.answer()


@bp.get("/consultations/<slug>/document/<identity>")
@public
def comment(slug: str, identity: str) -> AnyResponse:
    """Ask for a comment on one paragraph."""
    here = answering(slug)
    refused = refusal_with_draft(here)
    return refused or private(_comment_page(here, identity, _form_of(here, identity)))


@bp.post("/consultations/<slug>/document/<identity>")
@public
@limited("60 per minute")
def keep_comment(slug: str, identity: str) -> AnyResponse:
    """Keep a comment with the other answers; it is sent with them."""
    here, form = answering(slug), CommentForm()
    paragraph = _paragraph(here, identity)
    refused = refusal_with_draft(here, _typed(paragraph.id, form))
    if refused:
        return refused
    back = redirect(f"{url_for('respond.document', slug=slug)}#{identity}", 303)
    if "remove" in request.form:
        return _keep(here, {name: [] for name in _typed(paragraph.id, form)}, back)
    if not form.is_valid_post():
        return _comment_page(here, identity, form)
    return _keep(here, _typed(paragraph.id, form), back)


def _keep(here: Answering, typed: dict[str, list[str]], back: AnyResponse) -> AnyResponse:
    if here.draft is not None:
        save_draft(session(), draft=here.draft, fields=typed, now=now())
        return back
    consultation = consultation_by_slug(session(), slug=here.asked.slug)
    begun = begin_draft(session(), consultation=consultation, now=now(), fields=typed)
    return with_draft(begun, here.asked, back)


def _typed(paragraph_id: int, form: CommentForm) -> dict[str, list[str]]:
    purpose = Purpose(form.purpose.data) if form.purpose.data in set(Purpose) else Purpose.CONCERN
    return typed_comment(GivenComment(paragraph_id=paragraph_id, purpose=purpose, text=form.comment.data or ""))


def _form_of(here: Answering, identity: str) -> CommentForm:
    name = f"comment_{_paragraph(here, identity).id}"
    text = next(iter(here.typed.get(name, ())), "")
    purpose = next(iter(here.typed.get(f"{name}_purpose", ())), "")
    return CommentForm(formdata=None, data={"comment": text, "purpose": purpose if text else ""})


def _comment_page(here: Answering, identity: str, form: CommentForm) -> AnyResponse:
    paragraph = _paragraph(here, identity)
    page = CommentPage(
        title=_("Comment on paragraph %(number)s", number=paragraph.number),
        asked=here.asked,
        paragraph=paragraph,
        form=form,
        back_href=f"{url_for('respond.document', slug=here.asked.slug)}#{identity}",
        has_comment=bool(here.typed.get(f"comment_{paragraph.id}")),
    )
    return page.answer()


def _paragraph(here: Answering, identity: str) -> ReadingParagraph:
    if here.asked.document_version_id is None:
        raise NotFound(_("This consultation has no document."))
    found = paragraph_in_version(session(), version_id=here.asked.document_version_id, identity=identity)
    return ReadingParagraph.of(found)


def _reading(here: Answering) -> ReadingDocument:
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
