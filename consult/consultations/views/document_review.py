"""Looking over an uploaded document before people read it: headings, joins, splits, pictures; every edit undoable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.forms.review import (
    ApproveReviewForm,
    DescriptionForm,
    HeadingWordsForm,
    ReviewForm,
    SplitForm,
)
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.document_shared import attach_imported, document_href
from consult.consultations.views.frame import Theirs
from consult.consultations.views.review_shown import (
    Row,
    ShownCaution,
    cautions_shown,
    cut_of,
    page_with,
    rows_shown,
)
from consult.documents.actions.uploads import (
    READ,
    approve_upload,
    edit_upload,
    offer_original,
    set_upload_aside,
    undo_edit,
)
from consult.documents.models import DocumentUpload, DocumentVersion
from consult.documents.queries.uploads import fault_of, pieces_standing, read_of, upload_in_hand
from consult.documents.reviewing import Edit, Piece
from consult.documents.rules import ParagraphKind, UploadState
from consult.documents.sanitising import shown_html
from consult.jobs.queries import job_by_key
from consult.kernel.errors import Invalid, NotFound, Stale
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.forms import VersionedForm
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.sentences import told
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """What was read from a file, piece by piece, with what to look at."""

    template: ClassVar[str] = "consultations/review.html"

    form: ReviewForm
    approving: ApproveReviewForm
    about: str
    back: str
    base: str
    file_name: str
    warnings: tuple[ShownCaution, ...]
    rows: tuple[Row, ...]
    cut: Cut[Piece]
    consultation_id: int
    n_edits: int
    can_offer: bool


@dataclass(frozen=True, kw_only=True)
class ReadingPage(Page):
    """A file that is being read, or that could not be."""

    template: ClassVar[str] = "consultations/review_reading.html"

    form: VersionedForm
    about: str
    back: str
    base: str
    file_name: str
    fault: str
    done: int
    total: int
    sentence: str


@dataclass(frozen=True, kw_only=True)
class PiecePage(Page):
    """One piece and what can be changed about it."""

    template: ClassVar[str] = "consultations/review_piece.html"

    form: VersionedForm
    about: str
    back: str
    intro: str
    shown: str
    theirs: tuple[Theirs, ...]


@bp.route("/desk/consultations/<int:consultation_id>/document/review", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def review_document(consultation_id: int) -> AnyResponse:
    """Show what was read, and do to what was ticked what the officer chose."""
    consultation, upload = _in_hand(consultation_id)
    if upload.state is not UploadState.READY:
        return _reading_page(consultation, upload).answer()
    pieces = pieces_standing(upload)
    form = ReviewForm(version=str(upload.version))
    form.offer(pieces)
    if form.is_valid_post() and _done(upload, form, form.to_edit()):
        return _to_review(consultation_id, page=request.args.get("page", 1, type=int))
    return _review_page(consultation, upload, pieces, form, ApproveReviewForm()).answer()


@bp.route("/desk/consultations/<int:consultation_id>/document/review/<piece_id>", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def review_piece(consultation_id: int, piece_id: str) -> AnyResponse:
    """Change the words of a heading, split a paragraph, or describe a picture."""
    consultation, upload = _in_hand(consultation_id)
    piece = _piece(upload, piece_id)
    form, title, intro = _form_for(piece, version=str(upload.version))
    theirs: tuple[Theirs, ...] = ()
    if form.is_valid_post():
        if _done(upload, form, form.to_edit(piece.id), field="words"):
            return _to_review(consultation_id, page=page_with(pieces_standing(upload), piece))
        if form.version_seen != upload.version:
            form.version.data = str(upload.version)
            theirs = (Theirs(label=_("It stands there now as"), text=piece.text),)
    back = url_for("consultations.review_document", consultation_id=consultation_id)
    return PiecePage(
        title=title,
        form=form,
        about=title_of(consultation),
        back=back,
        intro=intro,
        shown=shown_html(piece.html) if piece.kind == ParagraphKind.FIGURE else "",
        theirs=theirs,
    ).answer(409 if theirs else None)


@bp.post("/desk/consultations/<int:consultation_id>/document/review/undo")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def undo_review(consultation_id: int) -> AnyResponse:
    """Take the last edit back."""
    _consultation, upload = _in_hand(consultation_id)
    undo_edit(session(), upload=upload, version_seen=VersionedForm().version_seen)
    flash(_("The last change is undone."))
    return _to_review(consultation_id)


@bp.post("/desk/consultations/<int:consultation_id>/document/review/set-aside")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def set_review_aside(consultation_id: int) -> AnyResponse:
    """Stop looking this upload over; the document that stood before stays."""
    consultation, upload = _in_hand(consultation_id)
    set_upload_aside(session(), upload=upload, by=actor(), now=now())
    flash(_("The upload is set aside. The document is as it was."))
    return redirect(document_href(consultation), 303)


@bp.post("/desk/consultations/<int:consultation_id>/document/review/approve")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def approve_review(consultation_id: int) -> AnyResponse:
    """Make what stands the document of the consultation."""
    consultation, upload = _in_hand(consultation_id)
    form = ApproveReviewForm()
    version = _approved(consultation, upload, form) if form.is_valid_post() else None
    if version is not None:
        flash(_("The document is saved. Look at its paragraphs below."))
        return redirect(document_href(consultation, version), 303)
    pieces = pieces_standing(upload)
    reviewing = ReviewForm(formdata=None, version=str(upload.version))
    reviewing.offer(pieces)
    return _review_page(consultation, upload, pieces, reviewing, form).answer(422)


def _in_hand(consultation_id: int) -> tuple[Consultation, DocumentUpload]:
    upload = upload_in_hand(session(), about=consultation_scope(consultation_id))
    if upload is None:
        raise NotFound(_("No upload is being looked over. It may be approved already: go back to the document."))
    return consultation_by_id(session(), consultation_id), upload


def _piece(upload: DocumentUpload, piece_id: str) -> Piece:
    found = next((piece for piece in pieces_standing(upload) if piece.id == piece_id), None)
    if found is None:
        raise NotFound(_("This paragraph was joined or split meanwhile. Go back to the list."))
    return found


def _done(upload: DocumentUpload, form: VersionedForm, edit: Edit, *, field: str = "act") -> bool:
    """Do an edit; what is wrong with it is told beside the field, and what was chosen or typed stays."""
    try:
        edit_upload(session(), upload=upload, edit=edit, version_seen=form.version_seen)
    except (Invalid, Stale) as fault:
        form.refuse(field, fault.sentence)
        return False
    return True


def _approved(consultation: Consultation, upload: DocumentUpload, form: ApproveReviewForm) -> DocumentVersion | None:
    seen = form.version_seen
    try:
        imported = approve_upload(
            session(), upload=upload, title=form.title.data, version_seen=seen, by=actor(), now=now()
        )
    except (Invalid, Stale) as fault:
        form.refuse("title", fault.sentence)
        return None
    version = attach_imported(consultation, imported, version_seen=consultation.version)
    if form.offers_original.data:
        offer_original(session(), version=version, upload=upload, by=actor(), now=now())
    return version


def _form_for(piece: Piece, *, version: str) -> tuple[HeadingWordsForm | SplitForm | DescriptionForm, str, str]:
    if piece.is_heading:
        words = HeadingWordsForm(version=version, words=piece.text)
        return words, _("Change a heading"), ""
    if piece.kind == ParagraphKind.FIGURE:
        shown = "" if piece.waits_for_description else piece.text
        intro = _("People who cannot see the picture have its description read to them.")
        return DescriptionForm(version=version, words=shown), _("Describe a picture"), intro
    intro = _("Put an empty line where a new paragraph begins. The words themselves stay as they are.")
    return SplitForm(version=version, words=piece.text), _("Split a paragraph"), intro


def _to_review(consultation_id: int, *, page: int = 1) -> AnyResponse:
    more = page if page > 1 else None
    return redirect(url_for("consultations.review_document", consultation_id=consultation_id, page=more), 303)


def _reading_page(consultation: Consultation, upload: DocumentUpload) -> ReadingPage:
    job = job_by_key(session(), f"{READ}:{upload.id}")
    is_refused = upload.state is UploadState.REFUSED
    return ReadingPage(
        title=_("This file could not be read") if is_refused else _("Reading the document"),
        form=VersionedForm(version="0"),
        about=title_of(consultation),
        back=document_href(consultation),
        base=url_for("consultations.review_document", consultation_id=consultation.id),
        file_name=upload.file_name,
        fault=told(fault_of(upload) or (job.fault if job is not None else "")),
        done=job.progress_done if job is not None else 0,
        total=job.progress_total if job is not None else 0,
        sentence=told(job.progress_sentence if job is not None else "") or _("The file waits to be read."),
    )


def _review_page(
    consultation: Consultation,
    upload: DocumentUpload,
    pieces: tuple[Piece, ...],
    form: ReviewForm,
    approving: ApproveReviewForm,
) -> ReviewPage:
    read = read_of(upload)
    approving.version.data = str(upload.version)
    if not approving.is_submitted() or not approving.title.data:
        approving.title.data = approving.title.data or read.title or upload.file_name
    cut = cut_of(pieces, request.args.get("page", 1, type=int))
    ticked = set(form.pieces.data or [])
    return ReviewPage(
        title=_("Look the document over"),
        form=form,
        approving=approving,
        about=title_of(consultation),
        back=document_href(consultation),
        base=url_for("consultations.review_document", consultation_id=consultation.id),
        file_name=upload.file_name,
        warnings=cautions_shown(pieces, read=read, consultation_id=consultation.id),
        rows=rows_shown(cut.items, consultation_id=consultation.id, ticked=ticked),
        cut=cut,
        consultation_id=consultation.id,
        n_edits=upload.version,
        can_offer=upload.clean_file_id is not None,
    )
