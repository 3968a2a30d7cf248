"""One theme: what it says, who said it, and every response that it holds, to be read and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import confirm_responses, move_response, note_readings, split_theme
from consult.analysis.forms import NarrowForm, SortForm
from consult.analysis.models import Assignment, Codebook, Theme
from consult.analysis.queries.held import all_held, held_page, other_themes
from consult.analysis.queries.lineage import merged_from
from consult.analysis.queries.linking import links_of
from consult.analysis.queries.narrowing import HeldFilter, Order, choices_for
from consult.analysis.queries.overview import unsure_below as unsure_below_of
from consult.analysis.queries.reading import readers_of
from consult.analysis.queries.themes import board as board_of
from consult.analysis.queries.themes import standing_themes, theme_by_id
from consult.analysis.rules import STANDING, ReadingWay
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.views.shown import Card, card_of, language_name, linked_by_theme, response_href
from consult.analysis.wording import CHANNELS
from consult.kernel.errors import ConsultError
from consult.kernel.words import truncate
from consult.responses.rules import Hand, Timeliness
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import london_day, percent
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import roll_back, session

SORT, RIGHT, SPLIT = "move", "right", "split"
MOST_AT_ONCE = 2_000
_AROUND, _SHOWN = 400, 1_500
"""Characters shown of a long text: the whole stands on the page of the response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One text of the theme; ``said`` is the part that belongs here, with the rest around it."""

    text_id: int
    before: str
    said: str
    after: str
    language: str
    who: str
    sureness: str
    kind: str
    is_late: bool
    is_read: bool
    is_ticked: bool
    others: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A theme that was merged into this one; what few people said stays traceable."""

    name: str
    words: str
    is_minority: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class ThemePage(Page):
    """One theme with its responses."""

    template: ClassVar[str] = "analysis/theme.html"

    around: Around
    card: Card
    stands: bool
    merged_from: tuple[Earlier, ...]
    merged_into: Earlier | None
    history_href: str
    narrow: NarrowForm
    since: str
    until: str
    is_narrowed: bool
    unnarrowed: str
    order_words: str
    shown: ListPage[Assignment]
    rows: tuple[HeldRow, ...]
    form: SortForm
    sort_href: str
    values: dict[str, object]
    endpoint: str


