"""The document in other forms: published by officers, read and listened to by everyone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.documents.actions.uploads import keep_pictures
from consult.documents.importing.registry import import_bytes, import_typed
from consult.documents.models import DocumentVersion
from consult.documents.queries import ReadingDocument, document_for_reading
from consult.documents.rules import AlternativeForm as Kind
from consult.documents.rules import ImportedDocument, require_described
from consult.files.actions import store_file
from consult.files.queries import open_file, stored_file
from consult.kernel.errors import Invalid, NotFound
from consult.margin.actions.alternatives import AlternativeWords, publish_alternative
from consult.margin.audio import kind_of_audio
from consult.margin.forms import AlternativeForm
from consult.margin.queries.alternatives import AlternativeTold, alternatives_of
from consult.margin.queries.changes import document_with_version, versions_of
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.margin.wording import FORMS, LANGUAGES
from consult.responses.queries.answering import ConsultationToAnswer, Opening, consultation_to_answer
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.guards import actor, may, needs, public
from consult.web.page import Page
from consult.web.site import Link, current_settings
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlternative:
    """One other form in the list."""

    name: str
    language: str
    follows: str
    is_behind: bool


@dataclass(frozen=True, kw_only=True)
class AlternativesPage(Page):
    """The other forms, and a way to publish one."""

    template: ClassVar[str] = "margin/alternatives.html"

    about: str
    back: str
    alternatives: tuple[ShownAlternative, ...]
    form: AlternativeForm
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class AlternativePage(Page):
    """The document in another form."""

    template: ClassVar[str] = "margin/alternative.html"

    about: str
    back: str
    document: ReadingDocument
    title_language: str
    follows: int
    is_behind: bool
    audio_href: str
    respond_href: str
    changes_href: str


@bp.route("/desk/consultations/<int:consultation_id>/margin/forms", methods=["GET", "POST"])
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def alternatives(consultation_id: int) -> AnyResponse:
    """List the other forms; whoever may write publishes one."""
    consultation = in_hand(consultation_id)
    document_id = version_in_hand(consultation).document_id
    form, may_write = AlternativeForm(), may(Permission.WRITE_CONSULTATIONS, scope_of(consultation_id))
    versions = [one for one in versions_of(session(), document_id=document_id) if one.is_published]
    form.follows.choices = [
        (str(one.id), _("Version %(number)s", number=str(one.number))) for one in reversed(versions)
    ]
    if may_write and form.is_valid_post() and _published(consultation, form):
        flash(_("Everyone can read it beside the document."), "success")
        return redirect(url_for("margin.alternatives", consultation_id=consultation_id), 303)
    return AlternativesPage(
        title=_("The document in other forms"),
        about=title_of(consultation),
        back=url_for("margin.overview", consultation_id=consultation_id),
        alternatives=tuple(_shown(one) for one in alternatives_of(session(), document_id=document_id)),
        form=form,
        may_write=may_write,
    ).answer()


@bp.get("/consultations/<slug>/document/in/<form>/<language>")
@public
@kept
def alternative(slug: str, form: str, language: str) -> AnyResponse:
    """Show the document in another form, and say which version it follows."""
    asked = consultation_to_answer(session(), slug=slug, now=now())
    found = _found(asked, form, language)
    reading = document_for_reading(session(), version_id=found.own_version_id)
    is_open = asked.opening(now=now()) is Opening.OPEN
    return AlternativePage(
        title=reading.title,
        about=asked.title,
        back=url_for("respond.document", slug=slug),
        document=reading,
        title_language=_language_of_title(asked, reading),
        follows=found.follows,
        is_behind=found.is_behind,
        audio_href=url_for("margin.audio", slug=slug, form=form, language=language) if found.audio_file_id else "",
        respond_href=url_for("respond.start", slug=slug) if is_open else "",
        changes_href=url_for("margin.changes", slug=slug),
    ).answer()


@bp.get("/consultations/<slug>/document/in/<form>/<language>/recording")
@public
def audio(slug: str, form: str, language: str) -> AnyResponse:
    """Send the recording, whole or the part that the browser asks for."""
    found = _found(consultation_to_answer(session(), slug=slug, now=now()), form, language)
    if found.audio_file_id is None:
        raise NotFound(_("There is no recording of this."))
    stored = stored_file(session(), found.audio_file_id)
    data = open_file(stored, folder=current_settings().files_folder)
    response = Response(data, mimetype=stored.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response.make_conditional(request.environ, accept_ranges=True, complete_length=len(data))


def _language_of_title(asked: ConsultationToAnswer, reading: ReadingDocument) -> str:
    """A form without a title of its own bears the document's, in the document's language."""
    if asked.document_version_id is None:
        return reading.language
    document = document_with_version(session(), version_id=asked.document_version_id)
    return document.language if reading.title == document.title else reading.language


def forms_beside(session: Session, asked: ConsultationToAnswer, reading: ReadingDocument) -> tuple[Link, ...]:
    """Lead from the document to its other forms, each under the name of its language."""
    return tuple(
        Link(
            text=_name(one),
            href=url_for("margin.alternative", slug=asked.slug, form=one.form.value, language=one.language),
            language=one.language if one.form is Kind.TRANSLATION else "",
        )
        for one in alternatives_of(session, document_id=reading.document_id)
    )


def _name(one: AlternativeTold) -> str:
    language = LANGUAGES.get(one.language, one.language)
    if one.form is Kind.TRANSLATION:
        return language
    return str(FORMS[one.form]) if one.language == "en" else f"{FORMS[one.form]}, {language}"


def _found(asked: ConsultationToAnswer, form: str, language: str) -> AlternativeTold:
    if asked.document_version_id is not None:
        document = document_with_version(session(), version_id=asked.document_version_id)
        for one in alternatives_of(session(), document_id=document.id):
            if (one.form.value, one.language) == (form, language):
                return one
    raise NotFound(_("The document cannot be had in this form."))


def _shown(one: AlternativeTold) -> ShownAlternative:
    return ShownAlternative(
        name=str(FORMS[one.form]),
        language=LANGUAGES.get(one.language, one.language),
        follows=_("Follows version %(number)s", number=str(one.follows)),
        is_behind=one.is_behind,
    )


def _published(consultation: Consultation, form: AlternativeForm) -> bool:
    """Publish what the form says; otherwise the form says what is wrong."""
    document = version_in_hand(consultation).document
    field = "upload" if form.upload.upload else "pasted"
    try:
        imported = _imported(form, title=document.title)
        require_described(imported)
        field = "audio"
        words = AlternativeWords(
            form=Kind(form.form.data),
            language=form.language.data or "",
            imported=imported,
            audio_file_id=_recording(form),
        )
        follows = session().get_one(DocumentVersion, int(form.follows.data or 0))
        keep_pictures(session(), document=imported, folder=current_settings().files_folder, now=now())
        publish_alternative(session(), document=document, follows=follows, words=words, by=actor(), now=now())
    except Invalid as problem:
        form.refuse(field, problem.sentence)
        return False
    return True


def _imported(form: AlternativeForm, *, title: str) -> ImportedDocument:
    upload = form.upload.upload
    if upload is not None:
        imported = import_bytes(upload.read(), name=upload.filename or "")
        names_itself = imported.title != PurePath(upload.filename or "").stem
        return imported if names_itself else replace(imported, title=title)
    if not form.pasted.data:
        raise Invalid(_("Upload its words, or paste them."))
    return import_typed(form.pasted.data, title=title)


def _recording(form: AlternativeForm) -> int | None:
    upload = form.audio.upload
    if upload is None:
        return None
    data = upload.read()
    media_type = kind_of_audio(data)
    folder = current_settings().files_folder
    stored = store_file(
        session(), folder=folder, data=data, name=upload.filename or "recording", media_type=media_type, now=now()
    )
    return stored.id
