"""How one consultee was asked: every contact, one more, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.files.actions import store_file
from consult.files.queries import open_file
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, NotFound, Stale
from consult.outreach.actions import record_contact, say_what_came_back
from consult.outreach.forms import CameBackForm, ContactForm
from consult.outreach.models import Consultee, Contact
from consult.outreach.queries.record import consultee_by_id, contact_by_id, ledger_line
from consult.outreach.rules import CameBack
from consult.outreach.shown import ShownConsultee, ShownContact, shown_consultee, shown_contact
from consult.outreach.views.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

LARGEST_EVIDENCE = 10 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class ContactsPage(Page):
    """One consultee with every contact, and a form for one more."""

    template: ClassVar[str] = "outreach/contacts.html"

    around: Around
    back: str
    here: str
    consultee: ShownConsultee
    form: ContactForm


@dataclass(frozen=True, kw_only=True)
class CameBackPage(Page):
    """Asks what came back after one contact."""

    template: ClassVar[str] = "outreach/came_back.html"

    around: Around
    back: str
    contact: ShownContact
    form: CameBackForm
    fault: str


@bp.route("/consultees/<int:consultee_id>", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def contacts(consultation_id: int, consultee_id: int) -> AnyResponse:
    """Show how a consultee was asked, and take one more contact."""
    consultation = in_hand(consultation_id)
    consultee, form = consultee_by_id(session(), consultation.id, consultee_id), ContactForm()
    if form.is_valid_post():
        try:
            _record(consultee, form)
            return go_to("contacts", consultation, _("Written down."), consultee_id=consultee.id)
        except Invalid as refused:
            form.refuse("contacted_on", refused.sentence)
    return ContactsPage(
        title=consultee.name,
        around=around(consultation, here="ledger"),
        back=address("ledger", consultation),
        here=address("contacts", consultation, consultee_id=consultee.id),
        consultee=shown_consultee(ledger_line(session(), consultee)),
        form=form,
    ).answer()


@bp.route("/consultees/<int:consultee_id>/contacts/<int:contact_id>", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def came_back(consultation_id: int, consultee_id: int, contact_id: int) -> AnyResponse:
    """Say what came back after a contact."""
    consultation = in_hand(consultation_id)
    contact = _contact(consultation, consultee_id, contact_id)
    form = CameBackForm(
        version=str(contact.version), came_back=contact.came_back.value, came_back_on=contact.came_back_on
    )
    fault = ""
    if form.is_valid_post():
        try:
            _say(contact, form)
            return go_to("contacts", consultation, _("Saved."), consultee_id=consultee_id)
        except (Invalid, Stale) as refused:
            fault = refused.sentence
            form.version.data = str(contact.version)
    page = CameBackPage(
        title=_("What came back?"),
        around=around(consultation, here="ledger"),
        back=address("contacts", consultation, consultee_id=consultee_id),
        contact=shown_contact(contact),
        form=form,
        fault=fault,
    )
    return page.answer(409 if fault else None)


@bp.get("/consultees/<int:consultee_id>/contacts/<int:contact_id>/evidence")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def evidence(consultation_id: int, consultee_id: int, contact_id: int) -> AnyResponse:
    """Send the file that shows a contact, to be kept and never opened in the page."""
    contact = _contact(in_hand(consultation_id), consultee_id, contact_id)
    if contact.file is None:
        raise NotFound("There is no file with this contact.")
    data = open_file(contact.file, folder=current_settings().files_folder)
    response = Response(data, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=contact.file.name)
    return response


def _contact(consultation: Consultation, consultee_id: int, contact_id: int) -> Contact:
    consultee = consultee_by_id(session(), consultation.id, consultee_id)
    return contact_by_id(session(), consultee, contact_id)


def _record(consultee: Consultee, form: ContactForm) -> Contact:
    return record_contact(
        session(),
        consultee=consultee,
        values=form.to_contact(),
        by_id=require_signed_in().account_id,
        now=now(),
        today=day_in_london(now()),
        submission_key=form.submission_key.data,
        file_id=_kept(form),
    )


def _kept(form: ContactForm) -> int | None:
    """Keep the evidence and return its number.

    Raises:
        Invalid: it is too large.
    """
    upload = form.evidence.upload
    if upload is None:
        return None
    data = upload.read(LARGEST_EVIDENCE + 1)
    if len(data) > LARGEST_EVIDENCE:
        raise Invalid("The file is larger than 10 MB. Give a link instead, or choose a smaller file.")
    folder, name = current_settings().files_folder, upload.filename or "evidence"
    media_type = "application/octet-stream"  # it is only ever handed back, so nobody relies on what it claims to be
    return store_file(session(), folder=folder, data=data, name=name, media_type=media_type, now=now()).id


def _say(contact: Contact, form: CameBackForm) -> None:
    say_what_came_back(
        session(),
        contact=contact,
        came_back=CameBack(form.came_back.data),
        came_back_on=form.came_back_on.data,
        version_seen=form.version_seen,
        by_id=require_signed_in().account_id,
        now=now(),
    )
