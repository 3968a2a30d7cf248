"""Keying in what came by paper, email, phone or in a meeting, through the same door as everyone's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, current_app, flash
from flask import session as cookie
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.clock import LONDON
from consult.responses.actions.importing import noon_in_london, require_open_intake
from consult.responses.actions.submit import submit_response
from consult.responses.forms.officer.keying import COMMENT_SLOTS, KeyingForm, keying_form
from consult.responses.models import Response
from consult.responses.paper import looks_like_a_code, read_code
from consult.responses.queries.answering import ConsultationToAnswer, to_answer
from consult.responses.queries.listing import keyed_with, numbered_paragraphs, response_to_read
from consult.responses.receipts import key_hash, secret_code_of
from consult.responses.rules import Timeliness
from consult.responses.views.officer.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session

LAST_KEYED = "last_keyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFields:
    """One question of the form; a ranking has a heading and one field for each choice."""

    legend: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class KeyingPage(Page):
    """The form in which an officer keys in one response."""

    template: ClassVar[str] = "responses/officer/keying.html"

    around: Around
    form: KeyingForm
    questions: tuple[QuestionFields, ...]
    comment_slots: tuple[tuple[str, str, str], ...]
    paper_href: str


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


NO_EXCEPTION = "consult_no_late_exception"
WhyNoException = Callable[[Session, int], str]


def install_lateness(app: Flask, why_no_exception: WhyNoException) -> None:
    """Say who knows why a late response of a consultation can never count as in time; nothing when it can."""
    app.extensions[NO_EXCEPTION] = why_no_exception


@bp.get("/key-in")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def key_in(consultation_id: int) -> AnyResponse:
    """Show an empty form."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    asked, form = _form(consultation)
    return _page(consultation, asked, form).answer()


@bp.post("/key-in")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def keyed_in(consultation_id: int) -> AnyResponse:
    """Store what was keyed in; the day of receipt says whether it is late."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    asked, form = _form(consultation)
    if not form.is_valid_post() or _is_keyed_already(consultation, form) or _excuses_in_vain(consultation, form):
        return _page(consultation, asked, form).answer()
    submitted = form.to_submitted(asked, keyed_by_id=require_signed_in().account_id)
    response = submit_response(
        session(),
        consultation=consultation,
        submitted=submitted,
        received_at=noon_in_london(form.received_on.data),
        now=now(),
    )
    cookie[LAST_KEYED] = [response.id, submitted.submission_key]
    flash(_("The response was stored."))
    return go_to("keyed", consultation, response_id=response.id)


@bp.get("/<int:response_id>/keyed")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def keyed(consultation_id: int, response_id: int) -> AnyResponse:
    """Show the reference and, to whoever keyed it in just now, the secret code to pass on."""
    consultation = in_hand(consultation_id)
    response = response_to_read(session(), consultation=consultation, response_id=response_id)
    return KeyedPage(
        title=_("Response %(reference)s was stored", reference=response.reference),
        around=around(consultation, here="key_in"),
        reference=response.reference,
        secret_code=_code_of(response),
        is_late=response.timeliness is Timeliness.LATE,
        is_incomplete=response.incomplete,
        read_href=address("one_response", consultation, response_id=response.id),
        another_href=address("key_in", consultation),
    ).answer()


def _excuses_in_vain(consultation: Consultation, form: KeyingForm) -> bool:
    """Say, beside its field, that the law fixes the window, so that no reason makes a late response count."""
    why: WhyNoException | None = current_app.extensions.get(NO_EXCEPTION)
    refusal = why(session(), consultation.id) if why and form.late_exception.data else ""
    if refusal:
        form.refuse("late_exception", refusal)
    return bool(refusal)


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


def _code_of(response: Response) -> str:
    last = cookie.get(LAST_KEYED) or [0, ""]
    return secret_code_of(last[1]) if last[0] == response.id else ""


def _form(consultation: Consultation) -> tuple[ConsultationToAnswer, KeyingForm]:
    asked = to_answer(session(), consultation=consultation, now=now())
    numbers = numbered_paragraphs(session(), consultation=consultation)
    return asked, keying_form(asked, numbers=numbers, today=now().astimezone(LONDON).date())


def _page(consultation: Consultation, asked: ConsultationToAnswer, form: KeyingForm) -> KeyingPage:
    here = around(consultation, here="key_in")
    slots = COMMENT_SLOTS if form.numbers else ()
    return KeyingPage(
        title=_("Key in a response to “%(title)s”", title=here.consultation),
        around=here,
        form=form,
        questions=tuple(
            QuestionFields(
                legend=f"{question.number}. {question.prompt}" if len(names) > 1 and question.choices else "",
                names=names,
            )
            for question in asked.questions
            if (names := tuple(name for name in form.question_names if _belongs(name, question.id)))
        ),
        comment_slots=tuple(
            (f"comment_{slot}_number", f"comment_{slot}_purpose", f"comment_{slot}_text") for slot in slots
        ),
        paper_href=address("paper", consultation),
    )


def _belongs(name: str, question_id: int) -> bool:
    return name == f"q{question_id}" or name.startswith(f"q{question_id}_")
