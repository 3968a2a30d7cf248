"""The terms of reference of a body for its clerk: the draft, its words, and bringing it into force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, body_scope
from consult.bodies.actions import bring_into_force, draft_terms
from consult.bodies.actions.noting import begin_change
from consult.bodies.forms.terms import IntoForceForm, TermsForm
from consult.bodies.lending import Asked
from consult.bodies.models import Body
from consult.bodies.queries import body_by_id, body_names
from consult.bodies.queries.terms import terms_not_in_force, terms_on
from consult.bodies.views.blueprint import bp, of_body, today
from consult.bodies.views.lent import asked_about, asking_href, looking_over_href
from consult.bodies.views.officer_body import ActPage, tried
from consult.documents.actions.uploads import take_upload
from consult.documents.importing.registry import import_pasted
from consult.documents.models import DocumentUpload, DocumentVersion
from consult.documents.queries import ReadingDocument, document_for_reading
from consult.documents.queries.uploads import upload_in_hand
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import Invalid, NotFound
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class DeskTermsPage(Page):
    """The terms of one body: what is in force, the draft, and what can be done with it."""

    template: ClassVar[str] = "bodies/desk_terms.html"

    body: str
    body_id: int
    public_href: str
    in_force: str
    to_come: tuple[str, ...]
    draft: ReadingDocument | None
    asked: tuple[Asked, ...]
    ask_href: str
    review_href: str


@dataclass(frozen=True, kw_only=True)
class WriteTermsPage(Page):
    """The words of the next version."""

    template: ClassVar[str] = "bodies/write_terms.html"

    form: TermsForm
    body: str
    back: str


@bp.get("/desk/bodies/<int:body_id>/terms")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def desk_terms(body_id: int) -> AnyResponse:
    """Show the terms of a body to its clerk."""
    body = body_by_id(session(), body_id)
    found = terms_on(session(), body_id=body_id, day=today())
    draft = terms_not_in_force(session(), body_id=body_id, document_id=body.terms_document_id)
    standing = found.in_force
    return DeskTermsPage(
        title=_("Terms of reference"),
        body=body.name,
        body_id=body_id,
        public_href=url_for("bodies.terms", slug=body.slug),
        in_force=_told(standing.version.number, _("in force since %(day)s", day=short_day(standing.from_on)))
        if standing
        else "",
        to_come=tuple(
            _told(each.version.number, _("comes into force on %(day)s", day=short_day(each.from_on)))
            for each in found.to_come
        ),
        draft=document_for_reading(session(), version_id=draft.id) if draft else None,
        asked=asked_about(session(), body.terms_document_id, for_officers=True),
        ask_href=asking_href(body_id) if draft else "",
        review_href=looking_over_href(body_id) if upload_in_hand(session(), about=body_scope(body_id)) else "",
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/terms/write", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def write_terms(body_id: int) -> AnyResponse:
    """Write the draft, or the next version of the terms."""
    body = body_by_id(session(), body_id)
    form = TermsForm(version=str(body.version), pasted=_words(body))
    has_file = form.upload.upload is not None

    def act() -> object:
        if has_file:
            return _taken(body, form)
        seen = form.version_seen
        return draft_terms(
            session(), body=body, imported=_imported(body, form), version_seen=seen, by=actor(), now=now()
        )

    if form.is_valid_post() and tried(form, "upload" if has_file else "pasted", act):
        if has_file:
            return redirect(looking_over_href(body_id), 303)
        flash(_("The draft is saved. Nobody else sees it until you ask people about it, or bring it into force."))
        return redirect(url_for("bodies.desk_terms", body_id=body_id), 303)
    back = url_for("bodies.desk_terms", body_id=body_id)
    return WriteTermsPage(title=_("Write the terms of reference"), form=form, body=body.name, back=back).answer()


@bp.route("/desk/bodies/<int:body_id>/terms/into-force", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def terms_into_force(body_id: int) -> AnyResponse:
    """Bring the newest version into force."""
    body = body_by_id(session(), body_id)
    version = terms_not_in_force(session(), body_id=body_id, document_id=body.terms_document_id)
    if version is None:
        raise NotFound("There is no draft that could come into force. Write one first.")
    form = IntoForceForm(decided_on=today(), from_on=today())
    names = body_names(session())
    form.offer([(str(number), name) for number, name in names.items()])
    if form.is_valid_post() and tried(form, "decided_by", lambda: _bring(body, version, form, names)):
        flash(_("Everyone can read now from when these terms are in force, and who decided it."))
        return redirect(url_for("bodies.desk_terms", body_id=body_id), 303)
    return ActPage(
        title=_("Bring it into force"),
        form=form,
        fields=("decided_by_body", "decided_by", "decided_on", "from_on", "minute"),
        back=url_for("bodies.desk_terms", body_id=body_id),
        back_words=_("Terms of reference"),
        lead=_(
            "Version %(number)s can never be changed after this. The next version is written anew.",
            number=version.number,
        ),
        button=_("Bring it into force"),
    ).answer()


def _bring(body: Body, version: DocumentVersion, form: IntoForceForm, names: dict[int, str]) -> object:
    chosen = form.body_id()
    decided = form.to_decided(names.get(chosen, "") if chosen else "")
    deciding = body_by_id(session(), chosen) if chosen else None
    return bring_into_force(
        session(), body=body, version=version, decided=decided, decided_by_body=deciding, by=actor(), now=now()
    )


def _told(number: int, words: str) -> str:
    return _("Version %(number)s is %(words)s.", number=number, words=words)


def _words(body: Body) -> str:
    """What stands in the newest version, so that a clerk changes words and types nothing again."""
    return body.terms_document.versions[-1].source if body.terms_document else ""


def _taken(body: Body, form: TermsForm) -> DocumentUpload:
    """Keep the file and have it read; the clerk looks it over before it becomes the draft.

    Raises:
        Invalid: it is of a kind that nothing here reads, or too large.
        Stale: someone changed the body meanwhile.
    """
    upload = form.upload.upload
    begin_change(body, version_seen=form.version_seen)
    return take_upload(
        session(),
        folder=current_settings().files_folder,
        data=upload.read() if upload is not None else b"",
        name=(upload.filename if upload is not None else "") or "",
        about=body_scope(body.id),
        by=actor(),
        now=now(),
    )


def _imported(body: Body, form: TermsForm) -> ImportedDocument:
    """Read what was written.

    Raises:
        Invalid: there is nothing, or it cannot be read.
    """
    if not (form.pasted.data or "").strip():
        raise Invalid("Upload a file, or write the terms here.")
    return import_pasted(form.pasted.data, title=body.name)
