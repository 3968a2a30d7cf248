"""Where seats and bodies stand in their pictures: a half circle of seats, and a map of bodies by area. Pure arithmetic.

Both are drawn twice, for a wide and for a narrow screen, in the units of their own view box.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDEST_ROWS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The middle of one seat."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPlan:
    """A half circle of seats, from the left end to the right, row by row outwards."""

    size: str
    width: int
    height: int
    radius: float
    places: tuple[Place, ...]


def seat_plan(n_seats: int, *, size: str, width: int) -> SeatPlan:
    """Place seats in rows round a half circle, as in a chamber; neighbours in the list sit together.

    The rows are as few as let every seat be drawn well; each row gets seats in proportion to its length.
    """
    rows = next(
        (rows for rows in range(1, WIDEST_ROWS) if _radius(n_seats, rows, width) >= _wanted(width)), WIDEST_ROWS
    )
    radius = min(_radius(n_seats, rows, width), width / 16)
    middle, outer = width / 2, width / 2 - radius - 2
    distances = [outer - row * radius * 2.35 for row in range(rows)]
    allotted = _allot(n_seats, distances)
    spots = [
        (_angle(place, count), distance)
        for distance, count in zip(distances, allotted, strict=True)
        for place in range(count)
    ]
    spots.sort(key=lambda spot: (round(spot[0], 6), -spot[1]))
    base = outer + radius + 2
    places = tuple(
        Place(x=round(middle - math.cos(angle) * distance, 1), y=round(base - math.sin(angle) * distance, 1))
        for angle, distance in spots
    )
    height = math.ceil(base + radius + 3)
    return SeatPlan(size=size, width=width, height=height, radius=round(radius, 1), places=places)


def _wanted(width: int) -> float:
    return 15.0 if width < 500 else 18.0


def _radius(n_seats: int, rows: int, width: int) -> float:
    """Give the largest seat that fits so many seats into so many rows."""
    low, high = 1.0, width / 8
    for _step in range(30):
        middle = (low + high) / 2
        outer = width / 2 - middle - 2
        distances = [outer - row * middle * 2.35 for row in range(rows)]
        fits = distances[-1] > middle * 2 and sum(_capacity(distance, middle) for distance in distances) >= n_seats
        low, high = (middle, high) if fits else (low, middle)
    return low


def _capacity(distance: float, radius: float) -> int:
    return int(math.pi * distance / (radius * 2.3)) + 1 if distance > 0 else 0


def _allot(n_seats: int, distances: Sequence[float]) -> list[int]:
    """Share seats among rows by their length, the largest remainder first."""
    total = sum(distances)
    exact = [n_seats * distance / total for distance in distances]
    shares = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda row: shares[row] - exact[row])
    for row in by_rest[: n_seats - sum(shares)]:
        shares[row] += 1
    return shares


def _angle(place: int, count: int) -> float:
    return math.pi / 2 if count == 1 else math.pi * place / (count - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    """A body as the map needs it: ``column`` names the district it lies in, nothing for the whole city."""

    body_id: int
    name: str
    tier: int  # 0 the city, 1 a district, 2 anything smaller
    column: str
    reports_to: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a body stands in a map."""

    body_id: int
    x: float
    y: float
    width: float
    height: float
    label: str
    is_dot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line from one body to the one it reports to."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The name of a district over its column or beside its row."""

    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMap:
    """One size of the map."""

    size: str
    width: int
    height: int
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]


def wide_map(nodes: Sequence[MapNode], *, width: int = 960) -> BodyMap:
    """Draw the city's bodies above, a column for each district below, its smaller bodies as dots under its board."""
    columns = sorted({node.column for node in nodes if node.column})
    heard = {number for node in nodes if node.column for number in node.reports_to}
    city = [node for node in nodes if not node.column]
    spots = _boxes([node for node in city if node.body_id not in heard], width=width, y=6)
    lower = max((spot.y + spot.height for spot in spots), default=-8.0) + 14
    spots += _boxes([node for node in city if node.body_id in heard], width=width, y=lower)
    below = max((spot.y + spot.height for spot in spots), default=0) + 70
    pitch = width / max(len(columns), 1)
    for number, column in enumerate(columns):
        theirs = [node for node in nodes if node.column == column]
        spots += _column(theirs, left=number * pitch, pitch=pitch, y=below + 26)
    headings = [
        Heading(x=round((number + 0.5) * pitch, 1), y=below + 12, words=column, anchor="middle")
        for number, column in enumerate(columns)
    ]
    return _finished(nodes, spots, headings, size="wide", width=width, is_upright=True)


