"""The reading queue: the least certain first, one text a page; where it belongs is settled with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import read_text
from consult.analysis.forms import NOWHERE, ReadForm
from consult.analysis.models import Codebook, Theme
from consult.analysis.queries.overview import unsure_below
from consult.analysis.queries.reading import Progress, Waiting, next_to_read, progress
from consult.analysis.queries.themes import standing_themes
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.views.shown import response_href
from consult.analysis.wording import CHANNELS
from consult.kernel.errors import Refused
from consult.web.clock import now
from consult.web.filters import percent
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import roll_back, session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """One text to be read; ``said`` is the part that the machine looked at, with the rest around it."""

    before: str
    said: str
    after: str
    language: str
    who: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Where the machine put it, and how sure it was."""

    name: str
    description: str
    words: str
    is_doubtful: bool


@dataclass(frozen=True, kw_only=True)
class ReadPage(Page):
    """One text of the queue, or that nothing waits any more."""

    template: ClassVar[str] = "analysis/read.html"

    around: Around
    n_read: int
    n_texts: int
    progress_words: str
    notes: tuple[str, ...]
    text: ShownText | None
    suggestion: Suggestion | None
    form: ReadForm
    later_href: str


@bp.route("/<int:codebook_id>/read", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def read(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show the next text of the queue, and settle it."""
    codebook, form = codebook_in_hand(consultation_id, codebook_id), ReadForm()
    form.theme.choices = _places(standing_themes(session(), codebook.id))
    if form.is_valid_post():
        seen, chosen = form.to_places()
        try:
            is_moved = read_text(
                session(), codebook=codebook, text=form.to_text(), seen=seen, chosen=chosen, by_id=my_id(), now=now()
            )
        except Refused as refusal:
            roll_back()
            flash(refusal.sentence)
        else:
            flash(_("Read and moved.") if is_moved else _("Read, and it stays where it is."))
        return go_to("read", codebook_in_hand(consultation_id, codebook_id))
    return _page(codebook, form).answer()


def _page(codebook: Codebook, form: ReadForm) -> ReadPage:
    doubtful = unsure_below(session(), codebook.id)
    waiting = _waiting(codebook)
    told = progress(session(), codebook, by_id=my_id(), unsure_below=doubtful)
    themes = standing_themes(session(), codebook.id)
    if waiting is not None and not form.errors:
        _fill(form, waiting, themes)
    here = around(codebook, here="read")
    return ReadPage(
        title=_("Read the responses"),
        around=here,
        n_read=told.n_read,
        n_texts=told.n_texts,
        progress_words=_progress_words(told),
        notes=_notes(told),
        text=_shown(codebook, waiting) if waiting is not None else None,
        suggestion=_suggestion(waiting, doubtful) if waiting is not None else None,
        form=form,
        later_href=address("read", codebook, after=waiting.text_id) if waiting is not None else "",
    )


def _waiting(codebook: Codebook) -> Waiting | None:
    """Return the text in hand: after a fault the same as before, else the next; from the start again at the end."""
    after = request.args.get("after", type=int)
    found = next_to_read(session(), codebook, after=after) if after is not None else None
    return found or next_to_read(session(), codebook)


def _places(themes: Sequence[Theme]) -> list[tuple[str, str]]:
    named = [(str(theme.id), theme.name) for theme in themes]
    return [*named, (NOWHERE, _("In no theme"))]


def _fill(form: ReadForm, waiting: Waiting, themes: Sequence[Theme]) -> None:
    """Offer the theme that it is in first, chosen already, then the others."""
    seen = str(waiting.theme.id) if waiting.theme is not None else NOWHERE
    places = _places(themes)
    form.theme.choices = sorted(places, key=lambda place: place[0] != seen)
    form.text.data, form.seen.data, form.theme.data = str(waiting.text_id), seen, seen


def _shown(codebook: Codebook, waiting: Waiting) -> ShownText:
    text, response = waiting.text, waiting.response
    start, end = waiting.starts_at or 0, waiting.ends_at if waiting.ends_at is not None else len(waiting.text)
    group = response.group.name if response.group else _("Did not say who they are")
    ward = [response.ward.name] if response.ward else []
    return ShownText(
        before=text[:start],
        said=text[start:end],
        after=text[end:],
        language=response.language,
        who=", ".join([group, *ward, str(CHANNELS[response.channel])]),
        href=response_href(codebook, response.id),
    )


def _suggestion(waiting: Waiting, doubtful: float) -> Suggestion:
    if waiting.theme is None:
        words = _("The machine found no theme for this.")
        return Suggestion(name="", description="", words=words, is_doubtful=True)
    sure = percent(waiting.confidence)
    is_doubtful = waiting.confidence < doubtful
    told = _("not sure (%(share)s)", share=sure) if is_doubtful else _("sure (%(share)s)", share=sure)
    return Suggestion(
        name=waiting.theme.name,
        description=waiting.theme.description,
        words=_("The machine put it here and is %(sure)s:", sure=told),
        is_doubtful=is_doubtful,
    )


def _progress_words(told: Progress) -> str:
    return ngettext(
        "People have read %(num)s of %(all)s texts",
        "People have read %(num)s of %(all)s texts",
        told.n_read,
        all=f"{told.n_texts:,}",
    )


def _notes(told: Progress) -> tuple[str, ...]:
    notes = [ngettext("%(num)s of them by you", "%(num)s of them by you", told.n_mine)]
    if told.n_doubtful:
        words = ngettext(
            "%(num)s that the machine doubts is still to read",
            "%(num)s that the machine doubts are still to read",
            told.n_doubtful,
        )
        notes.append(words)
    return tuple(notes)
