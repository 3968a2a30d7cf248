"""What would change: late responses and new runs are looked at before anything happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import apply_comparison, ask_where_late_go, discard_comparison
from consult.analysis.actions.comparing import job_key
from consult.analysis.difference import Difference, Fate, Move
from consult.analysis.models import Codebook, Comparison
from consult.analysis.queries.comparing import comparison_by_id, n_late_texts, waiting_comparison, words_of_texts
from consult.analysis.rules import ComparisonKind
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.views.shown import response_href
from consult.jobs.queries import job_by_key
from consult.kernel.errors import Refused
from consult.kernel.freezing import from_json
from consult.kernel.words import truncate
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

_SHOWN_WORDS = 300
_SHOWN_MOVES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """One theme, before and after."""

    name: str
    href: str
    word: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """One response, where it is and where it would be."""

    anchor: str
    words: str
    href: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """Whether anything waits to change the themes, and how many responses came since the last analysis."""

    template: ClassVar[str] = "analysis/changes.html"

    around: Around
    late: str
    waiting_words: str
    waiting_href: str
    ask_href: str
    start_href: str


@dataclass(frozen=True, kw_only=True)
class ComparisonPage(Page):
    """What one run, or the late responses, would change."""

    template: ClassVar[str] = "analysis/comparison.html"

    around: Around
    is_ready: bool
    done: int
    sentence: str
    is_decided: bool
    decided: str
    is_older: bool
    told: tuple[str, ...]
    themes: tuple[ThemeRow, ...]
    joining: tuple[MoveRow, ...]
    moving: tuple[MoveRow, ...]
    more: str
    apply_href: str
    discard_href: str


@bp.get("/<int:codebook_id>/changes")
@needs(Permission.ANALYSE, scope=scope_of)
def changes(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show what waits, and how many responses came since the last analysis."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    n, waiting, here = n_late_texts(session(), codebook), waiting_comparison(session(), codebook_id), around(codebook)
    late = ngettext(
        "%(num)s response came after the last analysis and is in no theme yet.",
        "%(num)s responses came after the last analysis and are in no theme yet.",
        n,
    )
    return ChangesPage(
        title=_("What would change"),
        around=around(codebook, here="changes"),
        late=late if n else "",
        waiting_words=_kind_words(waiting) if waiting else "",
        waiting_href=address("comparison", codebook, comparison_id=waiting.id) if waiting else "",
        ask_href=address("ask_late", codebook) if n and waiting is None else "",
        start_href=f"{here.overview_href}/start/{codebook.question_id or 'comments'}",
    ).answer()


@bp.post("/<int:codebook_id>/changes/late")
@needs(Permission.ANALYSE, scope=scope_of)
def ask_late(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Work out where the late responses would go."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    try:
        asked = ask_where_late_go(session(), codebook=codebook, by_id=my_id(), now=now())
    except Refused as refusal:
        flash(refusal.sentence)
        return go_to("changes", codebook)
    return go_to("comparison", codebook, comparison_id=asked.id)


@bp.get("/<int:codebook_id>/changes/<int:comparison_id>")
@needs(Permission.ANALYSE, scope=scope_of)
def comparison(consultation_id: int, codebook_id: int, comparison_id: int) -> AnyResponse:
    """Show what would change."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    found = comparison_by_id(session(), comparison_id, codebook_id=codebook_id)
    told = from_json(Difference, found.difference) if found.compared_at else None
    job = job_by_key(session(), job_key(found.id))
    is_decided = found.decided_at is not None
    joining, moving = _moves(codebook, told)
    return ComparisonPage(
        title=_kind_words(found),
        around=around(codebook, here="changes"),
        is_ready=told is not None,
        done=job.progress_done if job else 0,
        sentence=_("Comparing the responses with each other"),
        is_decided=is_decided,
        decided=_decided(found),
        is_older=not is_decided and told is not None and found.codebook_version != codebook.version,
        told=_told(told),
        themes=_themes(codebook, told),
        joining=joining,
        moving=moving,
        more=_more(told, shown=len(joining) + len(moving)),
        apply_href=address("apply_change", codebook, comparison_id=found.id),
        discard_href=address("discard_change", codebook, comparison_id=found.id),
    ).answer()


