"""What every page that keys in a response shares: its form, the questions as they stand on it, and the door."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from flask import session as cookie
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid
from consult.responses.actions.importing import noon_in_london
from consult.responses.actions.submit import submit_response
from consult.responses.forms.officer.keying import FEWEST_SLOTS, MOST_SLOTS, KeyingForm, keying_form
from consult.responses.models import Response
from consult.responses.queries.answering import ConsultationToAnswer, to_answer
from consult.responses.queries.listing import numbered_paragraphs
from consult.responses.queries.organisations import organisation_named
from consult.responses.queries.taken_in import late_rule_of
from consult.responses.receipts import secret_code_of
from consult.responses.rules import Channel, Submitted
from consult.web.clock import now
from consult.web.guards import require_signed_in
from consult.web.transaction import session

LAST_KEYED = "last_keyed"
_SLOT = re.compile(r"comment_(\d{1,2})_text")


NO_EXCEPTION = "consult_no_late_exception"
WhyNoException = Callable[[Session, int], str]


def install_lateness(app: Flask, why_no_exception: WhyNoException) -> None:
    """Say who knows why a late response of a consultation can never count as in time; nothing when it can."""
    app.extensions[NO_EXCEPTION] = why_no_exception


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFields:
    """One question of the form; a ranking has a heading and one field for each choice."""

    number: int
    legend: str
    help: str
    names: tuple[str, ...]


def make_form(
    consultation: Consultation,
    *,
    channel: Channel | None = None,
    filled: Mapping[str, Any] | None = None,
    n_slots: int = FEWEST_SLOTS,
) -> tuple[ConsultationToAnswer, KeyingForm]:
    """The form of this consultation, with as many comments as were typed into it."""
    typed = [int(found[1]) for name in request.form if (found := _SLOT.fullmatch(name))]
    asked = to_answer(session(), consultation=consultation, now=now())
    form = keying_form(
        asked,
        numbers=numbered_paragraphs(session(), consultation=consultation),
        today=now().astimezone(LONDON).date(),
        late_rule=late_rule_of(session(), consultation),
        channel=channel,
        n_slots=min(max([n_slots, *typed]), MOST_SLOTS),
        filled=filled,
    )
    return asked, form


def shown_questions(asked: ConsultationToAnswer, form: KeyingForm) -> tuple[QuestionFields, ...]:
    """The questions in the order asked, each with its fields."""
    return tuple(
        QuestionFields(
            number=question.number,
            legend=f"{question.number}. {question.prompt}" if len(names) > 1 and question.choices else "",
            help=question.help,
            names=names,
        )
        for question in asked.questions
        if (names := tuple(name for name in form.question_names if _belongs(name, question.id)))
    )


def comment_slots(form: KeyingForm) -> tuple[tuple[str, str, str], ...]:
    """The names of the fields of each comment."""
    return tuple((f"comment_{n}_number", f"comment_{n}_purpose", f"comment_{n}_text") for n in form.slots)


def submitted_by(asked: ConsultationToAnswer, form: KeyingForm) -> Submitted:
    """What was keyed in, tied to the organisation whose name was typed."""
    found = organisation_named(session(), name=form.organisation.data or "")
    by_id = require_signed_in().account_id
    return form.to_submitted(asked, keyed_by_id=by_id, organisation_id=found.id if found else None)


def store(consultation: Consultation, asked: ConsultationToAnswer, form: KeyingForm) -> Response | None:
    """Send what was keyed in through the one door; what the door refuses is told on the form."""
    if _excuses_in_vain(consultation, form):
        return None
    submitted = submitted_by(asked, form)
    received_at = noon_in_london(form.received_on.data)
    try:
        response = submit_response(
            session(), consultation=consultation, submitted=submitted, received_at=received_at, now=now()
        )
    except Invalid as refused:
        form.refuse("received_on", refused.sentence)
        return None
    cookie[LAST_KEYED] = [response.id, submitted.submission_key]
    return response


def code_of(response: Response) -> str:
    """The secret code, for whoever keyed the response in just now; nothing for anyone else."""
    last = cookie.get(LAST_KEYED) or [0, ""]
    return secret_code_of(last[1]) if last[0] == response.id else ""


def _excuses_in_vain(consultation: Consultation, form: KeyingForm) -> bool:
    """Say, beside its field, that the law fixes the window, so that no reason makes a late response count."""
    why: WhyNoException | None = current_app.extensions.get(NO_EXCEPTION)
    refusal = why(session(), consultation.id) if why and form.late_exception.data else ""
    if refusal:
        form.refuse("late_exception", refusal)
    return bool(refusal)


def _belongs(name: str, question_id: int) -> bool:
    return name == f"q{question_id}" or name.startswith(f"q{question_id}_")
