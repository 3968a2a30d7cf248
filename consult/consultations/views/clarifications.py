"""Clarification questions for officers: those that wait, and the public answer to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions import answer_clarification, decline_clarification
from consult.consultations.forms import AnswerForm, DeclineForm
from consult.consultations.models import Clarification
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import hub_href, my_id
from consult.kernel.errors import NotFound
from consult.kernel.words import truncate
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationRow:
    """One clarification question in the list."""

    asked: str
    when: str
    href: str
    word: str
    is_waiting: bool


@dataclass(frozen=True, kw_only=True)
class ClarificationsPage(Page):
    """Every clarification question of a consultation."""

    template: ClassVar[str] = "consultations/clarifications.html"

    about: str
    back: str
    rows: tuple[ClarificationRow, ...]


@dataclass(frozen=True, kw_only=True)
class ClarificationPage(Page):
    """One clarification question, to answer in public or to decline."""

    template: ClassVar[str] = "consultations/clarification.html"

    about: str
    back: str
    base: str
    asked: str
    when: str
    form: AnswerForm
    decline: DeclineForm


@bp.get("/desk/consultations/<int:consultation_id>/clarifications")
@needs(Permission.ANSWER_CLARIFICATIONS, scope=scope_of)
def clarifications(consultation_id: int) -> AnyResponse:
    """List the clarification questions, those that wait first."""
    consultation = consultation_by_id(session(), consultation_id)
    rows = sorted((_row(each) for each in consultation.clarifications), key=lambda row: not row.is_waiting)
    return ClarificationsPage(
        title=_("Clarification questions"),
        about=title_of(consultation),
        back=hub_href(consultation_id),
        rows=tuple(rows),
    ).answer()


@bp.route("/desk/consultations/<int:consultation_id>/clarifications/<int:number>", methods=["GET", "POST"])
@needs(Permission.ANSWER_CLARIFICATIONS, scope=scope_of)
def clarification(consultation_id: int, number: int) -> AnyResponse:
    """Answer a clarification question in public."""
    asked = _clarification(consultation_id, number)
    form = AnswerForm(public_wording=asked.public_wording or asked.asked, answer=asked.answer)
    if form.is_valid_post():
        answer_clarification(
            session(),
            clarification=asked,
            public_wording=form.public_wording.data,
            answer=form.answer.data,
            by_id=my_id(),
            now=now(),
        )
        return _listed(consultation_id, _("The answer is public."))
    return _page(asked, form, DeclineForm(formdata=None)).answer()


@bp.post("/desk/consultations/<int:consultation_id>/clarifications/<int:number>/decline")
@needs(Permission.ANSWER_CLARIFICATIONS, scope=scope_of)
def decline(consultation_id: int, number: int) -> AnyResponse:
    """Do not publish a clarification question, with a reason."""
    asked, form = _clarification(consultation_id, number), DeclineForm()
    if not form.is_valid_post():
        answer = AnswerForm(formdata=None, public_wording=asked.asked)
        return _page(asked, answer, form).answer()
    by_id = my_id()
    decline_clarification(session(), clarification=asked, reason=form.reason.data, by_id=by_id, now=now())
    return _listed(consultation_id, _("It is not published, and the reason is kept."))


def _clarification(consultation_id: int, number: int) -> Clarification:
    found = session().get(Clarification, number)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("We could not find this question.")
    return found


def _page(asked: Clarification, form: AnswerForm, decline_form: DeclineForm) -> ClarificationPage:
    back = url_for("consultations.clarifications", consultation_id=asked.consultation_id)
    return ClarificationPage(
        title=_("Answer in public"),
        about=title_of(asked.consultation),
        back=back,
        base=f"{back}/{asked.id}",
        asked=asked.asked,
        when=london(asked.asked_at),
        form=form,
        decline=decline_form,
    )


def _row(asked: Clarification) -> ClarificationRow:
    is_waiting = asked.answered_at is None
    done = _("Not published") if asked.not_published_reason else _("Answered")
    return ClarificationRow(
        asked=truncate(asked.public_wording or asked.asked, 160),
        when=london(asked.asked_at),
        href=url_for("consultations.clarification", consultation_id=asked.consultation_id, number=asked.id),
        word=_("Waits for an answer") if is_waiting else done,
        is_waiting=is_waiting,
    )


def _listed(consultation_id: int, sentence: str) -> AnyResponse:
    flash(sentence)
    return redirect(url_for("consultations.clarifications", consultation_id=consultation_id), 303)
