"""The workbench of one question: every theme as a card, what lies beside them, and confirming them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.analysis.actions import add_theme, confirm_themes
from consult.analysis.forms import AddForm, ConfirmForm, ManyForm
from consult.analysis.models import Codebook, Run
from consult.analysis.queries.linking import links_of
from consult.analysis.queries.next_step import NextStep, Step, next_step
from consult.analysis.queries.overview import finished_run
from consult.analysis.queries.themes import Board, theme_by_id
from consult.analysis.queries.themes import board as board_of
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.views.shown import Card, card_of, linked_by_theme
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import may, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number at the top of the workbench."""

    number: str
    name: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """The one thing to do next; without a place to go it is done on this page."""

    words: str
    href: str
    button: str


@dataclass(frozen=True, kw_only=True)
class BoardPage(Page):
    """Every theme of one question."""

    template: ClassVar[str] = "analysis/board.html"

    around: Around
    figures: tuple[Figure, ...]
    cards: tuple[Card, ...]
    how: str
    is_provisional: bool
    left_out: str
    step: ShownStep | None
    n_unconfirmed: int
    confirm_words: str
    confirm_form: ManyForm
    confirm_href: str
    add_href: str
    start_href: str
    take_out_href: str


@dataclass(frozen=True, kw_only=True)
class AddPage(Page):
    """Adds a theme that the run did not find."""

    template: ClassVar[str] = "analysis/edit.html"

    around: Around
    about: str
    back: str
    intro: str
    form: AddForm
    button: str
    is_grave: bool = False
    changed: None = None


