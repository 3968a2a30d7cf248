"""What residents will see, exactly, before they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, abort, url_for

from consult.accounts.rules import Permission
from consult.consultations.queries import reading_of
from consult.consultations.queries.reading import whole_consultation
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import hub_href
from consult.consultations.views.public import privacy_page
from consult.consultations.views.shown import consultation_page
from consult.documents.queries import ReadingDocument, document_for_reading
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class DocumentPreviewPage(Page):
    """The document as it will be read."""

    template: ClassVar[str] = "consultations/preview_document.html"

    back: str
    document: ReadingDocument


@bp.get("/desk/consultations/<int:consultation_id>/preview")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def preview(consultation_id: int) -> Response:
    """Show the consultation as it will be on the day it opens."""
    reading = reading_of(session(), whole_consultation(session(), consultation_id), now=now())
    home, back = url_for("consultations.preview", consultation_id=consultation_id), hub_href(consultation_id)
    return consultation_page(reading, is_preview=True, home=home, back=back).answer()


@bp.get("/desk/consultations/<int:consultation_id>/preview/privacy")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def preview_privacy(consultation_id: int) -> Response:
    """Show the privacy notice that its questions give."""
    reading = reading_of(session(), whole_consultation(session(), consultation_id), now=now())
    home = url_for("consultations.preview", consultation_id=consultation_id)
    return privacy_page(reading, is_preview=True, home=home).answer()


@bp.get("/desk/consultations/<int:consultation_id>/preview/document")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def preview_document(consultation_id: int) -> Response:
    """Show the document as it will be read."""
    version_id = whole_consultation(session(), consultation_id).document_version_id
    if version_id is None:
        abort(404)
    document = document_for_reading(session(), version_id=version_id)
    back = url_for("consultations.preview", consultation_id=consultation_id)
    return DocumentPreviewPage(title=document.title, back=back, document=document).answer()
