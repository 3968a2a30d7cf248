"""The questions of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions import add_question, change_question, move_question, remove_question
from consult.consultations.forms import ConfirmForm, QuestionForm
from consult.consultations.models import Consultation, Question
from consult.consultations.queries import AskedQuestion, asked_questions, title_of
from consult.consultations.queries.reading import whole_consultation
from consult.consultations.rules import Part, QuestionValues
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import form_page, hub_href
from consult.consultations.wording import KINDS, PARTS
from consult.kernel.errors import Invalid, NotFound
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question in the officers' list."""

    number: int
    prompt: str
    kind: str
    is_required: bool
    base: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(Page):
    """Every question of a draft, in order."""

    template: ClassVar[str] = "consultations/questions.html"

    about: str
    back: str
    base: str
    questions: tuple[QuestionRow, ...]
    form: ConfirmForm


@bp.get("/desk/consultations/<int:consultation_id>/questions")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def questions(consultation_id: int) -> AnyResponse:
    """List the questions."""
    consultation = whole_consultation(session(), consultation_id)
    asked = asked_questions(consultation)
    base = url_for("consultations.questions", consultation_id=consultation_id)
    return QuestionsPage(
        title=str(PARTS[Part.QUESTIONS]),
        about=title_of(consultation),
        back=hub_href(consultation_id),
        base=base,
        questions=tuple(_row(each, base, n_all=len(asked)) for each in asked),
        form=ConfirmForm(version=str(consultation.version)),
    ).answer()


@bp.route("/desk/consultations/<int:consultation_id>/questions/new", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def new_question(consultation_id: int) -> AnyResponse:
    """Add a question."""
    consultation = whole_consultation(session(), consultation_id)
    form = QuestionForm(version=str(consultation.version))
    values = _values_posted(form)
    if values is not None:
        seen = form.version_seen
        add_question(session(), consultation=consultation, values=values, actor=actor(), now=now(), version_seen=seen)
        return _listed(consultation_id, _("The question is added."))
    return form_page(consultation, form, title=_("Add a question"), button=_("Add this question")).answer()


@bp.route("/desk/consultations/<int:consultation_id>/questions/<int:question_id>", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def question(consultation_id: int, question_id: int) -> AnyResponse:
    """Change a question."""
    consultation = whole_consultation(session(), consultation_id)
    changed = _question(consultation, question_id)
    form = QuestionForm(version=str(consultation.version), data=_data(consultation, changed))
    values = _values_posted(form)
    if values is not None:
        seen = form.version_seen
        change_question(session(), question=changed, values=values, actor=actor(), now=now(), version_seen=seen)
        return _listed(consultation_id, _("The question is changed."))
    return form_page(consultation, form, title=_("Change a question")).answer()


@bp.post("/desk/consultations/<int:consultation_id>/questions/<int:question_id>/<any(up, down, remove):act>")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def arrange_question(consultation_id: int, question_id: int, act: str) -> AnyResponse:
    """Move a question up or down, or take it out."""
    consultation, form = whole_consultation(session(), consultation_id), ConfirmForm()
    arranged, seen = _question(consultation, question_id), form.version_seen
    if act == "remove":
        remove_question(session(), question=arranged, actor=actor(), now=now(), version_seen=seen)
        return _listed(consultation_id, _("The question is removed."))
    by = {"up": -1, "down": 1}[act]
    move_question(session(), question=arranged, by=by, actor=actor(), now=now(), version_seen=seen)
    return _listed(consultation_id, _("The question is moved."))


def _row(asked: AskedQuestion, base: str, *, n_all: int) -> QuestionRow:
    return QuestionRow(
        number=asked.number,
        prompt=asked.prompt,
        kind=str(KINDS[asked.kind]),
        is_required=asked.required,
        base=f"{base}/{asked.id}",
        is_first=asked.number == 1,
        is_last=asked.number == n_all,
    )


def _values_posted(form: QuestionForm) -> QuestionValues | None:
    """Return the question that was posted, or nothing when there is none or it is wrong."""
    if not form.is_valid_post():
        return None
    try:
        return form.to_question()
    except Invalid as problem:
        form.refuse("choices", problem.sentence)
        return None


def _question(consultation: Consultation, question_id: int) -> Question:
    found = next((each for each in consultation.questions if each.id == question_id), None)
    if found is None:
        raise NotFound("We could not find this question. Someone may have removed it.")
    return found


def _data(consultation: Consultation, stored: Question) -> dict[str, object]:
    asked = next(each for each in asked_questions(consultation) if each.id == stored.id)
    return {
        "kind": asked.kind.value,
        "prompt": asked.prompt,
        "help": asked.help,
        "required": asked.required,
        "asks_why": asked.asks_why,
        "choices": "\n".join(choice.label for choice in asked.choices),
    }


def _listed(consultation_id: int, sentence: str) -> AnyResponse:
    flash(sentence)
    return redirect(url_for("consultations.questions", consultation_id=consultation_id), 303)
