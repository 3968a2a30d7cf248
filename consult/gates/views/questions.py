"""The check list of the questions: someone who did not write them says whether they lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.consultations.queries import author_ids, consultation_by_id, title_of
from consult.gates.actions import check_questions
from consult.gates.asking import ReadQuestion, unchecked
from consult.gates.forms import QuestionsForm, questions_form
from consult.gates.queries import known_checks, question_checks, questions_to_read
from consult.gates.rules import HARDEST_AGE
from consult.gates.views.blueprint import bp, scope_of
from consult.gates.wording import age_in_words
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """One question with its choices, the age it asks for, and the names of its two fields."""

    number: int
    prompt: str
    help: str
    choices: tuple[str, ...]
    age: str
    is_hard: bool
    is_checked: bool
    met_name: str
    note_name: str


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(Page):
    """Every question with its check list."""

    template: ClassVar[str] = "gates/questions.html"

    about: str
    back: str
    form: QuestionsForm
    questions: tuple[ShownQuestion, ...]
    looked: str
    may_check: bool


@bp.route("/desk/consultations/<int:consultation_id>/checks/questions", methods=["GET", "POST"])
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def questions(consultation_id: int) -> AnyResponse:
    """Show the check list and keep what was found."""
    consultation = consultation_by_id(session(), consultation_id)
    read = questions_to_read(session(), consultation)
    form = questions_form(read)(data=_known(consultation_id))
    if form.is_valid_post():
        try:
            check_questions(
                session(),
                consultation=consultation,
                questions=read,
                found=form.found(read),
                looked_by=form.looked_by.data,
                by_id=require_signed_in().account_id,
                now=now(),
            )
        except Invalid as refused:
            _refuse_beside(form, read, refused.sentence)
        else:
            flash(_("It is on the record."))
            return redirect(url_for("gates.checks", consultation_id=consultation_id), 303)
    return _page(consultation, form, read).answer()


def _refuse_beside(form: QuestionsForm, read: tuple[ReadQuestion, ...], sentence: str) -> None:
    """Put the sentence beside the first question whose empty box nobody explained."""
    for question in read:
        ticked = form[f"met_{question.id}"].data or ()
        is_whole = all(item.value in ticked for item in question.items)
        if not is_whole and not (form[f"note_{question.id}"].data or "").strip():
            form.refuse(f"note_{question.id}", sentence)
            return


def _known(consultation_id: int) -> dict[str, object]:
    """Return what was found before, as the form holds it."""
    values: dict[str, object] = {}
    for check in question_checks(session(), consultation_id):
        met = values.setdefault(f"met_{check.question_id}", [])
        if check.is_met and isinstance(met, list):
            met.append(check.item.value)
        values[f"note_{check.question_id}"] = check.note
        values["looked_by"] = check.looked_by
    return values


def _page(consultation: Consultation, form: QuestionsForm, read: tuple[ReadQuestion, ...]) -> QuestionsPage:
    open_ones = {each.id for each in unchecked(read, known_checks(session(), consultation.id))}
    last = next(iter(question_checks(session(), consultation.id)), None)
    return QuestionsPage(
        title=_("Do the questions lead?"),
        about=title_of(consultation),
        back=url_for("gates.checks", consultation_id=consultation.id),
        form=form,
        questions=tuple(_shown(each, is_checked=each.id not in open_ones) for each in read),
        looked=_("Last looked at by %(who)s, %(day)s.", who=last.looked_by, day=short_day(last.at)) if last else "",
        may_check=require_signed_in().account_id not in author_ids(session(), consultation),
    )


def _shown(question: ReadQuestion, *, is_checked: bool) -> ShownQuestion:
    return ShownQuestion(
        number=question.number,
        prompt=question.prompt,
        help=question.help,
        choices=question.choices,
        age=age_in_words(question.age),
        is_hard=question.age is not None and question.age > HARDEST_AGE,
        is_checked=is_checked,
        met_name=f"met_{question.id}",
        note_name=f"note_{question.id}",
    )
