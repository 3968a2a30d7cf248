"""Draws a map of themes from positions on a plane: names that do not cover each other, circles by size. Pure.

Where things lie comes from the pipeline (``positions.lay_map``); here the picture is laid out in the units of its own
view box. A circle's *area* stands for how many texts a theme holds, as people compare areas and not radii.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

LARGEST, SMALLEST = 30.0, 6.0
_LETTER, _LINE = 8.4, 19.0
_MARGIN = 40.0
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """One theme on the map; ``letter`` stands in it and in the table beside."""

    theme: int
    letter: str
    x: float
    y: float
    r: float
    name: str
    name_x: float
    name_y: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One text on the map."""

    x: float
    y: float
    theme: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A map of one size, in the units of its own view box."""

    width: int
    height: int
    circles: tuple[Circle, ...]
    dots: tuple[Dot, ...]


def draw_map(
    places: Mapping[int, tuple[float, float]],
    sizes: Mapping[int, int],
    names: Mapping[int, str],
    texts: Sequence[tuple[float, float, int | None]],
    *,
    width: int,
    height: int,
) -> Picture:
    """Lay out circles, names and dots.

    Args:
        places: where each theme lies, x and y from 0 to 1.
        sizes: how many texts each theme holds.
        names: what each theme is called.
        texts: x, y (from 0 to 1) and the main theme of each text.
        width: of the picture.
        height: of the picture.
    """
    inner = (width - 2 * _MARGIN, height - 2 * _MARGIN)

    def at(place: tuple[float, float]) -> tuple[float, float]:
        return round(_MARGIN + place[0] * inner[0], 1), round(_MARGIN + place[1] * inner[1], 1)

    largest = max(sizes.values(), default=1) or 1
    boxes: list[tuple[float, float, float, float]] = []
    circles: list[Circle] = []
    for number, theme in enumerate(sorted(places, key=lambda each: (-sizes.get(each, 0), each)), start=1):
        x, y = at(places[theme])
        r = round(max(LARGEST * sqrt(sizes.get(theme, 0) / largest), SMALLEST), 1)
        circle = Circle(
            theme=theme, letter=str(number), x=x, y=y, r=r, name=names[theme], name_x=x, name_y=y, anchor="middle"
        )
        circles.append(_named(circle, boxes, width=width, height=height))
    dots = tuple(Dot(x=at((x, y))[0], y=at((x, y))[1], theme=theme) for x, y, theme in texts)
    return Picture(width=width, height=height, circles=tuple(circles), dots=dots)


def _named(circle: Circle, boxes: list[tuple[float, float, float, float]], *, width: int, height: int) -> Circle:
    """Place a name below, above or beside its circle: where it covers nothing, or else leave it to the table."""
    x, y, r = circle.x, circle.y, circle.r
    long = len(circle.name) > _LONGEST_NAME
    shown = circle.name[: _LONGEST_NAME - 1].rstrip() + "…" if long else circle.name
    wide = len(shown) * _LETTER
    for name_x, name_y, anchor in ((x, y + r + 16, "middle"), (x, y - r - 8, "middle"), (x + r + 6, y + 5, "start")):
        left = name_x - (wide / 2 if anchor == "middle" else 0)
        box = (left, name_y - _LINE + 4, left + wide, name_y + 4)
        is_inside = box[0] >= 2 and box[2] <= width - 2 and box[1] >= 2 and box[3] <= height - 2
        if is_inside and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            return replace(circle, name=shown, name_x=name_x, name_y=name_y, anchor=anchor)
    return replace(circle, name="")


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
