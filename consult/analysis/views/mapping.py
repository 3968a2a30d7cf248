"""The theme map: where themes and responses lie, as a picture that leads to the themes, and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from math import dist
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import ask_map
from consult.analysis.mapping import Picture, draw_map
from consult.analysis.models import Codebook, Theme, ThemeMap
from consult.analysis.queries.learning import main_places
from consult.analysis.queries.themes import standing_themes
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, scope_of
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

NEIGHBOURS = 2
Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """One theme in the table beside the picture."""

    letter: str
    name: str
    href: str
    words: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The picture of one size, with where each circle leads."""

    size: str
    picture: Picture
    hrefs: dict[int, str]
    names: dict[int, str]


@dataclass(frozen=True, kw_only=True)
class MapPage(Page):
    """The map, its table, and drawing it anew."""

    template: ClassVar[str] = "analysis/map.html"

    around: Around
    drawings: tuple[Drawn, ...]
    rows: tuple[MapRow, ...]
    drawn_words: str
    draw_href: str


@bp.get("/<int:codebook_id>/map")
@needs(Permission.ANALYSE, scope=scope_of)
def theme_map(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show the map as it was drawn last, with the themes as they are now."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    drawn = session().get(ThemeMap, codebook.id)
    return _page(codebook, drawn).answer()


@bp.post("/<int:codebook_id>/map/draw")
@needs(Permission.ANALYSE, scope=scope_of)
def draw_anew(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Order the map anew."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    ask_map(session(), codebook=codebook, now=now())
    flash(_("The map is being drawn. Look again in a moment."))
    return go_to("theme_map", codebook)


def _page(codebook: Codebook, drawn: ThemeMap | None) -> MapPage:
    themes = {theme.id: theme for theme in standing_themes(session(), codebook.id)}
    lies_in = main_places(session(), codebook)
    sizes = dict.fromkeys(themes, 0)
    for theme in lies_in.values():
        if theme in sizes:
            sizes[theme] += 1
    places = _places(drawn, themes, lies_in)
    texts = [(x, y, lies_in[text]) for text, x, y in drawn.points if text in lies_in] if drawn is not None else []
    names = {key: theme.name for key, theme in themes.items()}
    shown = draw_map(places, sizes, names, texts, width=760, height=520)
    narrow = draw_map(places, sizes, names, texts, width=340, height=380)
    hrefs = {key: address("theme", codebook, theme_id=key) for key in themes}
    drawings = tuple(
        Drawn(size=size, picture=picture, hrefs=hrefs, names=names)
        for size, picture in (("wide", shown), ("narrow", narrow))
    )
    return MapPage(
        title=_("Map of the themes"),
        around=around(codebook, here="theme_map"),
        drawings=drawings if places else (),
        rows=tuple(
            MapRow(
                letter=circle.letter,
                name=names[circle.theme],
                href=hrefs[circle.theme],
                words=ngettext("%(num)s text", "%(num)s texts", sizes[circle.theme]),
                near=_near(circle.theme, places, names),
            )
            for circle in shown.circles
        ),
        drawn_words=_("Drawn on %(when)s.", when=london(drawn.drawn_at)) if drawn is not None else "",
        draw_href=address("draw_anew", codebook),
    )


def _places(drawn: ThemeMap | None, themes: dict[int, Theme], lies_in: dict[int, int | None]) -> dict[int, Place]:
    """Return where each standing theme lies: as drawn, or for one that is newer in the middle of its texts."""
    if drawn is None:
        return {}
    places: dict[int, Place] = {theme: (x, y) for theme, x, y in drawn.places if theme in themes}
    held: dict[int, list[Place]] = {}
    for text, x, y in drawn.points:
        theme = lies_in.get(text)
        if theme in themes and theme not in places:
            held.setdefault(theme, []).append((x, y))
    for theme, points in held.items():
        places[theme] = (sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points))
    return places


def _near(theme: int, places: dict[int, Place], names: dict[int, str]) -> tuple[str, ...]:
    """Return the themes that lie nearest to one, so that the table says what the picture shows."""
    others = sorted((key for key in places if key != theme), key=lambda key: (dist(places[key], places[theme]), key))
    return tuple(names[key] for key in others[:NEIGHBOURS])
