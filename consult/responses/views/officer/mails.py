"""Responses that came by email: put the mail in, choose which words answer what, key it in through the same door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response as PlainResponse
from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.files.queries import open_file
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid, NotFound
from consult.responses.actions.importing import require_open_intake
from consult.responses.actions.mails import put_in_mail, set_mail_aside, take_in_mail
from consult.responses.forms.officer.mails import AsideForm, MailForm
from consult.responses.letters import blocks_of
from consult.responses.models import ReceivedMail
from consult.responses.queries.answering import to_answer
from consult.responses.queries.listing import numbered_paragraphs
from consult.responses.queries.taken_in import mail_by_id, mails_page
from consult.responses.rules import Channel
from consult.responses.views.officer.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.keying import KeyingPage
from consult.responses.views.officer.keying_pages import comment_slots, make_form, shown_questions, store
from consult.responses.views.officer.mail_parts import (
    Line,
    ShownBlock,
    ShownFile,
    filled_from,
    shown_blocks,
    targets_of,
)
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.site import Link, current_settings
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """One mail in the list."""

    href: str
    about: str
    told: str
    standing: str
    standing_kind: str


@dataclass(frozen=True, kw_only=True)
class MailsPage(Page):
    """The mails so far, and a form for one more."""

    template: ClassVar[str] = "responses/officer/mails.html"

    around: Around
    home: str
    form: MailForm
    rows: tuple[MailRow, ...]
    shown: ListPage[ReceivedMail]
    values: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class MailPage(Page):
    """One mail: what it says, and where each part goes."""

    template: ClassVar[str] = "responses/officer/mail.html"

    around: Around
    home: str
    standing: str
    standing_kind: str
    lines: tuple[Line, ...]
    blocks: tuple[ShownBlock, ...]
    files: tuple[ShownFile, ...]
    has_paragraphs: bool
    has_address: bool
    is_waiting: bool
    response_href: str
    key_in_href: str
    aside_href: str
    aside_form: AsideForm


@bp.route("/mails", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def mails(consultation_id: int) -> AnyResponse:
    """Show the mails that wait and those that were dealt with, and take one more."""
    consultation, form = in_hand(consultation_id), MailForm()
    data = form.to_mail() if form.is_valid_post() else None
    if data is not None:
        try:
            mail = _put_in(consultation, data)
        except Invalid as refused:
            form.refuse("file" if form.file.upload else "words", refused.sentence)
        else:
            return go_to("mail", consultation, mail_id=mail.id)
    shown = mails_page(session(), consultation=consultation, number=request.args.get("page", 1, type=int))
    return MailsPage(
        title=_("Responses by email"),
        around=around(consultation, here="ways_in"),
        home=address("ways_in", consultation),
        form=form,
        rows=tuple(_row(consultation, each) for each in shown.items),
        shown=shown,
        values={"consultation_id": consultation.id},
    ).answer()


@bp.get("/mails/<int:mail_id>")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def mail(consultation_id: int, mail_id: int) -> AnyResponse:
    """Show one mail and ask where each part of it goes."""
    consultation = in_hand(consultation_id)
    found = mail_by_id(session(), consultation=consultation, mail_id=mail_id)
    return _page(consultation, found, AsideForm(formdata=None)).answer()


@bp.post("/mails/<int:mail_id>/aside")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def set_aside(consultation_id: int, mail_id: int) -> AnyResponse:
    """Set a mail aside that is no response."""
    consultation, form = in_hand(consultation_id), AsideForm()
    found = mail_by_id(session(), consultation=consultation, mail_id=mail_id)
    if not form.is_valid_post():
        return _page(consultation, found, form).answer()
    folder, by_id = current_settings().files_folder, require_signed_in().account_id
    set_mail_aside(session(), mail=found, because=form.because.data, folder=folder, by_id=by_id, now=now())
    flash(_("It is set aside, and its words are deleted."))
    return go_to("mails", consultation)


@bp.route("/mails/<int:mail_id>/key-in", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def key_in_mail(consultation_id: int, mail_id: int) -> AnyResponse:
    """Show the response as it was put together from the mail, and store it."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    found = mail_by_id(session(), consultation=consultation, mail_id=mail_id)
    if found.response_id is not None:
        return go_to("mail", consultation, mail_id=found.id)
    filled, n_comments = filled_from(found, request.args)
    asked, form = make_form(consultation, channel=Channel.EMAIL, filled=filled, n_slots=n_comments + 1)
    response = store(consultation, asked, form) if form.is_valid_post() else None
    if response is not None:
        kept = request.args.getlist("file", type=int)
        folder, by_id = current_settings().files_folder, require_signed_in().account_id
        take_in_mail(session(), mail=found, response=response, kept=kept, folder=folder, by_id=by_id, now=now())
        flash(_("The response was stored."))
        return go_to("keyed", consultation, response_id=response.id)
    return KeyingPage(
        title=_("The response in this email"),
        around=around(consultation, here="ways_in"),
        form=form,
        lead=_("Look at what was put where, add what the mail says besides, and store it."),
        links=(Link(text=_("Back to the parts of the mail"), href=address("mail", consultation, mail_id=found.id)),),
        questions=shown_questions(asked, form),
        comment_slots=comment_slots(form),
        button=_("Store this response"),
    ).answer()


