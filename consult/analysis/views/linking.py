"""Across questions: themes that say the same, everyone counted once; linking them and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import end_link, link_again, link_themes
from consult.analysis.forms import LinkForm
from consult.analysis.models import Codebook, Theme
from consult.analysis.queries.linking import Linked, ended_links_of, link_by_id, links_of, themes_to_link
from consult.analysis.queries.overview import analysable
from consult.analysis.views.blueprint import (
    Around,
    address,
    around,
    bp,
    codebook_in_hand,
    go_to,
    in_hand,
    my_id,
    question_of,
    scope_of,
)
from consult.analysis.views.shown import share_words
from consult.kernel.errors import ConsultError
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import roll_back, session


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRow:
    """One theme of a link."""

    question: str
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """One link with its count."""

    anchor: str
    name: str
    share: float
    words: str
    notes: tuple[str, ...]
    rows: tuple[LinkedRow, ...]
    undo_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedShown:
    """A link that was taken back."""

    name: str
    when: str
    again_href: str


@dataclass(frozen=True, kw_only=True)
class LinksPage(Page):
    """What is said in several places, each person counted once."""

    template: ClassVar[str] = "analysis/links.html"

    around: Around
    links: tuple[LinkShown, ...]
    ended: tuple[EndedShown, ...]
    form: LinkForm
    has_choices: bool


@bp.route("/<int:codebook_id>/across", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def links(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show the links of a consultation, and link more."""
    codebook, form = codebook_in_hand(consultation_id, codebook_id), LinkForm()
    form.themes.choices = _choices(codebook)
    if not form.is_valid_post():
        return _page(codebook, form).answer()
    try:
        made = link_themes(
            session(),
            consultation=codebook.consultation,
            themes=form.to_themes(),
            name=form.name.data,
            reason=form.reason.data,
            by_id=my_id(),
            now=now(),
        )
    except ConsultError as fault:
        roll_back()
        codebook = codebook_in_hand(consultation_id, codebook_id)
        form.refuse("themes", fault.sentence)
        return _page(codebook, form).answer(422)
    flash(_("Linked: “%(name)s”. Whoever says it in several places is counted once.", name=made.name))
    return go_to("links", codebook)


@bp.post("/<int:codebook_id>/across/<int:link_id>/undo")
@needs(Permission.ANALYSE, scope=scope_of)
def undo_link(consultation_id: int, codebook_id: int, link_id: int) -> AnyResponse:
    """Take a link back."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    link = link_by_id(session(), link_id, consultation_id=consultation_id)
    end_link(session(), link=link, by_id=my_id(), now=now())
    flash(_("The link “%(name)s” is undone. The themes stay as they are.", name=link.name))
    return go_to("links", codebook)


@bp.post("/<int:codebook_id>/across/<int:link_id>/again")
@needs(Permission.ANALYSE, scope=scope_of)
def relink(consultation_id: int, codebook_id: int, link_id: int) -> AnyResponse:
    """Link again what was taken back."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    link = link_by_id(session(), link_id, consultation_id=consultation_id)
    link_again(session(), link=link, by_id=my_id(), now=now())
    flash(_("Linked again: “%(name)s”.", name=link.name))
    return go_to("links", codebook)


def _choices(codebook: Codebook) -> list[tuple[str, str]]:
    """Offer the themes that are in no link, each with its question; none where there is but one question."""
    themes = themes_to_link(session(), codebook.consultation_id)
    if len({theme.codebook_id for theme in themes}) < 2:
        return []
    questions = _questions(codebook)
    return [
        (
            str(theme.id),
            _("%(name)s (%(question)s)", name=theme.name, question=questions.get(theme.codebook_id, "")),
        )
        for theme in themes
    ]


def _questions(codebook: Codebook) -> dict[int, str]:
    found = analysable(session(), in_hand(codebook.consultation_id))
    return {each.codebook.id: each.prompt or question_of(each.codebook) for each in found if each.codebook is not None}


def _page(codebook: Codebook, form: LinkForm) -> LinksPage:
    questions = _questions(codebook)
    return LinksPage(
        title=_("Said in several places"),
        around=around(codebook, here="links"),
        links=tuple(_shown(codebook, each, questions) for each in links_of(session(), codebook.consultation_id)),
        ended=tuple(
            EndedShown(
                name=link.name,
                when=london(link.ended_at) if link.ended_at else "",
                again_href=address("relink", codebook, link_id=link.id),
            )
            for link in ended_links_of(session(), codebook.consultation_id)
        ),
        form=form,
        has_choices=bool(form.themes.choices),
    )


def _shown(codebook: Codebook, each: Linked, questions: dict[int, str]) -> LinkShown:
    link, notes = each.link, []
    if each.n_late:
        words = ngettext("%(num)s late response says it too", "%(num)s late responses say it too", each.n_late)
        notes.append(words)
    notes.append(_("Linked by %(name)s, %(when)s", name=each.by, when=london(link.linked_at)))
    if link.reason:
        notes.append(_("Because: %(reason)s", reason=link.reason))
    return LinkShown(
        anchor=f"link-{link.id}",
        name=link.name,
        share=each.share,
        words=share_words(each.n, each.base),
        notes=tuple(notes),
        rows=tuple(_row(theme, questions) for theme in each.themes),
        undo_href=address("undo_link", codebook, link_id=link.id),
    )


def _row(theme: Theme, questions: dict[int, str]) -> LinkedRow:
    return LinkedRow(
        question=questions.get(theme.codebook_id, ""),
        name=theme.name,
        href=address("theme", theme.codebook, theme_id=theme.id),
    )
