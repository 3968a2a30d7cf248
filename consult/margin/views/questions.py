"""The list of unanswered questions: for everyone, and for those who keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.documents.models import Paragraph
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid
from consult.margin.actions.silences import answer_silence, list_silence, paragraph_named
from consult.margin.forms import AnswerForm, SilenceForm
from consult.margin.models import Silence
from consult.margin.queries.silences import (
    comments_behind,
    comments_to_list,
    comments_waiting,
    silence_by_id,
    silence_counts,
    silences_of,
)
from consult.margin.rules import ANSWER_OWED_WITHIN, KIND_OF_PURPOSE, SilenceKind
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.margin.wording import SILENCES
from consult.responses.models import Comment
from consult.responses.queries.answering import consultation_to_answer
from consult.responses.queries.paragraphs import paragraph_numbers
from consult.storage.paging import Page as Cut
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.guards import may, needs, public, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session

LONGEST_EXTRACT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSilence:
    """One entry of the list."""

    anchor: str
    asked: str
    kind: str
    about: str
    owner: str
    due_on: date
    is_overdue: bool
    answer: str
    answered_on: date | None
    words_href: str
    words_text: str
    behind: str
    answer_href: str


@dataclass(frozen=True, kw_only=True)
class UnansweredPage(Page):
    """The list as everyone reads it."""

    template: ClassVar[str] = "margin/unanswered.html"

    about: str
    back: str
    slug: str
    n_open: int
    n_answered: int
    silences: tuple[ShownSilence, ...]
    cut: Cut[Silence]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAsking:
    """A comment that asks for something and is not on the list yet."""

    text: str
    about: str
    kind: str
    href: str


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(Page):
    """The list, and the comments that wait to be put on it."""

    template: ClassVar[str] = "margin/questions.html"

    about: str
    back: str
    consultation_id: int
    waiting: tuple[ShownAsking, ...]
    cut: Cut[Comment]
    silences: tuple[ShownSilence, ...]
    listed: Cut[Silence]
    may_write: bool
    new_href: str


@dataclass(frozen=True, kw_only=True)
class NewQuestionPage(Page):
    """An entry for the list."""

    template: ClassVar[str] = "margin/new_question.html"

    back: str
    about: str
    form: SilenceForm
    has_comments: bool


@dataclass(frozen=True, kw_only=True)
class AnswerPage(Page):
    """The answer to an entry."""

    template: ClassVar[str] = "margin/answer.html"

    back: str
    asked: str
    form: AnswerForm


@bp.get("/consultations/<slug>/unanswered-questions")
@public
@kept
def unanswered(slug: str) -> AnyResponse:
    """Show what the document leaves open, who owes the answer, and what is answered."""
    asked = consultation_to_answer(session(), slug=slug, now=now())
    counts = silence_counts(session(), consultation_id=asked.id)
    cut = silences_of(session(), consultation_id=asked.id, number=request.args.get("page", 1, type=int))
    return UnansweredPage(
        title=_("Unanswered questions"),
        about=asked.title,
        back=f"/consultations/{slug}",
        slug=slug,
        n_open=counts.total - counts.answered,
        n_answered=counts.answered,
        silences=_all_shown(cut, slug),
        cut=cut,
    ).answer()


@bp.get("/desk/consultations/<int:consultation_id>/margin/questions")
@needs(Permission.READ_RESPONSES, scope=scope_of)
def questions(consultation_id: int) -> AnyResponse:
    """Show the list, and the comments that ask for something."""
    consultation = in_hand(consultation_id)
    number, place = request.args.get("page", 1, type=int), request.args.get("listed", 1, type=int)
    cut = comments_waiting(session(), consultation_id=consultation_id, number=number)
    listed = silences_of(session(), consultation_id=consultation_id, number=place)
    return QuestionsPage(
        title=_("Unanswered questions"),
        about=title_of(consultation),
        back=url_for("margin.overview", consultation_id=consultation_id),
        consultation_id=consultation_id,
        waiting=_waiting(cut, consultation_id),
        cut=cut,
        silences=_all_shown(listed, consultation.slug, consultation_id),
        listed=listed,
        may_write=may(Permission.ANSWER_CLARIFICATIONS, scope_of(consultation_id)),
        new_href=url_for("margin.new_question", consultation_id=consultation_id),
    ).answer()


@bp.route("/desk/consultations/<int:consultation_id>/margin/questions/new", methods=["GET", "POST"])
@needs(Permission.ANSWER_CLARIFICATIONS, scope=scope_of)
def new_question(consultation_id: int) -> AnyResponse:
    """Put something on the list, with the comments on one paragraph behind it."""
    consultation = in_hand(consultation_id)
    comment = _comment(consultation, request.args.get("comment", 0, type=int))
    form = _new_form(consultation, comment)
    if form.is_valid_post():
        _listed(consultation, comment, form)
        flash(_("Everyone can read it on the list of unanswered questions."), "success")
        return redirect(url_for("margin.questions", consultation_id=consultation_id), 303)
    return NewQuestionPage(
        title=_("Put it on the list"),
        back=url_for("margin.questions", consultation_id=consultation_id),
        about=comment.text if comment else "",
        form=form,
        has_comments=bool(form.comments.choices),
    ).answer()


@bp.route("/desk/consultations/<int:consultation_id>/margin/questions/<int:silence_id>", methods=["GET", "POST"])
@needs(Permission.ANSWER_CLARIFICATIONS, scope=scope_of)
def answer(consultation_id: int, silence_id: int) -> AnyResponse:
    """Answer an entry of the list."""
    consultation = in_hand(consultation_id)
    silence = silence_by_id(session(), silence_id=silence_id, consultation_id=consultation_id)
    number = silence.answered_in.number if silence.answered_in else ""
    form = AnswerForm(data={"answer": silence.answer, "paragraph": number})
    if form.is_valid_post() and _answered(consultation, silence, form):
        flash(_("Everyone can read the answer."), "success")
        return redirect(url_for("margin.questions", consultation_id=consultation_id), 303)
    return AnswerPage(
        title=_("Answer it"),
        back=url_for("margin.questions", consultation_id=consultation_id),
        asked=silence.asked,
        form=form,
    ).answer()


def _new_form(consultation: Consultation, comment: Comment | None) -> SilenceForm:
    due_on = day_in_london(now()) + ANSWER_OWED_WITHIN
    kind = KIND_OF_PURPOSE.get(comment.purpose, SilenceKind.QUESTION) if comment else SilenceKind.QUESTION
    chosen = [str(comment.id)] if comment else []
    form = SilenceForm(data={"kind": kind.value, "due_on": due_on, "comments": chosen})
    near = (
        comments_to_list(session(), consultation_id=consultation.id, paragraph_id=comment.paragraph_id)
        if comment
        else []
    )
    form.comments.choices = [(str(one.id), _extract(one.text)) for one in near]
    return form


def _comment(consultation: Consultation, comment_id: int) -> Comment | None:
    found = session().get(Comment, comment_id) if comment_id else None
    return found if found is not None and found.response.consultation_id == consultation.id else None


def _listed(consultation: Consultation, comment: Comment | None, form: SilenceForm) -> Silence:
    return list_silence(
        session(),
        consultation=consultation,
        words=form.to_words(),
        paragraph=session().get(Paragraph, comment.paragraph_id) if comment else None,
        comment_ids=[int(chosen) for chosen in form.comments.data or ()],
        submission_key=form.submission_key.data or "",
        by_id=require_signed_in().account_id,
        now=now(),
    )


def _answered(consultation: Consultation, silence: Silence, form: AnswerForm) -> bool:
    """Answer it as the form says; otherwise the form says what is wrong."""
    document = version_in_hand(consultation).document
    field = "paragraph"
    try:
        paragraph = paragraph_named(session(), document=document, number=form.paragraph.data or "")
        field = "answer"
        answer_silence(
            session(),
            silence=silence,
            answer=form.answer.data or "",
            answered_in=paragraph,
            explained=form.word.data or "",
            document=document,
            by_id=require_signed_in().account_id,
            now=now(),
        )
    except Invalid as problem:
        form.refuse(field, problem.sentence)
        return False
    return True


def _waiting(cut: Cut[Comment], consultation_id: int) -> tuple[ShownAsking, ...]:
    numbers = paragraph_numbers(session(), paragraph_ids=[comment.paragraph_id for comment in cut.items])
    address = url_for("margin.new_question", consultation_id=consultation_id)
    return tuple(
        ShownAsking(
            text=_extract(comment.text),
            about=_("On paragraph %(number)s", number=numbers.get(comment.paragraph_id, "?")),
            kind=str(SILENCES[KIND_OF_PURPOSE[comment.purpose]]),
            href=f"{address}?comment={comment.id}",
        )
        for comment in cut.items
    )


def _all_shown(cut: Cut[Silence], slug: str, consultation_id: int | None = None) -> tuple[ShownSilence, ...]:
    behind = comments_behind(session(), silence_ids=[silence.id for silence in cut.items])
    return tuple(_shown(silence, slug, behind, consultation_id) for silence in cut.items)


def _shown(silence: Silence, slug: str, behind: Mapping[int, int], consultation_id: int | None) -> ShownSilence:
    n_behind, words = behind.get(silence.id, 0), silence.answered_in
    href = ""
    if words is not None:
        href = f"{url_for('margin.version', slug=slug, number=words.version.number)}#{words.identity}"
    return ShownSilence(
        anchor=f"question-{silence.id}",
        asked=silence.asked,
        kind=str(SILENCES[silence.kind]),
        about=_("About paragraph %(number)s", number=silence.paragraph.number) if silence.paragraph else "",
        owner=silence.owner,
        due_on=silence.due_on,
        is_overdue=silence.answered_at is None and silence.due_on < day_in_london(now()),
        answer=silence.answer,
        answered_on=day_in_london(silence.answered_at) if silence.answered_at else None,
        words_href=href,
        words_text=_("Read the words that answer it: paragraph %(number)s", number=words.number) if words else "",
        behind=ngettext("%(num)s comment asked this", "%(num)s comments asked this", n_behind) if n_behind else "",
        answer_href=url_for("margin.answer", consultation_id=consultation_id, silence_id=silence.id)
        if consultation_id
        else "",
    )


def _extract(text: str) -> str:
    return text if len(text) <= LONGEST_EXTRACT else f"{text[:LONGEST_EXTRACT]}…"
