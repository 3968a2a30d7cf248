"""The versions of a document: the next one drafted, compared, published, and its comments placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.documents.actions.uploads import take_upload
from consult.documents.importing.registry import import_typed
from consult.documents.models import DocumentVersion
from consult.documents.queries.uploads import upload_in_hand
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import Invalid, Refused
from consult.margin.actions.placing import place_comments
from consult.margin.actions.redrafting import draft_version, publish_redraft
from consult.margin.forms import PressForm, RedraftForm
from consult.margin.queries.changes import (
    VersionTold,
    comparison_of,
    published_before,
    reasons_of,
    version_of,
    versions_of,
)
from consult.margin.queries.placing import counts_by_standing
from consult.margin.rules import Standing
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.margin.views.shown import ShownChange, changes_shown, summary_of
from consult.margin.wording import STANDINGS
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import actor, may, needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """One version in the list."""

    name: str
    standing: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCount:
    """How many comments stand how."""

    words: str
    number: int
    href: str


@dataclass(frozen=True, kw_only=True)
class RedraftsPage(Page):
    """The versions, and a way to make the next one."""

    template: ClassVar[str] = "margin/redrafts.html"

    about: str
    back: str
    versions: tuple[ShownVersion, ...]
    form: RedraftForm
    may_write: bool
    review_href: str


@dataclass(frozen=True, kw_only=True)
class RedraftPage(Page):
    """One version beside the one before it, and its comments."""

    template: ClassVar[str] = "margin/redraft.html"

    about: str
    back: str
    base: str
    language: str
    is_published: bool
    is_first: bool
    may_write: bool
    summary: tuple[str, ...]
    changes: tuple[ShownChange, ...]
    counts: tuple[ShownCount, ...]
    why_href: str


@bp.route("/desk/consultations/<int:consultation_id>/margin/redrafts", methods=["GET", "POST"])
@needs(Permission.READ_RESPONSES, scope=scope_of)
def redrafts(consultation_id: int) -> AnyResponse:
    """List the versions; whoever may write makes the next one."""
    consultation, form = in_hand(consultation_id), RedraftForm()
    may_write = may(Permission.WRITE_CONSULTATIONS, scope_of(consultation_id))
    if may_write and form.is_valid_post():
        upload = form.upload.upload
        if upload is not None and _taken(consultation, form, upload):
            return redirect(_review_href(consultation_id), 303)
        made = _drafted(consultation, form) if upload is None else None
        if made is not None:
            flash(_("The draft of version %(number)s is saved. Look at what it changes.", number=str(made.number)))
            return redirect(url_for("margin.redraft", consultation_id=consultation_id, version_id=made.id), 303)
    versions = versions_of(session(), document_id=version_in_hand(consultation).document_id)
    return RedraftsPage(
        title=_("Redrafts, and comments in them"),
        about=title_of(consultation),
        back=url_for("margin.overview", consultation_id=consultation_id),
        versions=tuple(_shown(version, consultation) for version in versions),
        form=form,
        may_write=may_write,
        review_href=_review_href(consultation_id) if may_write and _is_in_hand(consultation_id) else "",
    ).answer()


@bp.get("/desk/consultations/<int:consultation_id>/margin/redrafts/<int:version_id>")
@needs(Permission.READ_RESPONSES, scope=scope_of)
def redraft(consultation_id: int, version_id: int) -> AnyResponse:
    """Show what a version changes, and where its comments stand."""
    consultation = in_hand(consultation_id)
    version = _version(consultation, version_id)
    before = published_before(session(), version=version)
    entries = comparison_of(session(), old_id=before.id, new_id=version.id) if before else ()
    base = url_for("margin.redraft", consultation_id=consultation_id, version_id=version_id)
    return RedraftPage(
        title=_("Version %(number)s", number=str(version.number)),
        about=title_of(consultation),
        back=url_for("margin.redrafts", consultation_id=consultation_id),
        base=base,
        language=version.document.language,
        is_published=version.published_at is not None,
        is_first=before is None,
        may_write=may(Permission.WRITE_CONSULTATIONS, scope_of(consultation_id)),
        summary=summary_of(entries),
        changes=changes_shown(entries, reasons_of(session(), version_id=version_id)),
        counts=_counts(consultation, version, base),
        why_href=f"{base}/why/",
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/margin/redrafts/<int:version_id>/publish")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of, proved=True)
def publish(consultation_id: int, version_id: int) -> AnyResponse:
    """Publish a version, and place the comments in it; pressed again, only place what came since."""
    consultation = in_hand(consultation_id)
    version = _version(consultation, version_id)
    if PressForm().is_valid_post() and version.published_at is None:
        publish_redraft(session(), consultation=consultation, version=version, by=actor(), now=now())
        flash(
            _("Version %(number)s is published. It never changes from now on.", number=str(version.number)), "success"
        )
    else:
        place_comments(session(), version=version, now=now())
    return redirect(url_for("margin.redraft", consultation_id=consultation_id, version_id=version_id), 303)


def _version(consultation: Consultation, version_id: int) -> DocumentVersion:
    document_id = version_in_hand(consultation).document_id
    return version_of(session(), document_id=document_id, version_id=version_id)


def _is_in_hand(consultation_id: int) -> bool:
    return upload_in_hand(session(), about=consultation_scope(consultation_id)) is not None


def _taken(consultation: Consultation, form: RedraftForm, upload: FileStorage) -> bool:
    """Whether the file is kept and will be read; otherwise the form now says what is wrong."""
    try:
        take_upload(
            session(),
            folder=current_settings().files_folder,
            data=upload.read(),
            name=upload.filename or "",
            about=consultation_scope(consultation.id),
            by=actor(),
            now=now(),
        )
    except Invalid as problem:
        form.refuse("upload", problem.sentence)
        return False
    return True


def _review_href(consultation_id: int) -> str:
    return url_for("consultations.review_document", consultation_id=consultation_id)


def _drafted(consultation: Consultation, form: RedraftForm) -> DocumentVersion | None:
    """The draft that was made; ``None`` when the form now says what is wrong."""
    if not form.pasted.data:
        form.refuse("pasted", _("Upload a file, or paste the new version."))
        return None
    try:
        imported = import_typed(form.pasted.data, title=version_in_hand(consultation).document.title)
        return draft_version(session(), consultation=consultation, imported=imported, by=actor(), now=now())
    except (Invalid, Refused) as problem:
        form.refuse("pasted", problem.sentence)
        return None


class DraftsOfPublished:
    """What becomes of an upload that was approved when the document is published already."""

    def draft(self, consultation: Consultation, imported: ImportedDocument) -> DocumentVersion:
        """Make the next version a draft."""
        return draft_version(session(), consultation=consultation, imported=imported, by=actor(), now=now())

    def href(self, consultation: Consultation, version: DocumentVersion | None) -> str:
        """Where a version stands, or all of them."""
        if version is None:
            return url_for("margin.redrafts", consultation_id=consultation.id)
        return url_for("margin.redraft", consultation_id=consultation.id, version_id=version.id)


def _shown(version: VersionTold, consultation: Consultation) -> ShownVersion:
    standing = _("Draft, seen only here")
    if version.published_at is not None:
        standing = _("Published on %(day)s", day=short_day(version.published_at))
    if version.id == consultation.document_version_id:
        standing = _("%(standing)s. People are asked about this one", standing=standing)
    return ShownVersion(
        name=_("Version %(number)s", number=str(version.number)),
        standing=standing,
        href=url_for("margin.redraft", consultation_id=consultation.id, version_id=version.id),
    )


def _counts(consultation: Consultation, version: DocumentVersion, base: str) -> tuple[ShownCount, ...]:
    counts = counts_by_standing(session(), version_id=version.id, consultation_id=consultation.id)
    return tuple(
        ShownCount(
            words=str(STANDINGS[standing]),
            number=counts[standing],
            href=f"{base}/review" if standing is Standing.WAITING else "",
        )
        for standing in Standing
        if counts.get(standing)
    )