@bp.get("/mails/<int:mail_id>/files/<int:attachment_id>")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def mail_file(consultation_id: int, mail_id: int, attachment_id: int) -> AnyResponse:
    """Hand back a file that came with a mail, to be kept and never opened in the page."""
    found = mail_by_id(session(), consultation=in_hand(consultation_id), mail_id=mail_id)
    kept = next((each.file for each in found.attachments if each.id == attachment_id), None)
    if kept is None:
        raise NotFound("This file is not kept any more.")
    data = open_file(kept, folder=current_settings().files_folder)
    response = PlainResponse(data, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=kept.name)
    return response


def _put_in(consultation: Consultation, data: bytes) -> ReceivedMail:
    return put_in_mail(
        session(),
        consultation=consultation,
        data=data,
        folder=current_settings().files_folder,
        by_id=require_signed_in().account_id,
        today=now().astimezone(LONDON).date(),
        now=now(),
    )


def _standing(found: ReceivedMail) -> tuple[str, str]:
    if found.response is not None:
        return _("Taken in as %(reference)s", reference=found.response.reference), "good"
    return (_("Set aside"), "plain") if found.set_aside_because else (_("Waits for you"), "warn")


def _about(found: ReceivedMail) -> str:
    return found.subject or _("Email of %(day)s", day=short_day(found.received_on))


def _row(consultation: Consultation, found: ReceivedMail) -> MailRow:
    standing, kind = _standing(found)
    told = (
        _("Received %(day)s", day=short_day(found.received_on)),
        found.from_name or found.from_address,
        found.set_aside_because,
    )
    return MailRow(
        href=address("mail", consultation, mail_id=found.id),
        about=_about(found),
        told=" · ".join(part for part in told if part),
        standing=standing,
        standing_kind=kind,
    )


def _page(consultation: Consultation, found: ReceivedMail, form: AsideForm) -> MailPage:
    asked = to_answer(session(), consultation=consultation, now=now())
    numbers = numbered_paragraphs(session(), consultation=consultation)
    standing, kind = _standing(found)
    writer = f"{found.from_name} <{found.from_address}>" if found.from_name else found.from_address
    when = short_day(found.received_on)
    if not found.says_when:
        when = _("%(day)s, because the mail names no day", day=when)
    lines = (
        Line(name=_("From"), words=writer.strip()),
        Line(name=_("Received"), words=when),
        Line(name=_("Why it is no response"), words=found.set_aside_because),
    )
    return MailPage(
        title=_about(found),
        around=around(consultation, here="ways_in"),
        home=address("mails", consultation),
        standing=standing,
        standing_kind=kind,
        lines=tuple(line for line in lines if line.words),
        blocks=shown_blocks(blocks_of(found.body), targets_of(asked, has_paragraphs=bool(numbers)), numbers),
        files=tuple(
            ShownFile.of(each, address("mail_file", consultation, mail_id=found.id, attachment_id=each.id))
            for each in found.attachments
        ),
        has_paragraphs=bool(numbers),
        has_address=bool(found.from_address),
        is_waiting=found.is_waiting,
        response_href=address("one_response", consultation, response_id=found.response_id) if found.response_id else "",
        key_in_href=address("key_in_mail", consultation, mail_id=found.id),
        aside_href=address("set_aside", consultation, mail_id=found.id),
        aside_form=form,
    )