def narrow_map(nodes: Sequence[MapNode], *, width: int = 330) -> BodyMap:
    """Draw the city's bodies one below another, then a row for each district: its name, its board, its dots."""
    city = [node for node in nodes if not node.column]
    spots: list[Spot] = []
    for number, node in enumerate(city):
        spots.append(_box(node, x=0, y=6 + number * 40, width=width, height=32))
    headings: list[Heading] = []
    y = 6 + len(city) * 40 + 14
    for column in sorted({node.column for node in nodes if node.column}):
        headings.append(Heading(x=0, y=y + 14, words=column, anchor="start"))
        theirs = [node for node in nodes if node.column == column]
        made = _column(theirs, left=0, pitch=width, y=y + 24, is_row=True)
        spots += made
        y = round(max(spot.y + spot.height for spot in made)) + 18
    return _finished(nodes, spots, headings, size="narrow", width=width, is_upright=False)


def _finished(
    nodes: Sequence[MapNode],
    spots: list[Spot],
    headings: list[Heading],
    *,
    size: str,
    width: int,
    is_upright: bool,
) -> BodyMap:
    where = {spot.body_id: spot for spot in spots}
    pairs = [  # a dot stands under its own board, and needs no line
        (where[node.body_id], where[parent])
        for node in nodes
        for parent in sorted(node.reports_to)
        if parent in where and not where[node.body_id].is_dot
    ]
    lines = tuple(_line(lower, upper) for lower, upper in pairs) if is_upright else ()
    height = math.ceil(max((spot.y + spot.height for spot in spots), default=40) + 10)
    return BodyMap(size=size, width=width, height=height, spots=tuple(spots), lines=lines, headings=tuple(headings))


def _boxes(nodes: Sequence[MapNode], *, width: int, y: float) -> list[Spot]:
    """Place boxes in rows, as many in each as fit their names."""
    rows: list[list[tuple[MapNode, float]]] = [[]]
    used = 0.0
    for node in nodes:
        wide = min(len(node.name) * 8.6 + 40, float(width))
        if used + wide > width and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((node, wide))
        used += wide + 16
    spots = []
    for number, row in enumerate(rows):
        x = (width - sum(wide for _node, wide in row) - 16 * (len(row) - 1)) / 2
        for node, wide in row:
            spots.append(_box(node, x=x, y=y + number * 52, width=wide, height=38))
            x += wide + 16
    return spots


def _box(node: MapNode, *, x: float, y: float, width: float, height: float) -> Spot:
    size = {"width": round(width, 1), "height": round(height, 1)}
    return Spot(body_id=node.body_id, x=round(x, 1), y=round(y, 1), label=node.name, is_dot=False, **size)


def _column(nodes: Sequence[MapNode], *, left: float, pitch: float, y: float, is_row: bool = False) -> list[Spot]:
    """Place the boards of a district as bars and its smaller bodies as dots in a small grid."""
    boards = [node for node in nodes if node.tier <= 1]
    dots = [node for node in nodes if node.tier > 1]
    spots = []
    for board in boards:
        box = _box(board, x=left + 6, y=y, width=pitch - 12, height=18)
        spots.append(Spot(body_id=box.body_id, x=box.x, y=box.y, width=box.width, height=18, label="", is_dot=False))
        y += 26
    across = max(int((pitch - 8) // 26), 1)
    start = left + 6 if is_row else left + (pitch - min(across, len(dots)) * 26) / 2 + 4
    for number, dot in enumerate(dots):
        row, place = divmod(number, across)
        at = {"x": round(start + place * 26, 1), "y": round(y + 4 + row * 26, 1)}
        spots.append(Spot(body_id=dot.body_id, width=18, height=18, label="", is_dot=True, **at))
    return spots


def _line(lower: Spot, upper: Spot) -> Line:
    """Draw a soft line upwards from the middle of one to the middle of the other."""
    from_x, from_y = lower.x + lower.width / 2, lower.y
    to_x, to_y = upper.x + upper.width / 2, upper.y + upper.height
    bend = (from_y + to_y) / 2
    path = f"M{from_x:.1f} {from_y:.1f}C{from_x:.1f} {bend:.1f} {to_x:.1f} {bend:.1f} {to_x:.1f} {to_y:.1f}"
    return Line(path=path)
