"""Themes and words as templates show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from consult.analysis.models import Codebook
from consult.analysis.queries.linking import Linked
from consult.analysis.queries.themes import Weighed, Words
from consult.analysis.rules import ThemeState
from consult.analysis.views.blueprint import address
from consult.analysis.wording import CHANNELS, SHAPES, STATES
from consult.web.filters import percent

GROUPS_AT_ONCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One bar: how many of a group said it."""

    label: str
    share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuote:
    """What someone wrote, and who they are as a group."""

    text: str
    group: str
    channel: str
    language: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One theme on the workbench."""

    anchor: str
    name: str
    description: str
    state: str
    kind: str
    is_suggested: bool
    is_minority: bool
    is_officers: bool
    hidden_reason: str
    minorities: tuple[str, ...]
    share: float
    words: str
    notes: tuple[str, ...]
    linked: str
    linked_href: str
    groups: tuple[GroupRow, ...]
    quotes: tuple[ShownQuote, ...]
    version: int
    href: str
    words_href: str
    merge_href: str
    split_href: str
    remove_href: str
    hide_href: str
    show_href: str
    confirm_href: str


def card_of(codebook: Codebook, weighed: Weighed, linked: Linked | None = None) -> Card:
    """Return a theme as a card, with what is said of it across questions."""
    theme = weighed.theme
    at = {name: address(name, codebook, theme_id=theme.id) for name in _PAGES}
    return Card(
        anchor=f"theme-{theme.id}",
        name=theme.name,
        description=theme.description,
        state=str(STATES[theme.state]),
        kind=SHAPES[theme.state],
        is_suggested=theme.state is ThemeState.SUGGESTED,
        is_minority=theme.minority,
        is_officers=theme.run_id is None,
        hidden_reason=theme.hidden_reason,
        minorities=weighed.minorities,
        share=weighed.share,
        words=share_words(weighed.n, weighed.base),
        notes=tuple(_notes(weighed)),
        linked=_linked_words(linked),
        linked_href=address("links", codebook, _anchor=f"link-{linked.link.id}") if linked is not None else "",
        groups=group_rows(weighed),
        quotes=tuple(quote_shown(codebook, quote) for quote in weighed.quotes),
        version=theme.version,
        href=at["theme"],
        words_href=at["words"],
        merge_href=at["merge"],
        split_href=at["split"],
        remove_href=at["remove"],
        hide_href=at["hide"],
        show_href=at["show"],
        confirm_href=at["confirm_one"],
    )


def linked_by_theme(links: Sequence[Linked]) -> dict[int, Linked]:
    """Return the link of each theme that is in one."""
    return {theme.id: linked for linked in links for theme in linked.themes}


def _linked_words(linked: Linked | None) -> str:
    if linked is None:
        return ""
    return _(
        "“%(name)s” across questions: %(words)s, each person once",
        name=linked.link.name,
        words=share_words(linked.n, linked.base),
    )


_PAGES = ("theme", "words", "merge", "split", "remove", "hide", "show", "confirm_one")


def share_words(n: int, base: int) -> str:
    """Return ``112 of 401 (28%)``."""
    return _("%(n)s of %(base)s (%(share)s)", n=f"{n:,}", base=f"{base:,}", share=percent(n / base if base else 0))


def group_rows(weighed: Weighed) -> tuple[GroupRow, ...]:
    """Return a bar for each group that said it, the most first."""
    return tuple(
        GroupRow(
            label=said.group or _("Did not say"),
            share=said.share,
            words=_("%(n)s of %(base)s", n=f"{said.n:,}", base=f"{said.base:,}"),
        )
        for said in weighed.groups
    )


def quote_shown(codebook: Codebook, quote: Words) -> ShownQuote:
    """Return words with who said them, as a group and a channel."""
    return ShownQuote(
        text=quote.words,
        group=quote.group or _("Did not say"),
        channel=str(CHANNELS[quote.channel]),
        language=quote.language,
        href=response_href(codebook, quote.response_id),
    )


def response_href(codebook: Codebook, response_id: int) -> str:
    """Return where the whole response is read."""
    return f"/desk/consultations/{codebook.consultation_id}/responses/{response_id}"


def language_name(code: str) -> str:
    """Return what a language is called in the reader's own."""
    try:
        return Locale.parse(code, sep="-").get_display_name(get_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def _notes(weighed: Weighed) -> list[str]:
    """Return what stands beside the count: it is never added to it or taken from it."""
    notes = []
    if weighed.n_late:
        notes.append(ngettext("and %(num)s that came late", "and %(num)s that came late", weighed.n_late))
    if weighed.n_copies:
        share = percent(weighed.n_copies / max(weighed.n + weighed.n_late, 1))
        words = ngettext(
            "%(num)s (%(share)s) is a copy of a letter",
            "%(num)s (%(share)s) are copies of the same letters",
            weighed.n_copies,
            share=share,
        )
        notes.append(words)
        notes.append(_("%(n)s with each letter counted once", n=f"{weighed.n_each_once:,}"))
    if weighed.confidence is not None:
        notes.append(_("the machine is %(share)s sure on average", share=percent(weighed.confidence)))
    if weighed.n_unsure:
        notes.append(ngettext("%(num)s not sure", "%(num)s not sure", weighed.n_unsure))
    if weighed.n_by_officers:
        notes.append(ngettext("%(num)s placed by an officer", "%(num)s placed by an officer", weighed.n_by_officers))
    if weighed.n_read:
        notes.append(ngettext("%(num)s read by a person", "%(num)s read by a person", weighed.n_read))
    return notes
