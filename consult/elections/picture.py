"""The picture of a count: how votes flow from stage to stage, drawn once along and once down the page. Pure.

Each candidate is a band whose thickness is the votes; a surplus or an exclusion lets part of a band flow into others.
What counts for nobody any more is the last band.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.elections.count import CountSheet, Stage

NOBODY = 0
"""The number under which the picture keeps votes that count for nobody any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A candidate in one stage: a rectangle, and whether the quota was reached by then."""

    candidate: int
    x: float
    y: float
    width: float
    height: float
    is_elected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """Votes on their way from one stage to the next; ``is_moved`` where they change hands."""

    path: str
    candidate: int
    is_elected: bool
    is_moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words at a place."""

    x: float
    y: float
    words: str
    anchor: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A whole picture."""

    size: str
    width: int
    height: int
    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    labels: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """How a picture is laid out: ``along`` runs with the stages, ``across`` with the votes."""

    is_upright: bool
    along: tuple[float, float]
    across: tuple[float, float]
    thick: float
    gap: float

    def place(self, along: float, across: float) -> tuple[float, float]:
        return (across, along) if self.is_upright else (along, across)


def flow_along(sheet: CountSheet) -> Flow:
    """Return the picture for a wide page: stages run from left to right, names stand at both ends."""
    rows = len(sheet.contest.standing) + 1
    width, height = 960, max(300, 46 * rows + 120)
    frame = _Frame(is_upright=False, along=(190.0, width - 200.0), across=(44.0, height - 10.0), thick=12, gap=18)
    return _drawn(sheet, frame, size="wide", width=width, height=height)


def flow_down(sheet: CountSheet) -> Flow:
    """Return the picture for a phone: stages run down the page."""
    width, height = 340, 96 + 74 * len(sheet.stages)
    frame = _Frame(is_upright=True, along=(54.0, height - 40.0), across=(4.0, width - 4.0), thick=10, gap=9)
    return _drawn(sheet, frame, size="narrow", width=width, height=height)


def order_of(sheet: CountSheet) -> tuple[int, ...]:
    """Return the candidates as they stand in the picture: the elected first, then who lasted longest."""
    out = [stage.candidate for stage in sheet.stages if stage.candidate and stage.candidate not in sheet.elected]
    left = [each for each in sheet.contest.standing if each not in sheet.elected and each not in out]
    return (*sheet.elected, *left, *reversed(out))


def votes_of(stage: Stage) -> Mapping[int, int]:
    """Return what everybody has in a stage, with ``NOBODY`` among them."""
    return {**stage.votes, NOBODY: stage.non_transferable}


def _drawn(sheet: CountSheet, frame: _Frame, *, size: str, width: int, height: int) -> Flow:
    order = (*order_of(sheet), NOBODY)
    spans = [_spans(frame, votes_of(stage), order, sheet.valid) for stage in sheet.stages]
    steps = max(len(sheet.stages) - 1, 1)
    at = [frame.along[0] + (frame.along[1] - frame.along[0]) * n / steps for n in range(len(sheet.stages))]
    return Flow(
        size=size,
        width=width,
        height=height,
        nodes=tuple(
            _node(sheet, frame, n, each, at=at[n], span=spans[n][each])
            for n in range(len(at))
            for each in order
            if spans[n][each][1] > spans[n][each][0]
        ),
        ribbons=tuple(
            ribbon for n in range(len(at) - 1) for ribbon in _ribbons(sheet, frame, n, order, at=at, spans=spans)
        ),
        labels=(*_stage_labels(frame, at), *_name_labels(sheet, frame, order, at=at, spans=spans)),
    )


def _spans(frame: _Frame, votes: Mapping[int, int], order: Sequence[int], valid: int) -> dict[int, tuple[float, float]]:
    """Return where each band begins and ends across the picture, with gaps between those that hold votes."""
    room = frame.across[1] - frame.across[0] - frame.gap * (len(order) - 1)
    unit = room / max(sum(votes.values()), valid, 1)
    reached, found = frame.across[0], {}
    for each in order:
        end = reached + votes.get(each, 0) * unit
        found[each] = (reached, end)
        reached = end + frame.gap
    return found


def _node(sheet: CountSheet, frame: _Frame, n: int, candidate: int, *, at: float, span: tuple[float, float]) -> Node:
    x, y = frame.place(at - frame.thick / 2, span[0])
    length = max(span[1] - span[0], 1.0)
    width, height = (length, frame.thick) if frame.is_upright else (frame.thick, length)
    return Node(
        candidate=candidate,
        x=round(x, 1),
        y=round(y, 1),
        width=round(width, 1),
        height=round(height, 1),
        is_elected=_is_elected(sheet, n, candidate),
    )


def _ribbons(
    sheet: CountSheet,
    frame: _Frame,
    n: int,
    order: Sequence[int],
    *,
    at: Sequence[float],
    spans: Sequence[Mapping[int, tuple[float, float]]],
) -> list[Ribbon]:
    before, after = votes_of(sheet.stages[n]), votes_of(sheet.stages[n + 1])
    source = sheet.stages[n + 1].candidate
    ends = (at[n] + frame.thick / 2, at[n + 1] - frame.thick / 2)
    leaving = spans[n][source][0] if source is not None else 0.0
    scale = _scale(spans[n], before)
    if source is not None:
        leaving += after[source] * scale  # what stays lies first
    found = []
    for each in order:
        kept = min(before[each], after[each])
        start, into = spans[n][each][0], spans[n + 1][each][0]
        if kept:
            path = _path(frame, ends, (start, start + kept * scale), (into, into + kept * scale))
            found.append(Ribbon(path=path, candidate=each, is_elected=_is_elected(sheet, n + 1, each), is_moved=False))
        gain = after[each] - before[each]
        if gain > 0:
            thickness = gain * scale
            path = _path(frame, ends, (leaving, leaving + thickness), (into + kept * scale, spans[n + 1][each][1]))
            found.append(Ribbon(path=path, candidate=each, is_elected=_is_elected(sheet, n + 1, each), is_moved=True))
            leaving += thickness
    return found


def _scale(spans: Mapping[int, tuple[float, float]], votes: Mapping[int, int]) -> float:
    return next(((span[1] - span[0]) / votes[each] for each, span in spans.items() if votes[each]), 0.0)


def _path(frame: _Frame, ends: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> str:
    middle = (ends[0] + ends[1]) / 2

    def at(along: float, across: float) -> str:
        x, y = frame.place(along, across)
        return f"{x:.1f},{y:.1f}"

    return (
        f"M{at(ends[0], start[0])} C{at(middle, start[0])} {at(middle, end[0])} {at(ends[1], end[0])} "
        f"L{at(ends[1], end[1])} C{at(middle, end[1])} {at(middle, start[1])} {at(ends[0], start[1])} Z"
    )


def _stage_labels(frame: _Frame, at: Sequence[float]) -> tuple[Words, ...]:
    if frame.is_upright:
        return tuple(
            Words(x=4, y=round(along - frame.thick / 2 - 5, 1), words=f"Stage {n}", anchor="start")
            for n, along in enumerate(at[1:], start=2)
        )
    return tuple(Words(x=round(along, 1), y=20, words=f"{n}", anchor="middle") for n, along in enumerate(at, start=1))


def _name_labels(
    sheet: CountSheet,
    frame: _Frame,
    order: Sequence[int],
    *,
    at: Sequence[float],
    spans: Sequence[Mapping[int, tuple[float, float]]],
) -> tuple[Words, ...]:
    """Write who is who: at both ends of a wide picture; over and under the bands of a narrow one."""
    found = []
    for end, span in ((0, spans[0]), (-1, spans[-1])):
        for each in order:
            first, last = span[each]
            if last - first < (26.0 if frame.is_upright else 0.5):
                continue
            is_elected = each in sheet.elected
            words = _words(sheet, each, length=int((last - first) / 6.4) if frame.is_upright else 24)
            middle = round((first + last) / 2, 1)
            if frame.is_upright:
                along = at[0] - 12 if end == 0 else at[-1] + 22
                found.append(Words(x=middle, y=round(along, 1), words=words, anchor="middle", is_strong=is_elected))
            else:
                along, anchor = (at[0] - 14, "end") if end == 0 else (at[-1] + 14, "start")
                found.append(Words(x=along, y=middle + 5, words=words, anchor=anchor, is_strong=is_elected))
    return tuple(found)


def _words(sheet: CountSheet, candidate: int, *, length: int) -> str:
    name = "Nobody" if candidate == NOBODY else sheet.contest.name(candidate)
    if len(name) <= length:
        return name
    last = name.split()[-1]
    return last if len(last) <= length else f"{last[: max(length - 1, 1)]}…"


def _is_elected(sheet: CountSheet, n: int, candidate: int) -> bool:
    return any(candidate in stage.elected for stage in sheet.stages[: n + 1])