@bp.get("/<int:codebook_id>/themes/<int:theme_id>")
@needs(Permission.ANALYSE, scope=scope_of)
def theme(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Show a theme and what it holds."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    found = theme_by_id(session(), theme_id, codebook_id=codebook_id)
    return _page(codebook, found, _sort_form(codebook, found)).answer()


@bp.post("/<int:codebook_id>/themes/<int:theme_id>/sort")
@needs(Permission.ANALYSE, scope=scope_of)
def sort(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Do what the pressed button says with the ticked texts."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    found = theme_by_id(session(), theme_id, codebook_id=codebook_id)
    form = _sort_form(codebook, found)
    if not form.is_valid_post():
        return _page(codebook, found, form).answer()
    try:
        said = _do(codebook, found, form)
    except ConsultError as fault:
        roll_back()
        codebook = codebook_in_hand(consultation_id, codebook_id)
        found = theme_by_id(session(), theme_id, codebook_id=codebook_id)
        form = _sort_form(codebook, found, typed=False)
        form.refuse("into", fault.sentence)
        return _page(codebook, found, form).answer(409)
    flash(said)
    return go_to("theme", codebook, theme_id=theme_id, **HeldFilter.from_address(request.args).as_address())


def _do(codebook: Codebook, found: Theme, form: SortForm) -> str:
    """Do what the pressed button says and tell what was done."""
    wanted, seen, me = form.to_sorted(request.form), form.version_seen, my_id()
    act = request.form.get("act", SORT)
    if form.all_shown.data and act != RIGHT:
        wanted = wanted.of(_all_shown(codebook, found))
    n = len(wanted.texts)
    if not form.all_shown.data or act == RIGHT:  # ticked one by one, so somebody read them; a whole list is not read
        way = ReadingWay.THEME
        note_readings(session(), codebook=codebook, texts=wanted.texts, by_id=me, way=way, now=now())
    if act == RIGHT:
        confirm_responses(session(), theme=found, texts=wanted.texts, version=seen, by_id=me, now=now())
        return ngettext("%(num)s response is confirmed.", "%(num)s responses are confirmed.", n)
    if act == SPLIT:
        name, texts = wanted.name, wanted.texts
        split_theme(session(), theme=found, name=name, texts=texts, version=seen, by_id=me, now=now())
        return _("“%(name)s” is a theme of its own now.", name=name)
    into = theme_by_id(session(), wanted.into, codebook_id=codebook.id) if wanted.into is not None else None
    move_response(
        session(),
        codebook=codebook,
        texts=wanted.texts,
        source=found,
        into=into if wanted.has_chosen else found,  # moved to where they are: the action says to choose another
        version=seen,
        by_id=me,
        now=now(),
    )
    return ngettext("%(num)s response was moved.", "%(num)s responses were moved.", n)


def _all_shown(codebook: Codebook, found: Theme) -> tuple[int, ...]:
    """Return every text of the list as it is narrowed, on whichever page it stands."""
    doubtful = unsure_below_of(session(), codebook.id)
    wanted = HeldFilter.from_address(request.args)
    return tuple(
        sorted(all_held(session(), codebook, theme=found, wanted=wanted, unsure_below=doubtful, most=MOST_AT_ONCE))
    )


def _sort_form(codebook: Codebook, found: Theme, *, typed: bool = True) -> SortForm:
    form = SortForm() if typed else SortForm(formdata=None)
    if not form.version.data or not typed:
        form.version.data = str(found.version)
    others = [(str(each.id), each.name) for each in standing_themes(session(), codebook.id) if each.id != found.id]
    form.offer_themes(others, may_be_none=True)
    return form


def _page(codebook: Codebook, found: Theme, form: SortForm) -> ThemePage:
    wanted, here = HeldFilter.from_address(request.args), around(codebook)
    unsure_below = unsure_below_of(session(), codebook.id)
    (weighed,) = board_of(session(), codebook, unsure_below=unsure_below, only=found.id).themes
    links = linked_by_theme(links_of(session(), codebook.consultation_id))
    number = request.args.get("page", 1, type=int)
    shown = held_page(session(), codebook, theme=found, wanted=wanted, unsure_below=unsure_below, number=number)
    texts = [_text_id(row) for row in shown.items]
    others, read = other_themes(session(), codebook, texts=texts), readers_of(session(), codebook, texts=texts)
    form.all_shown.label.text = ngettext("All %(num)s of this list", "All %(num)s of this list", shown.total)
    earlier = merged_from(session(), found)
    return ThemePage(
        title=found.name,
        around=here,
        card=card_of(codebook, weighed, links.get(found.id)),
        stands=found.state in STANDING,
        merged_from=tuple(_earlier(codebook, each, n) for each, n in earlier),
        merged_into=_into(codebook, found),
        history_href=address("log", codebook, theme=found.id),
        narrow=_narrow_form(codebook),
        since=wanted.since.isoformat() if wanted.since else "",
        until=wanted.until.isoformat() if wanted.until else "",
        is_narrowed=wanted.is_narrow,
        order_words=_order_words(wanted, shown.total),
        unnarrowed=address("theme", codebook, theme_id=found.id),
        shown=shown,
        rows=tuple(
            _row(
                codebook,
                found,
                row,
                others.get(_text_id(row), []),
                unsure_below=unsure_below,
                is_read=_text_id(row) in read,
            )
            for row in shown.items
        ),
        form=form,
        sort_href=address("sort", codebook, theme_id=found.id, **wanted.as_address()),
        values={
            "consultation_id": codebook.consultation_id,
            "codebook_id": codebook.id,
            "theme_id": found.id,
            **wanted.as_address(),
        },
        endpoint="analysis.theme",
    )


def _text_id(row: Assignment) -> int:
    return row.answer_id or row.comment_id or 0


def _narrow_form(codebook: Codebook) -> NarrowForm:
    choices = choices_for(session(), codebook)
    channels = [(channel.value, str(words)) for channel, words in CHANNELS.items()]
    languages = [(code, language_name(code)) for code in choices.languages]
    return NarrowForm.for_list(request.args, choices=choices, channels=channels, languages=languages)


def _order_words(wanted: HeldFilter, total: int) -> str:
    told = {
        Order.DOUBTFUL: ngettext("%(num)s text, the least sure first", "%(num)s texts, the least sure first", total),
        Order.FITTING: ngettext("%(num)s text, the best fit first", "%(num)s texts, the best fit first", total),
        Order.LATEST: ngettext("%(num)s text, the latest first", "%(num)s texts, the latest first", total),
    }
    return told[wanted.order]


def _earlier(codebook: Codebook, theme: Theme, n: int) -> Earlier:
    return Earlier(
        name=theme.name,
        words=ngettext("%(num)s text", "%(num)s texts", n) if n else "",
        is_minority=theme.minority,
        href=address("theme", codebook, theme_id=theme.id),
    )


def _into(codebook: Codebook, found: Theme) -> Earlier | None:
    if found.merged_into_id is None:
        return None
    return _earlier(codebook, theme_by_id(session(), found.merged_into_id, codebook_id=codebook.id), 0)


def _row(
    codebook: Codebook, found: Theme, row: Assignment, themes: list[Theme], *, unsure_below: float, is_read: bool
) -> HeldRow:
    said = row.answer or row.comment
    text = said.text if said else ""
    start, end = row.starts_at or 0, row.ends_at if row.ends_at is not None else len(text)
    words, kind = _sureness(row, unsure_below)
    group = row.response.group.name if row.response.group else _("Did not say")
    return HeldRow(
        text_id=_text_id(row),
        before=_end_of(text[:start]),
        said=truncate(text[start:end], _SHOWN),
        after=truncate(text[end:], _AROUND),
        language=row.response.language,
        who=", ".join([group, str(CHANNELS[row.response.channel]), london_day(row.response.received_on)]),
        sureness=words,
        kind=kind,
        is_late=row.response.timeliness is Timeliness.LATE,
        is_read=is_read,
        is_ticked=str(_text_id(row)) in request.form.getlist("text"),
        others=tuple(each.name for each in themes if each.id != found.id),
        href=response_href(codebook, row.response_id),
    )


def _end_of(text: str) -> str:
    return text if len(text) <= _AROUND else "…" + text[-_AROUND:]


def _sureness(row: Assignment, unsure_below: float) -> tuple[str, str]:
    if row.hand is Hand.OFFICER:
        return _("An officer put it here"), "good"
    if row.confidence < unsure_below:
        return _("Not sure (%(share)s)", share=percent(row.confidence)), "warn"
    return _("Machine (%(share)s)", share=percent(row.confidence)), "plain"
