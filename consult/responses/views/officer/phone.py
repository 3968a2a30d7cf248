"""Responses by telephone: a script that an officer reads out, question by question, and keys into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.kernel.clock import LONDON
from consult.responses.actions.importing import require_open_intake
from consult.responses.forms.officer.keying import KeyingForm
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.rules import Channel
from consult.responses.views.officer.blueprint import Around, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.keying_pages import (
    QuestionFields,
    comment_slots,
    make_form,
    shown_questions,
    store,
)
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page


@dataclass(frozen=True, kw_only=True)
class PhonePage(Page):
    """What to say on the telephone, with a field below each sentence."""

    template: ClassVar[str] = "responses/officer/phone.html"

    around: Around
    form: KeyingForm
    asked: ConsultationToAnswer
    capacities: list[str]
    questions: tuple[QuestionFields, ...]
    comment_slots: tuple[tuple[str, str, str], ...]


@bp.route("/phone", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def phone(consultation_id: int) -> AnyResponse:
    """Show the script; store what was keyed into it."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    today = now().astimezone(LONDON).date()
    asked, form = make_form(consultation, channel=Channel.PHONE, filled={"received_on": today})
    response = store(consultation, asked, form) if form.is_valid_post() else None
    if response is not None:
        flash(_("The response was stored. Read the reference and the code out now."))
        return go_to("keyed", consultation, response_id=response.id)
    return PhonePage(
        title=_("A response by telephone"),
        around=around(consultation, here="ways_in"),
        form=form,
        asked=asked,
        capacities=[str(words) for _id, words in asked.groups],
        questions=shown_questions(asked, form),
        comment_slots=comment_slots(form),
    ).answer()