@bp.get("/<int:codebook_id>")
@needs(Permission.ANALYSE, scope=scope_of)
def board(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show the themes as movable matter."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    return _board_page(codebook).answer()


@bp.post("/<int:codebook_id>/confirm")
@needs(Permission.ANALYSE, scope=scope_of)
def confirm(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Confirm every suggestion, as it was seen."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    versions = ManyForm().to_versions()
    confirm_themes(session(), codebook=codebook, versions=versions, by_id=my_id(), now=now())
    flash(ngettext("%(num)s theme is confirmed.", "%(num)s themes are confirmed.", len(versions)))
    return go_to("board", codebook)


@bp.post("/<int:codebook_id>/themes/<int:theme_id>/confirm", endpoint="confirm_one")
@needs(Permission.ANALYSE, scope=scope_of)
def confirm_theme(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Confirm one theme, as it was seen."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    theme = theme_by_id(session(), theme_id, codebook_id=codebook_id)
    versions = {theme.id: ConfirmForm().version_seen}
    confirm_themes(session(), codebook=codebook, versions=versions, by_id=my_id(), now=now())
    flash(_("“%(name)s” is confirmed.", name=theme.name))
    return go_to("board", codebook, _anchor=f"theme-{theme_id}")


@bp.route("/<int:codebook_id>/add", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def add(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Add a theme."""
    codebook, form = codebook_in_hand(consultation_id, codebook_id), AddForm()
    if form.is_valid_post():
        name, told = form.name.data, form.description.data
        theme = add_theme(session(), codebook=codebook, name=name, description=told, by_id=my_id(), now=now())
        flash(_("The theme is added. Now put responses into it: tick them where they are and move them here."))
        return go_to("theme", codebook, theme_id=theme.id)
    here = around(codebook)
    return AddPage(
        title=_("Add a theme"),
        around=here,
        about=here.question,
        back=here.board_href,
        intro=_("For something that people said and the analysis missed."),
        form=form,
        button=_("Add this theme"),
    ).answer()


def _board_page(codebook: Codebook) -> BoardPage:
    run = finished_run(session(), codebook.id)
    doubtful = _unsure_below(run)
    shown = board_of(session(), codebook, unsure_below=doubtful)
    step = next_step(session(), codebook, shown, by_id=my_id(), unsure_below=doubtful)
    links = linked_by_theme(links_of(session(), codebook.consultation_id))
    here = around(codebook, here="board")
    unconfirmed = {weighed.theme.id: weighed.theme.version for weighed in shown.unconfirmed}
    return BoardPage(
        title=here.question,
        around=here,
        figures=_figures(codebook, shown),
        cards=tuple(card_of(codebook, weighed, links.get(weighed.theme.id)) for weighed in shown.themes),
        how=_how(run),
        is_provisional=run is not None and run.provisional,
        left_out=_left_out(run),
        step=_step_shown(codebook, step),
        n_unconfirmed=len(unconfirmed),
        confirm_words=ngettext("Confirm the %(num)s suggestion", "Confirm all %(num)s suggestions", len(unconfirmed)),
        confirm_form=ManyForm(versions=ManyForm.told(unconfirmed)),
        confirm_href=address("confirm", codebook),
        add_href=address("add", codebook),
        start_href=f"{here.overview_href}/start/{codebook.question_id or 'comments'}",
        take_out_href=_take_out_href(codebook),
    )


def _take_out_href(codebook: Codebook) -> str:
    """Return where these themes are taken out, for those who may."""
    if not may(Permission.EXPORT, consultation_scope(codebook.consultation_id)):
        return ""
    return f"/desk/consultations/{codebook.consultation_id}/export/themes/{codebook.id}"


def _step_shown(codebook: Codebook, step: NextStep) -> ShownStep | None:
    """Return the next step in words; nothing where the page begins with it anyway."""
    told: dict[Step, Callable[[], tuple[str, str, str]]] = {
        Step.DECIDE: lambda: (
            _("Something waits that would change these themes. Nothing has moved yet."),
            address("changes", codebook),
            _("See what would change"),
        ),
        Step.PLACE_LATE: lambda: (
            ngettext(
                "%(num)s text came after the last analysis.", "%(num)s texts came after the last analysis.", step.n
            ),
            address("changes", codebook),
            _("See where they belong"),
        ),
        Step.MEASURE: lambda: (
            _("Nobody has measured yet how far people and the machine agree. Do it before you read on."),
            address("agreement", codebook),
            _("Draw a sample and code it"),
        ),
        Step.READ: lambda: (
            ngettext(
                "The machine doubts where %(num)s text belongs.",
                "The machine doubts where %(num)s texts belong.",
                step.n,
            ),
            address("read", codebook),
            _("Read what it doubts"),
        ),
        Step.CONFIRM: lambda: (
            _("People have read all that the machine doubts. Look at each theme, then confirm."),
            "",
            "",
        ),
        Step.GO_ON: lambda: (
            _("Every theme here is confirmed."),
            around(codebook).overview_href,
            _("See what else waits to be analysed"),
        ),
    }
    if step.step not in told:
        return None
    words, href, button = told[step.step]()
    return ShownStep(words=words, href=href, button=button)


def _unsure_below(run: Run | None) -> float:
    return float(run.counts.get("unsure_below", 0.0)) if run is not None else 0.0


def _figures(codebook: Codebook, shown: Board) -> tuple[Figure, ...]:
    loose_href = address("loose", codebook)
    figures = [
        Figure(number=f"{shown.base:,}", name=_("answered in their own words")),
        Figure(number=f"{len(shown.themes):,}", name=ngettext("theme", "themes", len(shown.themes))),
        Figure(number=f"{len(shown.unconfirmed):,}", name=_("still to confirm")),
        Figure(number=f"{shown.n_unthemed:,}", name=_("in no theme"), href=loose_href),
        Figure(number=f"{shown.n_nothing:,}", name=_("said nothing about it"), href=f"{loose_href}?kind=nothing"),
    ]
    if shown.n_late:
        figures.insert(1, Figure(number=f"{shown.n_late:,}", name=_("came late, counted apart")))
    if shown.n_campaigns:
        words = ngettext("letter that many sent", "letters that many sent", shown.n_campaigns)
        figures.append(Figure(number=f"{shown.n_campaigns:,}", name=words, href=address("letters", codebook)))
    return tuple(figures)


def _how(run: Run | None) -> str:
    if run is None or run.finished_at is None:
        return _("These themes were made by officers.")
    return _(
        "Found on %(when)s by comparing the words of all answers (%(engine)s, seed %(seed)s). "
        "Counts are not votes: they say how many people raised something, not how many agree.",
        when=london(run.finished_at),
        engine=run.engine,
        seed=run.seed,
    )


def _left_out(run: Run | None) -> str:
    numbers = run.counts.get("edits_left_out", []) if run is not None else []
    if not numbers:
        return ""
    return _(
        "The last analysis found other themes, and these changes no longer fit: %(numbers)s. Look at the history.",
        numbers=", ".join(str(number) for number in numbers),
    )