@bp.post("/<int:codebook_id>/changes/<int:comparison_id>/apply")
@needs(Permission.ANALYSE, scope=scope_of)
def apply_change(consultation_id: int, codebook_id: int, comparison_id: int) -> AnyResponse:
    """Let it happen."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    found = comparison_by_id(session(), comparison_id, codebook_id=codebook_id)
    try:
        apply_comparison(session(), comparison=found, by_id=my_id(), now=now())
    except Refused as refusal:
        flash(refusal.sentence)
        return go_to("comparison", codebook, comparison_id=comparison_id)
    flash(_("Done. What you and other officers did before stands over it."))
    return go_to("board", codebook)


@bp.post("/<int:codebook_id>/changes/<int:comparison_id>/discard")
@needs(Permission.ANALYSE, scope=scope_of)
def discard_change(consultation_id: int, codebook_id: int, comparison_id: int) -> AnyResponse:
    """Leave everything as it is."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    found = comparison_by_id(session(), comparison_id, codebook_id=codebook_id)
    try:
        discard_comparison(session(), comparison=found, by_id=my_id(), now=now())
    except Refused as refusal:
        flash(refusal.sentence)
        return go_to("comparison", codebook, comparison_id=comparison_id)
    flash(_("Discarded. The themes are as they were."))
    return go_to("changes", codebook)


def _kind_words(found: Comparison) -> str:
    if found.kind is ComparisonKind.LATE:
        return _("Where the late responses would go")
    return _("What the new analysis would change")


def _decided(found: Comparison) -> str:
    if found.decided_at is None:
        return ""
    return _("This was applied.") if found.applied else _("This was discarded. Nothing changed.")


def _told(told: Difference | None) -> tuple[str, ...]:
    """Say in sentences how much would change."""
    if told is None:
        return ()
    fates = [change.fate for change in told.themes]
    gained, lost = fates.count(Fate.GAINED), fates.count(Fate.LOST)
    joins = told.n_new - told.n_new_unthemed
    sentences = (
        (joins, ngettext("%(num)s new response joins a theme.", "%(num)s new responses join a theme.", joins)),
        (
            told.n_new_unthemed,
            ngettext(
                "%(num)s new response is like no theme and stays in none.",
                "%(num)s new responses are like no theme and stay in none.",
                told.n_new_unthemed,
            ),
        ),
        (gained, ngettext("%(num)s theme is new.", "%(num)s themes are new.", gained)),
        (lost, ngettext("%(num)s theme goes.", "%(num)s themes go.", lost)),
        (told.n_moves, ngettext("%(num)s response moves.", "%(num)s responses move.", told.n_moves)),
    )
    return tuple(words for n, words in sentences if n) or (_("Nothing would change."),)


def _themes(codebook: Codebook, told: Difference | None) -> tuple[ThemeRow, ...]:
    words = {
        Fate.GAINED: (_("New"), "good"),
        Fate.LOST: (_("Goes"), "bad"),
        Fate.GROWN: (_("Grows"), "info"),
        Fate.SHRUNK: (_("Shrinks"), "warn"),
        Fate.SAME: (_("Stays"), "plain"),
    }
    return tuple(
        ThemeRow(
            name=change.name,
            href=address("theme", codebook, theme_id=change.theme) if change.theme else "",
            word=words[change.fate][0],
            kind=words[change.fate][1],
            before=f"{change.before:,}",
            after=f"{change.after:,}",
        )
        for change in (told.themes if told else ())
    )


def _moves(codebook: Codebook, told: Difference | None) -> tuple[tuple[MoveRow, ...], tuple[MoveRow, ...]]:
    shown = told.moves[:_SHOWN_MOVES] if told else ()
    said = words_of_texts(session(), codebook, [move.text for move in shown])
    rows = [(move, _move(codebook, move, *said[move.text])) for move in shown if move.text in said]
    return tuple(row for move, row in rows if move.is_new), tuple(row for move, row in rows if not move.is_new)


def _move(codebook: Codebook, move: Move, response_id: int, words: str) -> MoveRow:
    nowhere = _("In no theme")
    return MoveRow(
        anchor=f"text-{move.text}",
        words=truncate(words, _SHOWN_WORDS),
        href=response_href(codebook, response_id),
        before=_("New") if move.is_new else ", ".join(move.before) or nowhere,
        after=", ".join(move.after) or nowhere,
    )


def _more(told: Difference | None, *, shown: int) -> str:
    n = told.n_moves + told.n_new - shown if told else 0
    return ngettext("%(num)s more is not listed here.", "%(num)s more are not listed here.", n) if n > 0 else ""
