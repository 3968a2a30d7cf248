"""All bodies for everyone: as a picture with its table, on any day, and which groups have no seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.bodies.composition import Counts
from consult.bodies.drawing import BodyMap, MapNode, narrow_map, wide_map
from consult.bodies.models import Body
from consult.bodies.queries.showing import (
    GroupVoice,
    bodies_with_areas_on,
    counts_on,
    relations_on,
    reports_to_on,
    voices_on,
)
from consult.bodies.rules import AreaKind, BodyStatus, Tier
from consult.bodies.views.blueprint import AskedDay, asked_day, bp
from consult.bodies.wording import STATUS
from consult.storage.paging import Page as Cut
from consult.web.caching import kept
from consult.web.filters import in_a_row, short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session

SIZE = 40
TIER_ORDER = {Tier.CITY: 0, Tier.DISTRICT: 1, Tier.LOCALITY: 2, Tier.SCHOOL: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """One body in the table."""

    name: str
    href: str
    type_name: str
    area: str
    word: str
    kind: str
    seats: int
    voting: int
    vacant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBody:
    """One body in the picture."""

    x: float
    y: float
    width: float
    height: float
    label: str
    words: str
    is_dot: bool
    is_well: bool
    is_vacant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMap:
    """One size of the picture."""

    drawing: BodyMap
    bodies: tuple[DrawnBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group in the table of who has no seat, each number in words beside it."""

    group: str
    n_stakes: int
    n_votes: int
    n_empty: int
    n_listens: int
    n_none: int
    share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLink:
    """One way to narrow the table."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class BodiesPage(Page):
    """Every body on one day."""

    template: ClassVar[str] = "bodies/bodies.html"

    when: AskedDay
    shown_day: str
    finding: str
    maps: tuple[DrawnMap, ...]
    rows: tuple[BodyRow, ...]
    cut: Cut[Body]
    types: tuple[TypeLink, ...]
    values: dict[str, str]
    groups: tuple[GroupRow, ...]
    silent: str


@bp.get("/bodies")
@public
@kept
def bodies() -> Response:
    """Show all bodies, today or on another day."""
    when = asked_day()
    found = bodies_with_areas_on(session(), when.day)
    counts = counts_on(session(), day=when.day)
    above = reports_to_on(relations_on(session(), day=when.day))
    groups = voices_on(session(), day=when.day)
    asked = request.args.get("type", "")
    chosen = [each for each in found if asked in {"", each.body_type.key}]
    cut = _cut(chosen, number=request.args.get("page", 1, type=int))
    return BodiesPage(
        title=_("Who speaks for whom"),
        when=when,
        shown_day=short_day(when.day),
        finding=_finding(found, counts),
        maps=_maps(found, counts, above),
        rows=tuple(_row(each, counts.get(each.id, Counts()), when) for each in cut.items),
        cut=cut,
        types=_types(found, asked, when),
        values=when.query | ({"type": asked} if asked else {}),
        groups=tuple(_group(each) for each in groups),
        silent=_silent(groups),
    ).answer()


def _cut(chosen: Sequence[Body], *, number: int) -> Cut[Body]:
    within = min(max(number, 1), max(-(-len(chosen) // SIZE), 1))
    ordered = sorted(chosen, key=lambda each: (TIER_ORDER[each.body_type.tier], each.name))
    items = ordered[(within - 1) * SIZE : within * SIZE]
    return Cut(items=items, number=within, size=SIZE, total=len(chosen))


def _finding(found: Sequence[Body], counts: Mapping[int, Counts]) -> str:
    seats = sum(counts[each.id].seats for each in found if each.id in counts)
    vacant = sum(counts[each.id].vacant for each in found if each.id in counts)
    if not found:
        return _("There was no body on this day.")
    return ngettext(
        "%(n)s body with %(seats)s seats, of which %(vacant)s stand empty",
        "%(n)s bodies with %(seats)s seats, of which %(vacant)s stand empty",
        len(found),
        n=len(found),
        seats=f"{seats:,}",
        vacant=f"{vacant:,}",
    )


def _maps(
    found: Sequence[Body], counts: Mapping[int, Counts], above: Mapping[int, tuple[int, ...]]
) -> tuple[DrawnMap, ...]:
    nodes = [
        MapNode(
            body_id=each.id,
            name=each.name,
            tier=TIER_ORDER[each.body_type.tier],
            column=_district_of(each),
            reports_to=frozenset(above.get(each.id, ())),
        )
        for each in found
    ]
    by_id = {each.id: each for each in found}
    return tuple(
        DrawnMap(
            drawing=drawing,
            bodies=tuple(
                DrawnBody(
                    x=spot.x,
                    y=spot.y,
                    width=spot.width,
                    height=spot.height,
                    label=spot.label,
                    words=f"{by_id[spot.body_id].name}: {STATUS[by_id[spot.body_id].status].word}",
                    is_dot=spot.is_dot,
                    is_well=by_id[spot.body_id].status is BodyStatus.ACTIVE,
                    is_vacant=counts.get(spot.body_id, Counts()).vacant > 0,
                )
                for spot in drawing.spots
            ),
        )
        for drawing in (wide_map(nodes), narrow_map(nodes))
        if nodes
    )


def _district_of(each: Body) -> str:
    """Return the name of the district that a body lies in, or nothing for the whole city."""
    area = each.area
    while area is not None and area.kind is not AreaKind.DISTRICT:
        area = area.parent
    return area.name if area else ""


def _row(each: Body, counts: Counts, when: AskedDay) -> BodyRow:
    told = STATUS[each.status]
    return BodyRow(
        name=each.name,
        href=url_for("bodies.body", slug=each.slug, **when.query),
        type_name=each.body_type.name,
        area=each.area.name if each.area else "",
        word=str(told.word),
        kind=told.kind,
        seats=counts.seats,
        voting=counts.voting,
        vacant=counts.vacant,
    )


def _types(found: Sequence[Body], asked: str, when: AskedDay) -> tuple[TypeLink, ...]:
    names: dict[str, list[str]] = {}
    for each in found:
        names.setdefault(each.body_type.key, []).append(each.body_type.name)
    links = [(_("All"), "", len(found)), *((theirs[0], key, len(theirs)) for key, theirs in names.items())]
    return tuple(
        TypeLink(
            text=f"{name} ({n})",
            href=url_for("bodies.bodies", **when.query | ({"type": key} if key else {})) + "#table",
            is_current=key == asked,
        )
        for name, key, n in links
    )


def _group(each: GroupVoice) -> GroupRow:
    return GroupRow(
        group=each.group,
        n_stakes=each.n_stakes,
        n_votes=each.n_votes,
        n_empty=each.n_empty,
        n_listens=each.n_listens,
        n_none=each.n_none,
        share=each.n_votes / each.n_stakes,
        words=_("vote in %(n)s of %(all)s", n=each.n_votes, all=each.n_stakes),
    )


def _silent(groups: Sequence[GroupVoice]) -> str:
    """Say which groups vote nowhere that concerns them."""
    names = [each.group for each in groups if not each.n_votes]
    if not groups:
        return ""
    if not names:
        return _("Every group has a vote in at least one body that concerns it.")
    return _("%(groups)s vote in no body that concerns them.", groups=in_a_row(names))
