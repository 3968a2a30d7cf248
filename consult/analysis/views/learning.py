"""Learning from officers: what the machine would place otherwise, shown before anything moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import apply_lesson, ask_lesson
from consult.analysis.models import Codebook, Lesson
from consult.analysis.queries.learning import (
    lesson_by_id,
    lessons_of,
    n_confirmed_by_theme,
    n_unconfirmed,
)
from consult.analysis.queries.texts import owners_of
from consult.analysis.queries.themes import all_names, standing_themes
from consult.analysis.rules import FEWEST_CONFIRMED
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.kernel.errors import Refused
from consult.kernel.words import truncate
from consult.web.clock import now
from consult.web.filters import london, percent
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

MOST_SHOWN = 200
_SHOWN = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeReady:
    """One theme and how many of its responses an officer confirmed."""

    name: str
    words: str
    is_ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One response that the machine would place otherwise."""

    words: str
    before: str
    after: str
    sure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How many responses would go from one theme to another."""

    before: str
    after: str
    n: int


@dataclass(frozen=True, kw_only=True)
class LearningPage(Page):
    """What could be learnt, and what the last lesson would move."""

    template: ClassVar[str] = "analysis/learning.html"

    around: Around
    themes: tuple[ThemeReady, ...]
    may_ask: bool
    is_running: bool
    result: str
    asked: str
    shifts: tuple[Shift, ...]
    moves: tuple[Move, ...]
    left_out: str
    apply_href: str
    ask_href: str
    log_href: str


@bp.get("/<int:codebook_id>/learning")
@needs(Permission.ANALYSE, scope=scope_of)
def learning(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show what is confirmed, and what the machine made of it."""
    return _page(codebook_in_hand(consultation_id, codebook_id)).answer()


@bp.post("/<int:codebook_id>/learning/ask")
@needs(Permission.ANALYSE, scope=scope_of)
def ask_to_learn(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Let the machine learn; nothing moves."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    try:
        ask_lesson(session(), codebook=codebook, by_id=my_id(), now=now())
    except Refused as refusal:
        flash(refusal.sentence)
    else:
        flash(_("The machine is learning. Nothing moves until you say so."))
    return go_to("learning", codebook)


@bp.post("/<int:codebook_id>/learning/<int:lesson_id>/apply")
@needs(Permission.ANALYSE, scope=scope_of)
def apply_learned(consultation_id: int, codebook_id: int, lesson_id: int) -> AnyResponse:
    """Move what was shown."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    lesson = lesson_by_id(session(), lesson_id, codebook_id=codebook_id)
    row = apply_lesson(session(), lesson=lesson, by_id=my_id(), now=now())
    flash(_("Applied. It is change %(number)s in the history, where you can undo it.", number=row.number))
    return go_to("learning", codebook)


def _page(codebook: Codebook) -> LearningPage:
    lessons, names = lessons_of(session(), codebook.id, most=1), all_names(session(), codebook.id)
    lesson = lessons[0] if lessons else None
    counts = n_confirmed_by_theme(session(), codebook)
    themes = tuple(_ready(theme.name, counts.get(theme.id, 0)) for theme in standing_themes(session(), codebook.id))
    is_running = lesson is not None and lesson.finished_at is None
    is_fresh = lesson is not None and lesson.edit_number is None and lesson.codebook_version == codebook.version
    may_apply = lesson is not None and is_fresh and bool(lesson.moves)
    return LearningPage(
        title=_("Let the machine learn from you"),
        around=around(codebook, here="learning"),
        themes=themes,
        may_ask=sum(each.is_ready for each in themes) > 1 and not is_running,
        is_running=is_running,
        result=_result(lesson, is_fresh=is_fresh, n=n_unconfirmed(session(), codebook)) if lesson else "",
        asked=_("Asked for on %(when)s.", when=london(lesson.asked_at)) if lesson else "",
        shifts=_shifts(lesson, names) if lesson else (),
        moves=_moves(codebook, lesson, names) if lesson else (),
        left_out=_left_out(lesson) if lesson else "",
        apply_href=address("apply_learned", codebook, lesson_id=lesson.id) if lesson and may_apply else "",
        ask_href=address("ask_to_learn", codebook),
        log_href=address("log", codebook),
    )


def _ready(name: str, n: int) -> ThemeReady:
    words = ngettext("%(num)s confirmed", "%(num)s confirmed", n)
    return ThemeReady(name=name, words=words, is_ready=n >= FEWEST_CONFIRMED)


def _result(lesson: Lesson, *, is_fresh: bool, n: int) -> str:
    if lesson.finished_at is None:
        return _("The machine is learning. Look again in a moment.")
    if lesson.failure:
        return _("Nothing could be learnt: %(why)s", why=lesson.failure)
    if lesson.edit_number is not None:
        return _("This was applied as change %(number)s.", number=lesson.edit_number)
    if not lesson.moves:
        return _("The machine would move nothing: what you confirmed agrees with it.")
    told = ngettext(
        "It would move %(num)s response of %(all)s that nobody confirmed.",
        "It would move %(num)s responses of %(all)s that nobody confirmed.",
        len(lesson.moves),
        all=n,
    )
    return told if is_fresh else _("%(told)s The themes changed since, so let it learn again.", told=told)


def _shifts(lesson: Lesson, names: dict[int, str]) -> tuple[Shift, ...]:
    counted: dict[tuple[int | None, int], int] = {}
    for _text, before, after, _sure in lesson.moves:
        counted[before, after] = counted.get((before, after), 0) + 1
    order = sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple(Shift(before=_name(before, names), after=_name(after, names), n=n) for (before, after), n in order)


def _moves(codebook: Codebook, lesson: Lesson, names: dict[int, str]) -> tuple[Move, ...]:
    surest = sorted(lesson.moves, key=lambda move: (-move[3], move[0]))[:MOST_SHOWN]
    said = owners_of(session(), codebook, {move[0] for move in surest}, with_words=True)
    return tuple(
        Move(
            words=truncate(said[text].words, _SHOWN) if text in said else "",
            before=_name(before, names),
            after=_name(after, names),
            sure=percent(sure),
        )
        for text, before, after, sure in surest
    )


def _left_out(lesson: Lesson) -> str:
    rest = len(lesson.moves) - MOST_SHOWN
    return ngettext("and %(num)s more", "and %(num)s more", rest) if rest > 0 else ""


def _name(theme: int | None, names: dict[int, str]) -> str:
    return _("in no theme") if theme is None else names.get(theme, "")
