"""Looking over an uploaded document before people read it: headings, joins, splits, pictures; every edit undoable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.forms.review import (
    ApproveReviewForm,
    DescriptionForm,
    HeadingWordsForm,
    ReviewForm,
    SplitForm,
)
from consult.consultations.views.frame import Theirs
from consult.consultations.views.review_home import Home
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
from consult.web.guards import actor
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
    endpoint: str
    values: Mapping[str, Any]
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


def show(home: Home) -> AnyResponse:
    """Show what was read, and do to what was ticked what the officer chose."""
    upload = _in_hand(home)
    if upload.state is not UploadState.READY:
        return _reading_page(home, upload).answer()
    pieces = pieces_standing(upload)
    form = ReviewForm(version=str(upload.version))
    form.offer(pieces)
    if form.is_valid_post() and _done(upload, form, form.to_edit()):
        return redirect(home.href(page=request.args.get("page", 1, type=int)), 303)
    return _review_page(home, upload, pieces, form, ApproveReviewForm()).answer()


def show_piece(home: Home, piece_id: str) -> AnyResponse:
    """Change the words of a heading, split a paragraph, or describe a picture."""
    upload = _in_hand(home)
    piece = _piece(upload, piece_id)
    form, title, intro = _form_for(piece, version=str(upload.version))
    theirs: tuple[Theirs, ...] = ()
    if form.is_valid_post():
        if _done(upload, form, form.to_edit(piece.id), field="words"):
            return redirect(home.href(page=page_with(pieces_standing(upload), piece)), 303)
        if form.version_seen != upload.version:
            form.version.data = str(upload.version)
            theirs = (Theirs(label=_("It stands there now as"), text=piece.text),)
    return PiecePage(
        title=title,
        form=form,
        about=home.about,
        back=home.href(),
        intro=intro,
        shown=shown_html(piece.html) if piece.kind == ParagraphKind.FIGURE else "",
        theirs=theirs,
    ).answer(409 if theirs else None)


def undo(home: Home) -> AnyResponse:
    """Take the last edit back."""
    undo_edit(session(), upload=_in_hand(home), version_seen=VersionedForm().version_seen)
    flash(_("The last change is undone."))
    return redirect(home.href(), 303)


def set_aside(home: Home) -> AnyResponse:
    """Stop looking this upload over; the document that stood before stays."""
    set_upload_aside(session(), upload=_in_hand(home), by=actor(), now=now())
    flash(_("The upload is set aside. The document is as it was."))
    return redirect(home.back, 303)


def approve(home: Home) -> AnyResponse:
    """Make what stands the document that it was uploaded for."""
    upload = _in_hand(home)
    form = ApproveReviewForm()
    version = _approved(home, upload, form) if form.is_valid_post() else None
    if version is not None:
        flash(_("The document is saved. Look at its paragraphs below."))
        return redirect(home.then(version), 303)
    pieces = pieces_standing(upload)
    reviewing = ReviewForm(formdata=None, version=str(upload.version))
    reviewing.offer(pieces)
    return _review_page(home, upload, pieces, reviewing, form).answer(422)


def _in_hand(home: Home) -> DocumentUpload:
    upload = upload_in_hand(session(), about=home.scope)
    if upload is None:
        raise NotFound(_("No upload is being looked over. It may be approved already: go back to the document."))
    return upload


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


def _approved(home: Home, upload: DocumentUpload, form: ApproveReviewForm) -> DocumentVersion | None:
    seen = form.version_seen
    try:
        imported = approve_upload(
            session(), upload=upload, title=form.title.data, version_seen=seen, by=actor(), now=now()
        )
    except (Invalid, Stale) as fault:
        form.refuse("title", fault.sentence)
        return None
    version = home.become(imported)
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


def _reading_page(home: Home, upload: DocumentUpload) -> ReadingPage:
    job = job_by_key(session(), f"{READ}:{upload.id}")
    is_refused = upload.state is UploadState.REFUSED
    return ReadingPage(
        title=_("This file could not be read") if is_refused else _("Reading the document"),
        form=VersionedForm(version="0"),
        about=home.about,
        back=home.back,
        base=home.href(),
        file_name=upload.file_name,
        fault=told(fault_of(upload) or (job.fault if job is not None else "")),
        done=job.progress_done if job is not None else 0,
        total=job.progress_total if job is not None else 0,
        sentence=told(job.progress_sentence if job is not None else "") or _("The file waits to be read."),
    )


def _review_page(
    home: Home,
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
        about=home.about,
        back=home.back,
        base=home.href(),
        file_name=upload.file_name,
        warnings=cautions_shown(pieces, read=read, home=home),
        rows=rows_shown(cut.items, home=home, ticked=ticked),
        cut=cut,
        endpoint=home.endpoint,
        values=home.values,
        n_edits=upload.version,
        can_offer=upload.clean_file_id is not None,
    )
