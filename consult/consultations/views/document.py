"""The document of a draft: pasted or uploaded, shown as it will be read, and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.actions import attach_document
from consult.consultations.actions.changing import require_seen
from consult.consultations.forms import ConfirmForm, DocumentForm
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.rules import Part
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.document_shared import attach_imported
from consult.consultations.views.frame import hub_href
from consult.consultations.wording import PARTS
from consult.documents.actions.uploads import take_upload
from consult.documents.importing.registry import import_typed
from consult.documents.queries import ReadingDocument, document_for_reading
from consult.documents.queries.uploads import upload_in_hand
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Page):
    """The document, as it stands, and a way to replace it."""

    template: ClassVar[str] = "consultations/document.html"

    form: DocumentForm
    about: str
    back: str
    base: str
    document: ReadingDocument | None
    review_href: str


@bp.route("/desk/consultations/<int:consultation_id>/document", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def document(consultation_id: int) -> AnyResponse:
    """Paste or upload the document; paragraphs that live on keep their identity."""
    consultation = consultation_by_id(session(), consultation_id)
    form = DocumentForm(version=str(consultation.version))
    if form.is_valid_post():
        try:
            if form.upload.upload is not None:
                return _taken(consultation, form)
            imported = _typed(form)
        except Invalid as problem:
            form.refuse("upload" if form.upload.upload else "pasted", problem.sentence)
        else:
            attach_imported(consultation, imported, version_seen=form.version_seen)
            flash(_("The document is saved. Look at its paragraphs below."))
            return redirect(url_for("consultations.document", consultation_id=consultation_id), 303)
    version_id = consultation.document_version_id
    in_hand = upload_in_hand(session(), about=consultation_scope(consultation_id))
    return DocumentPage(
        title=str(PARTS[Part.DOCUMENT]),
        form=form,
        about=title_of(consultation),
        back=hub_href(consultation_id),
        base=url_for("consultations.document", consultation_id=consultation_id),
        document=document_for_reading(session(), version_id=version_id) if version_id else None,
        review_href=_review_href(consultation_id) if in_hand is not None else "",
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/document/remove")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def remove_document(consultation_id: int) -> AnyResponse:
    """Take the document away from the consultation; the document itself is kept."""
    consultation, form = consultation_by_id(session(), consultation_id), ConfirmForm()
    seen = form.version_seen
    attach_document(session(), consultation=consultation, version=None, actor=actor(), now=now(), version_seen=seen)
    flash(_("The document is no longer part of this consultation."))
    return redirect(url_for("consultations.document", consultation_id=consultation_id), 303)


def _taken(consultation: Consultation, form: DocumentForm) -> AnyResponse:
    """Keep the file and have it read.

    Raises:
        Invalid: it is of a kind that nothing here reads, or too large.
    """
    require_seen(consultation, form.version_seen)
    upload = form.upload.upload
    take_upload(
        session(),
        folder=current_settings().files_folder,
        data=upload.read() if upload is not None else b"",
        name=(upload.filename if upload is not None else "") or "",
        about=consultation_scope(consultation.id),
        by=actor(),
        now=now(),
    )
    return redirect(_review_href(consultation.id), 303)


def _review_href(consultation_id: int) -> str:
    return url_for("consultations.review_document", consultation_id=consultation_id)


def _typed(form: DocumentForm) -> ImportedDocument:
    """Read what was pasted.

    Raises:
        Invalid: there is nothing, or it cannot be read.
    """
    if not form.pasted.data:
        raise Invalid(_("Upload a file, or paste the document."))
    return import_typed(form.pasted.data, title=form.title.data or _("The document"))
