"""The document of a draft: pasted or uploaded, shown as it will be read, and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
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
from consult.documents.importing.registry import import_bytes, import_pasted
from consult.documents.queries import ReadingDocument, document_for_reading
from consult.documents.queries.uploads import upload_in_hand
from consult.documents.rules import TEXT_NAMES, ImportedDocument
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
            if _needs_review(form):
                return _taken(consultation, form)
            imported = _imported(form)
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


def _needs_review(form: DocumentForm) -> bool:
    """Text that an officer wrote needs no looking over; what was read from another format does."""
    upload = form.upload.upload
    return upload is not None and PurePath(upload.filename or "").suffix.lower() not in TEXT_NAMES


def _taken(consultation: Consultation, form: DocumentForm) -> AnyResponse:
    """Keep the file and have it read.

    Raises:
        Invalid: it is of a kind that nothing here reads, or too large.
    """
    upload = form.upload.upload
    require_seen(consultation, form.version_seen)
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


def _imported(form: DocumentForm) -> ImportedDocument:
    """Read what was uploaded, else what was pasted.

    Raises:
        Invalid: there is nothing, or it cannot be read.
    """
    upload = form.upload.upload
    if upload is not None:
        imported = import_bytes(upload.read(), name=upload.filename or "")
    elif form.pasted.data:
        imported = import_pasted(form.pasted.data, title=form.title.data or _("The document"))
    else:
        raise Invalid(_("Upload a file, or paste the document."))
    if not imported.n_paragraphs:
        raise Invalid(_("We found no paragraphs in it. Check that it is the right document."))
    return imported
