"""Turns numbers into what a drawn chart needs: bars from zero, columns by day for a wide and a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NICE_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
MOST_RULES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a bar chart: its words stand beside it, so the length never carries the number alone."""

    label: str
    n: int
    words: str
    share: float
    is_rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """What components/bar_chart.html draws."""

    title: str
    label_heading: str
    number_heading: str
    rows: tuple[Bar, ...]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A level line across a drawing and the number it stands for."""

    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day in a drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A few words in a drawing."""

    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One size of a chart by day, in the units of its own view box."""

    size: str
    width: int
    height: int
    left: int
    right: int
    lines: tuple[Rule, ...]
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    peak: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One row of the table behind a chart by day."""

    label: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChart:
    """What components/line_by_day.html draws; ``id`` must be its own on the page."""

    id: str
    title: str
    day_heading: str
    number_heading: str
    days: tuple[Day, ...]
    drawings: tuple[Drawing, ...]
    description: str = ""


def bars(counts: Sequence[tuple[str, int]], *, base: int | None = None, words: str = "{n:,}") -> tuple[Bar, ...]:
    """Return a row for each (label, number), as long as its share of ``base``, else of the largest number.

    Args:
        counts: the labels and their numbers, in the order shown.
        base: what a full bar stands for.
        words: what stands beside a bar; ``{n}``, ``{base}`` and ``{share}`` are filled in.
    """
    full = base if base is not None else max((n for _, n in counts), default=0)
    return tuple(
        Bar(label=label, n=n, words=words.format(n=n, base=full, share=_share(n, full)), share=_share(n, full))
        for label, n in counts
    )


def day_chart(
    counts: Sequence[tuple[date, int]],
    *,
    anchor: str,
    title: str,
    day_heading: str,
    number_heading: str,
    description: str = "",
) -> DayChart:
    """Return a chart of one number for each day, drawn for a wide and for a narrow screen."""
    return DayChart(
        id=anchor,
        title=title,
        description=description,
        day_heading=day_heading,
        number_heading=number_heading,
        days=tuple(Day(label=day_words(day), n=n) for day, n in counts),
        drawings=(draw(counts, size="wide", width=720, height=260), draw(counts, size="narrow", width=330, height=230)),
    )


def draw(counts: Sequence[tuple[date, int]], *, size: str, width: int, height: int) -> Drawing:
    """Draw columns from zero with a few level lines, the first and last day, and the number of the highest day."""
    left, right, top, bottom = 44, width - 2, 26, height - 28
    step, ceiling = scale(max((n for _, n in counts), default=0))
    pitch = (right - left) / max(len(counts), 1)

    def level(n: float) -> float:
        return round(bottom - (bottom - top) * n / ceiling, 1)

    columns = tuple(
        Column(
            x=round(left + i * pitch, 1),
            y=level(n),
            width=round(max(pitch - 2, 1), 1),
            height=round(bottom - level(n), 1),
        )
        for i, (_, n) in enumerate(counts)
    )
    return Drawing(
        size=size,
        width=width,
        height=height,
        left=left,
        right=right,
        lines=tuple(Rule(y=level(n), words=f"{n:,}") for n in range(0, ceiling + 1, step)),
        columns=columns,
        marks=_ends(counts, left=left, right=right, y=height - 6),
        peak=_peak(counts, columns, width=width),
    )


def scale(highest: int) -> tuple[int, int]:
    """Return the distance between level lines and the top of the scale, both whole and easy to read."""
    for step in NICE_STEPS:
        if step * MOST_RULES >= highest:
            return step, step * max(-(-highest // step), 1)
    step = -(-highest // MOST_RULES)
    return step, step * MOST_RULES


def day_words(day: date) -> str:
    """Return a day as people write it: ``3 June``."""
    return f"{day.day} {day:%B}"


def _share(n: int, full: int) -> float:
    return n / full if full else 0.0


def _ends(counts: Sequence[tuple[date, int]], *, left: int, right: int, y: int) -> tuple[Mark, ...]:
    if not counts:
        return ()
    first = Mark(x=left, y=y, words=day_words(counts[0][0]), anchor="start")
    return (first,) if len(counts) == 1 else (first, Mark(x=right, y=y, words=day_words(counts[-1][0]), anchor="end"))


def _peak(counts: Sequence[tuple[date, int]], columns: Sequence[Column], *, width: int) -> Mark | None:
    highest = max((n for _, n in counts), default=0)
    if not highest:
        return None
    at = next(i for i, (_, n) in enumerate(counts) if n == highest)
    column = columns[at]
    middle = column.x + column.width / 2
    anchor = "start" if middle < width * 0.25 else "end" if middle > width * 0.75 else "middle"
    words = f"{highest:,} on {day_words(counts[at][0])}"
    return Mark(x=round(middle, 1), y=round(column.y - 8, 1), words=words, anchor=anchor)
