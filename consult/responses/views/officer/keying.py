"""Keying in what came by paper, email, phone or in a meeting, through the same door as everyone's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.responses.actions.importing import require_open_intake
from consult.responses.forms.officer.keying import KeyingForm
from consult.responses.paper import looks_like_a_code, read_code
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.queries.listing import keyed_with, response_to_read
from consult.responses.receipts import key_hash
from consult.responses.rules import Channel, Timeliness
from consult.responses.views.officer.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.keying_pages import (
    QuestionFields,
    code_of,
    comment_slots,
    make_form,
    shown_questions,
    store,
)
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.site import Link
from consult.web.transaction import session

ANOTHER = {Channel.EMAIL: "mails", Channel.PHONE: "phone"}


@dataclass(frozen=True, kw_only=True)
class KeyingPage(Page):
    """The form in which an officer keys in one response."""

    template: ClassVar[str] = "responses/officer/keying.html"

    around: Around
    form: KeyingForm
    lead: str
    links: tuple[Link, ...]
    questions: tuple[QuestionFields, ...]
    comment_slots: tuple[tuple[str, str, str], ...]
    button: str


@dataclass(frozen=True, kw_only=True)
class KeyedPage(Page):
    """What was keyed in just now, with what to give to the person who sent it."""

    template: ClassVar[str] = "responses/officer/keyed.html"

    around: Around
    reference: str
    secret_code: str
    is_late: bool
    is_incomplete: bool
    read_href: str
    another_href: str


@bp.get("/key-in")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def key_in(consultation_id: int) -> AnyResponse:
    """Show an empty form."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    asked, form = make_form(consultation)
    return _page(consultation, asked, form).answer()


@bp.post("/key-in")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def keyed_in(consultation_id: int) -> AnyResponse:
    """Store what was keyed in; the day of receipt says whether it is late."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    asked, form = make_form(consultation)
    if form.is_valid_post() and not _is_keyed_already(consultation, form):
        response = store(consultation, asked, form)
        if response is not None:
            flash(_("The response was stored."))
            return go_to("keyed", consultation, response_id=response.id)
    return _page(consultation, asked, form).answer()


@bp.get("/<int:response_id>/keyed")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def keyed(consultation_id: int, response_id: int) -> AnyResponse:
    """Show the reference and, to whoever keyed it in just now, the secret code to pass on."""
    consultation = in_hand(consultation_id)
    response = response_to_read(session(), consultation=consultation, response_id=response_id)
    return KeyedPage(
        title=_("Response %(reference)s was stored", reference=response.reference),
        around=around(consultation, here="ways_in"),
        reference=response.reference,
        secret_code=code_of(response),
        is_late=response.timeliness is Timeliness.LATE,
        is_incomplete=response.incomplete,
        read_href=address("one_response", consultation, response_id=response.id),
        another_href=address(ANOTHER.get(response.channel, "key_in"), consultation),
    ).answer()


def _is_keyed_already(consultation: Consultation, form: KeyingForm) -> bool:
    """Say, beside its field, that this paper form was keyed in before or that its code is misread."""
    typed = form.source_reference.data
    if not looks_like_a_code(typed):
        return False
    code = read_code(typed, consultation_id=consultation.id)
    if code is None:
        form.refuse("source_reference", _("This is not a code of our forms. Look at the letter and the numbers again."))
        return True
    form.source_reference.data = code
    earlier = keyed_with(session(), consultation=consultation, source_reference=code)
    if earlier is None or earlier.submission_key == key_hash(str(form.submission_key.data)):
        return False
    form.refuse(
        "source_reference",
        _("Form %(code)s was keyed in already, as response %(reference)s.", code=code, reference=earlier.reference),
    )
    return True


def _page(consultation: Consultation, asked: ConsultationToAnswer, form: KeyingForm) -> KeyingPage:
    here = around(consultation, here="ways_in")
    return KeyingPage(
        title=_("Key in a response to “%(title)s”", title=here.consultation),
        around=here,
        form=form,
        lead=_("Type what stands on the paper, word for word. What they left empty stays empty."),
        links=(Link(text=_("Print paper forms"), href=address("paper", consultation)),),
        questions=shown_questions(asked, form),
        comment_slots=comment_slots(form),
        button=_("Store this response"),
    )
