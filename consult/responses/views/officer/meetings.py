"""What was said in meetings: notes become points, points become responses through the same door as everyone's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.consultations.rules import QuestionKind
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid, Stale
from consult.kernel.words import truncate
from consult.responses.actions.meetings import (
    add_notes,
    drop_point,
    join_to_the_one_above,
    save_points,
    split_in_two,
    take_in_points,
)
from consult.responses.forms.officer.meetings import NotesForm, PointsForm, points_form
from consult.responses.models import MeetingNotes
from consult.responses.queries.answering import ConsultationToAnswer, to_answer
from consult.responses.queries.listing import numbered_paragraphs
from consult.responses.queries.taken_in import notes_by_id, notes_page
from consult.responses.views.officer.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.mail_parts import LONGEST_PROMPT
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesRow:
    """One meeting in the list."""

    href: str
    title: str
    told: str
    is_waiting: bool


@dataclass(frozen=True, kw_only=True)
class MeetingsPage(Page):
    """The meetings so far, and a form for the notes of one more."""

    template: ClassVar[str] = "responses/officer/meetings.html"

    around: Around
    home: str
    form: NotesForm
    rows: tuple[NotesRow, ...]
    shown: ListPage[MeetingNotes]
    values: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFields:
    """One point with the names of its fields."""

    id: int
    is_first: bool
    response_href: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class PointsPage(Page):
    """The points of one meeting, to be put right and taken in."""

    template: ClassVar[str] = "responses/officer/points.html"

    around: Around
    home: str
    told: str
    form: PointsForm
    points: tuple[PointFields, ...]
    has_paragraphs: bool
    is_taken_in: bool
    fault: str


@bp.route("/meetings", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def meetings(consultation_id: int) -> AnyResponse:
    """Show the meetings so far, and take the notes of one more."""
    consultation, form = in_hand(consultation_id), NotesForm(title=request.args.get("title", ""))
    form.today = now().astimezone(LONDON).date()
    if form.is_valid_post():
        values, key, by_id = form.to_notes(), str(form.submission_key.data), require_signed_in().account_id
        try:
            notes = add_notes(
                session(), consultation=consultation, values=values, submission_key=key, by_id=by_id, now=now()
            )
            return go_to("points", consultation, notes_id=notes.id)
        except Invalid as refused:
            form.refuse("text", refused.sentence)
    shown = notes_page(session(), consultation=consultation, number=request.args.get("page", 1, type=int))
    return MeetingsPage(
        title=_("What was said in meetings"),
        around=around(consultation, here="ways_in"),
        home=address("ways_in", consultation),
        form=form,
        rows=tuple(_row(consultation, notes) for notes in shown.items),
        shown=shown,
        values={"consultation_id": consultation.id},
    ).answer()


@bp.get("/meetings/<int:notes_id>")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def points(consultation_id: int, notes_id: int) -> AnyResponse:
    """Show the points of one meeting."""
    consultation = in_hand(consultation_id)
    notes = notes_by_id(session(), consultation=consultation, notes_id=notes_id)
    return _page(consultation, notes, _form(consultation, notes)).answer()


@bp.post("/meetings/<int:notes_id>")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def put_right(consultation_id: int, notes_id: int) -> AnyResponse:
    """Keep what was typed, and then join, split, leave out or take in."""
    consultation = in_hand(consultation_id)
    notes = notes_by_id(session(), consultation=consultation, notes_id=notes_id)
    form = _form(consultation, notes)
    if not form.is_valid_post():
        return _page(consultation, notes, form).answer()
    try:
        save_points(session(), notes=notes, values=form.to_points(), version_seen=form.version_seen)
        return _act(consultation, notes, request.form.get("act", ""))
    except Stale as stale:
        form.version.data = str(notes.version)
        return _page(consultation, notes, form, fault=stale.sentence).answer(409)
    except Invalid as refused:  # nothing is stored, and everything that was typed stands in the form
        return _page(consultation, notes, form, fault=refused.sentence).answer(422)


def _act(consultation: Consultation, notes: MeetingNotes, act: str) -> AnyResponse:
    """Do what the pressed button says; whatever it is, the words were kept before."""
    verb, _colon, number = act.partition(":")
    if verb == "take_in":
        return _take_in(consultation, notes)
    if verb in _ACTS and number.isdigit():
        _ACTS[verb](session(), notes=notes, point_id=int(number))
    else:
        flash(_("Saved."))
    return go_to("points", consultation, notes_id=notes.id)


_ACTS: Mapping[str, Callable[..., None]] = {
    "join": join_to_the_one_above,
    "split": split_in_two,
    "drop": drop_point,
}


def _take_in(consultation: Consultation, notes: MeetingNotes) -> AnyResponse:
    language = to_answer(session(), consultation=consultation, now=now()).language
    by_id = require_signed_in().account_id
    taken = take_in_points(session(), consultation=consultation, notes=notes, language=language, by_id=by_id, now=now())
    flash(ngettext("%(num)s response was stored.", "%(num)s responses were stored.", len(taken)))
    return go_to("points", consultation, notes_id=notes.id)


def questions_in_words(asked: ConsultationToAnswer) -> list[tuple[str, str]]:
    """The questions that take words, to choose from."""
    return [
        (str(question.id), f"{question.number}. {truncate(question.prompt, LONGEST_PROMPT)}")
        for question in asked.questions
        if question.kind is QuestionKind.OPEN_TEXT or question.asks_why
    ]


def _row(consultation: Consultation, notes: MeetingNotes) -> NotesRow:
    n = len(notes.points)
    told = (short_day(notes.held_on), ngettext("%(num)s point", "%(num)s points", n))
    return NotesRow(
        href=address("points", consultation, notes_id=notes.id),
        title=notes.title,
        told=" · ".join(told),
        is_waiting=notes.taken_in_at is None,
    )


def _form(consultation: Consultation, notes: MeetingNotes) -> PointsForm:
    asked = to_answer(session(), consultation=consultation, now=now())
    return points_form(
        notes.points,
        version=notes.version,
        groups=[(str(group), words) for group, words in asked.groups],
        questions=questions_in_words(asked),
        numbers=numbered_paragraphs(session(), consultation=consultation),
    )


def _page(consultation: Consultation, notes: MeetingNotes, form: PointsForm, *, fault: str = "") -> PointsPage:
    told = _("Held %(day)s.", day=short_day(notes.held_on))
    return PointsPage(
        title=notes.title,
        around=around(consultation, here="ways_in"),
        home=address("meetings", consultation),
        told=told,
        form=form,
        points=tuple(
            PointFields(
                id=point.id,
                is_first=place == 0,
                response_href=address("one_response", consultation, response_id=point.response_id)
                if point.response_id
                else "",
                reference=point.response.reference if point.response else "",
            )
            for place, point in enumerate(notes.points)
        ),
        has_paragraphs=bool(form.numbers),
        is_taken_in=notes.taken_in_at is not None,
        fault=fault,
    )
