"""Who answered, against whom the consultation set out to hear and who lives here; for officers, with every number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.outreach.queries.reach import place_counts
from consult.outreach.queries.record import alerts_for
from consult.outreach.queries.record import ledger as ledger_of
from consult.outreach.reach import Judgement, Represented, represent
from consult.outreach.shown import ShownAlert, shown_alert
from consult.outreach.views.blueprint import Around, around, bp, in_hand, scope_of
from consult.responses.figure_words import both_totals, petitions_told
from consult.responses.queries.figures import channels_counted, counted_cube, groups_counted, linked_repeats
from consult.responses.queries.petitions import petition_figures
from consult.responses.rules import Channel
from consult.responses.wording import CHANNELS
from consult.web.filters import number, percent
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

JUDGEMENTS = {
    Judgement.FEWER: (_l("Fewer answered than live here would suggest"), "warn"),
    Judgement.ABOUT_AS_MANY: (_l("About as many as live here would suggest"), "good"),
    Judgement.MORE: (_l("More answered than live here would suggest"), "info"),
    Judgement.NOT_KNOWN: (_l("Cannot be said"), "plain"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One place with the share of the responses, its interval as drawn, and who lives there; shares from 0 to 1."""

    name: str
    words: str
    share: float
    low: float
    high: float
    lives: float | None
    population: str
    judgement: str
    judgement_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One stakeholder group that was to be heard."""

    name: str
    n: int
    words: str
    share: float
    is_silent: bool


@dataclass(frozen=True, kw_only=True)
class ReachPage(Page):
    """Who answered so far, and who is missing."""

    template: ClassVar[str] = "outreach/reach.html"

    around: Around
    alerts: tuple[ShownAlert, ...]
    n_responses: int
    beside: tuple[str, ...]
    groups: tuple[GroupLine, ...]
    channels: tuple[GroupLine, ...]
    districts: tuple[PlaceLine, ...]
    wards: tuple[PlaceLine, ...]
    n_without_ward: int
    widest: float


@bp.get("/reach")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def reach(consultation_id: int) -> AnyResponse:
    """Show who answered so far, and what that allows us to say."""
    consultation = in_hand(consultation_id)
    cube = counted_cube(session(), consultation.id)
    places = place_counts(session(), cube.by_ward)
    districts, wards = represent(places.districts), represent(places.wards)
    lines = ledger_of(session(), consultation.id)
    alerts = alerts_for(session(), consultation, lines=lines, counts=cube.by_group)
    base = cube.n_in_time
    groups = groups_counted(session(), consultation.id, cube.by_group)
    channels = channels_counted(cube.by_channel)
    return ReachPage(
        title=_("Who answered"),
        around=around(consultation, here="reach"),
        alerts=tuple(shown_alert(alert) for alert in alerts),
        n_responses=base,
        beside=tuple(said for said in (_both_totals(consultation.id, base), _petitions(consultation.id)) if said),
        groups=tuple(_group(line.name or _("Did not say"), line.n, base) for line in groups),
        channels=tuple(_group(str(CHANNELS[Channel(line.name)]), line.n, base) for line in channels),
        districts=tuple(place_line(each) for each in districts),
        wards=tuple(place_line(each) for each in wards),
        n_without_ward=places.n_without,
        widest=max((line.high for line in districts), default=1.0) or 1.0,
    ).answer()


def _both_totals(consultation_id: int, n_in_time: int) -> str:
    return both_totals(n_in_time, linked_repeats(session(), consultation_id))


def _petitions(consultation_id: int) -> str:
    return petitions_told(petition_figures(session(), consultation_id))


def _group(name: str, n: int, base: int) -> GroupLine:
    share = n / base if base else 0.0
    words = _("%(n)s (%(share)s)", n=number(n), share=percent(share)) if n else _("Nobody yet")
    return GroupLine(name=str(name), n=n, words=words, share=share, is_silent=n == 0)


def place_line(each: Represented) -> PlaceLine:
    """Return one place in words."""
    word, kind = JUDGEMENTS[each.judgement]
    return PlaceLine(
        name=each.name,
        words=_("%(n)s (%(share)s)", n=number(each.n_responses), share=percent(each.share_of_responses)),
        share=each.share_of_responses,
        low=each.low,
        high=each.high,
        lives=each.share_of_population,
        population=percent(each.share_of_population) if each.share_of_population is not None else "",
        judgement=str(word),
        judgement_kind=kind,
    )
