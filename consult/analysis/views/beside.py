"""What lies beside the themes: the texts in none of them, and the letters that many people sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import move_response
from consult.analysis.forms import SortForm
from consult.analysis.models import Campaign, Codebook, Unassigned
from consult.analysis.queries.held import campaigns_of, unassigned_page
from consult.analysis.queries.themes import standing_themes, theme_by_id
from consult.analysis.rules import Bin
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.views.shown import response_href
from consult.analysis.wording import BINS
from consult.consultations.wording import COUNTING_RULES_FOR_ANYONE
from consult.kernel.words import truncate
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

_SHOWN = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseRow:
    """One text that is in no theme."""

    text_id: int
    words: str
    nearest: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Which of the two lists to show."""

    words: str
    href: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class LoosePage(Page):
    """The texts that are in no theme: none is dropped."""

    template: ClassVar[str] = "analysis/loose.html"

    around: Around
    kinds: tuple[Kind, ...]
    shown: ListPage[Unassigned]
    rows: tuple[LooseRow, ...]
    form: SortForm
    values: dict[str, object]
    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that many people sent."""

    words: str
    text: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class LettersPage(Page):
    """The letters that many people sent; a note beside the counts, never a deletion."""

    template: ClassVar[str] = "analysis/letters.html"

    around: Around
    counting: str
    letters: tuple[Letter, ...]


@bp.route("/<int:codebook_id>/no-theme", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def loose(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show the texts in no theme, and put them into one."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    form = SortForm(version=str(codebook.version))
    themes = [(str(each.id), each.name) for each in standing_themes(session(), codebook.id)]
    form.offer_themes(themes, may_be_none=False)
    if form.is_valid_post():
        wanted = form.to_sorted(request.form)
        if not wanted.texts or wanted.into is None:
            form.refuse("into", _("Tick at least one response and choose a theme"))
        else:
            into = theme_by_id(session(), wanted.into, codebook_id=codebook_id)
            said, me = wanted.texts, my_id()
            move_response(
                session(), codebook=codebook, texts=said, source=None, into=into, version=None, by_id=me, now=now()
            )
            flash(ngettext("%(num)s response was moved.", "%(num)s responses were moved.", len(wanted.texts)))
            return go_to("loose", codebook)
    return _loose_page(codebook, form).answer()


@bp.get("/<int:codebook_id>/letters")
@needs(Permission.ANALYSE, scope=scope_of)
def letters(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show the letters that many people sent."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    found = campaigns_of(session(), codebook)
    return LettersPage(
        title=_("The same letter from many people"),
        around=around(codebook, here="letters"),
        counting=str(COUNTING_RULES_FOR_ANYONE[codebook.consultation.counting_rule]),
        letters=tuple(_letter(campaign, place) for place, campaign in enumerate(found, start=1)),
    ).answer()


def _loose_page(codebook: Codebook, form: SortForm) -> LoosePage:
    is_nothing = request.args.get("kind") == "nothing"
    bin_ = Bin.NO_SUBSTANTIVE_ANSWER if is_nothing else Bin.UNTHEMED
    number = request.args.get("page", 1, type=int)
    shown = unassigned_page(session(), codebook, bin_=bin_, search="", number=number)
    names = {each.id: each.name for each in standing_themes(session(), codebook.id)}
    here = address("loose", codebook)
    return LoosePage(
        title=str(BINS[bin_]),
        around=around(codebook, here="loose"),
        kinds=(
            Kind(words=str(BINS[Bin.UNTHEMED]), href=here, is_current=not is_nothing),
            Kind(words=str(BINS[Bin.NO_SUBSTANTIVE_ANSWER]), href=f"{here}?kind=nothing", is_current=is_nothing),
        ),
        shown=shown,
        rows=tuple(_loose_row(codebook, row, names) for row in shown.items),
        form=form,
        values={"consultation_id": codebook.consultation_id, "codebook_id": codebook.id}
        | ({"kind": "nothing"} if is_nothing else {}),
        endpoint="analysis.loose",
    )


def _loose_row(codebook: Codebook, row: Unassigned, names: dict[int, str]) -> LooseRow:
    said = row.answer or row.comment
    return LooseRow(
        text_id=said.id if said else 0,
        words=truncate(said.text, _SHOWN) if said else "",
        nearest=names.get(row.nearest_theme_id or 0, ""),
        href=response_href(codebook, row.response_id),
    )


def _letter(campaign: Campaign, place: int) -> Letter:
    words = ngettext("%(num)s person sent this", "%(num)s people sent this", campaign.size)
    return Letter(words=words, text=campaign.template, anchor=f"letter-{place}")
