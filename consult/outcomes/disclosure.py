"""Makes every table of a breakdown fit to publish beside all the others: pure.

One table alone is made safe by ``suppression.py``. Several tables together can still give a number away: a theme is
part of the question's base, the base is part of all responses, wards add up to districts, and every total is exact.
So the tables of one way to tell people apart are judged together, as somebody would who has all of them and a computer:

1. each row is suppressed by itself (under ten, then complements), and what is left is rounded to five;
2. a *world* is any set of numbers that fits everything published: exact totals, shown numbers within two of what is
   shown, parts that are no larger than their wholes. Linear programmes look for worlds in which a hidden number is as
   small and as large as can be (the audit of Fischetti and Salazar, "Models and algorithms for optimizing cell
   suppression in tabular data with linear constraints", JASA 95, 2000);
3. where these are nearer than ``KEPT_OPEN`` for a small number, a further number of that row is hidden, then of the
   rows it hangs on, until nobody can tell the hidden number more closely. The row of everyone stays as the rule of one
   table makes it, because other pages show it too; what it and the exact totals give away by themselves stays so.

A theme that fewer than ten people said has an exact size, as every theme has, so its hidden numbers stay open only as
far as that size goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar

from consult.outcomes.suppression import ROUNDED_TO, SMALLEST_SHOWN, hidden_cells, rounded

KEPT_OPEN = SMALLEST_SHOWN
"""How far apart the smallest and the largest possible value of a hidden number under ten are at least."""
AS_IF_SHOWN = 2
"""The same for a hidden number of ten or more: a shown "about 10" is ten to twelve."""
_NEAR = 1e-6
_SWEEPS = 6
_REMEMBERED = 64  # sets of tables: a consultation has about six

Row = tuple[int, int]  # (question's place, theme's id); the base of a question is theme 0, all responses question -1
Cell = tuple[Row, str]
_Value = TypeVar("_Value", int, str)
_Counts = tuple[tuple[str, int], ...]
_Questions = tuple[tuple[_Counts, tuple[tuple[int, _Counts], ...], int | None], ...]
BASE = 0
EVERYONE: Row = (-1, BASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The exact numbers of one question by category: who wrote something, and who said each theme.

    ``n_left`` is how many are in no theme by what is published; ``None`` where nobody can tell, because a theme is
    hidden.
    """

    base: Mapping[str, int]
    themes: Mapping[int, Mapping[str, int]]
    n_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is published: by row and category a number rounded to five, or ``None`` where it is not shown."""

    rows: Mapping[Row, Mapping[str, int | None]]


@dataclass(slots=True, kw_only=True)
class _Tables:
    """Every row with its exact numbers, the levels that each add up to a row's total, and what is hidden so far."""

    levels: tuple[tuple[str, ...], ...]
    parents: Mapping[str, str]
    exact: dict[Row, Mapping[str, int]]
    left: dict[int, int]
    hidden: set[Cell] = field(default_factory=set)
    most: dict[Cell, float] = field(default_factory=dict)  # how far open a cell could be at all, where it was asked

    def total(self, row: Row) -> int:
        return sum(self.exact[row].get(category, 0) for category in self.levels[0])

    def count(self, cell: Cell) -> int:
        return self.exact[cell[0]].get(cell[1], 0)

    def cells(self) -> list[Cell]:
        return [(row, category) for row in self.exact for level in self.levels for category in level]

    def shown(self, row: Row) -> list[Cell]:
        return [(row, c) for level in self.levels for c in level if (row, c) not in self.hidden]

    def wanted(self, cell: Cell) -> float:
        """How far open a hidden number must stay: a small one widely, one that only covers others as a shown ten."""
        kept = KEPT_OPEN if self.count(cell) < SMALLEST_SHOWN else AS_IF_SHOWN
        return min(kept, self.total(cell[0]), self.most.get(cell, kept))


def told_together(
    questions: Sequence[Question],
    *,
    everyone: Mapping[str, int] | None = None,
    wider: Mapping[str, str] | None = None,
) -> Told:
    """Make all tables of one way to tell people apart fit to publish together.

    Args:
        questions: exact numbers of each question; a category that nobody at all belongs to is left out.
        everyone: all responses by category, where that is published too.
        wider: for each category the wider one that it is part of (a ward's district), where both are published.

    Returns:
        What to publish, of the narrow categories and of the wider ones.
    """
    return _told(
        tuple(
            (_fixed(each.base), tuple((t, _fixed(n)) for t, n in each.themes.items()), each.n_left)
            for each in questions
        ),
        None if everyone is None else _fixed(everyone),
        _fixed(wider or {}),
    )


def _fixed(numbers: Mapping[str, _Value]) -> tuple[tuple[str, _Value], ...]:
    return tuple(numbers.items())


@lru_cache(maxsize=_REMEMBERED)
def _told(questions: _Questions, everyone: _Counts | None, wider: tuple[tuple[str, str], ...]) -> Told:
    """Do what ``told_together`` says, once for the same numbers: an edition asks when proposed and when published."""
    asked = [
        Question(base=dict(base), themes={theme: dict(counts) for theme, counts in themes}, n_left=n_left)
        for base, themes, n_left in questions
    ]
    parents = dict(wider)
    tables = _tables(asked, None if everyone is None else dict(everyone), parents)
    if not tables.levels:
        return Told(rows={})
    for row, counts in tables.exact.items():
        for level in tables.levels:
            numbers = [counts.get(category, 0) for category in level]
            tables.hidden |= {(row, level[place]) for place in hidden_cells(numbers)}
    if len(tables.levels[0]) > 1:  # of one category the exact total says all
        _hide_until_safe(tables)
    return Told(
        rows={
            row: {
                category: None if (row, category) in tables.hidden else rounded(tables.count((row, category)))
                for level in tables.levels
                for category in level
            }
            for row in tables.exact
        }
    )


def _tables(questions: Sequence[Question], everyone: Mapping[str, int] | None, parents: Mapping[str, str]) -> _Tables:
    exact: dict[Row, Mapping[str, int]] = {} if everyone is None else {EVERYONE: everyone}
    for place, question in enumerate(questions):
        exact[place, BASE] = question.base
        exact |= {(place, theme): counts for theme, counts in question.themes.items()}
    named = {category: None for counts in exact.values() for category in counts}
    narrow = tuple(category for category in named if category not in parents.values())
    wide = tuple(dict.fromkeys(parents[c] for c in narrow if c in parents))
    levels = (narrow, wide) if len(wide) > 1 else (narrow,)
    whole = {row: _with_wider(counts, parents) for row, counts in exact.items()}
    left = {
        place: question.n_left
        for place, question in enumerate(questions)
        if question.n_left is not None and _is_covered(question, question.n_left)
    }
    return _Tables(levels=levels if narrow else (), parents=parents, exact=whole, left=left)


def _with_wider(counts: Mapping[str, int], parents: Mapping[str, str]) -> Mapping[str, int]:
    """Add the wider categories, each the sum of its parts."""
    summed = dict(counts)
    for category, n in counts.items():
        if category in parents:
            summed[parents[category]] = summed.get(parents[category], 0) + n
    return summed


def _is_covered(question: Question, n_left: int) -> bool:
    """Whether every response is in a theme or among those left: otherwise that law tells nobody anything."""
    uncovered = sum(
        max(n - sum(counts.get(category, 0) for counts in question.themes.values()), 0)
        for category, n in question.base.items()
    )
    return uncovered <= n_left


def _hide_until_safe(tables: _Tables) -> None:
    """Hide further numbers until every hidden one stays open; hiding all would do, so this comes to an end."""
    spans: dict[Cell, tuple[float, float]] = {}
    while exposed := _exposed(tables, spans):
        _spare_the_inevitable(tables, exposed, spans)
        still = [cell for cell in exposed if spans[cell][1] - spans[cell][0] < tables.wanted(cell) - _NEAR]
        if not still:
            continue
        further = {cell for each in still for cell in _next_to_hide(tables, each)}
        if not further:
            return  # nothing is shown that could be hidden: the exact totals alone say so much
        tables.hidden |= further


def _spare_the_inevitable(tables: _Tables, exposed: Sequence[Cell], spans: dict[Cell, tuple[float, float]]) -> None:
    """Ask no more of a cell than it would have if nothing were told but exact totals and the numbers of everyone."""
    bare = replace(tables, hidden={cell for cell in tables.cells() if cell[0] != EVERYONE} | tables.hidden)
    search = _Search(tables=bare, laws=_Laws(bare), spans=dict(spans))
    for cell in exposed:
        search.go({cell: 1.0})
        search.go({cell: -1.0})
        low, high = search.spans[cell]
        tables.most[cell] = high - low


def _next_to_hide(tables: _Tables, cell: Cell) -> list[Cell]:
    """The smallest number still shown of the cell's own row, else of its question's base, else of any other.

    The numbers of everyone stay as they are: other pages show them too, by the rule of one table alone.
    """
    place = cell[0][0]
    rows = [cell[0], (place, BASE), *(row for row in tables.exact if row[0] == place), *tables.exact]
    for row in rows:
        shown = tables.shown(row) if row != EVERYONE and row in tables.exact else []
        if shown:
            return [min(shown, key=lambda each: (tables.count(each), each[1]))]
    return []


def _exposed(tables: _Tables, spans: dict[Cell, tuple[float, float]]) -> list[Cell]:
    """The hidden cells whose smallest and largest possible values lie too near each other.

    ``spans`` remembers how far apart worlds have been found for each cell: hiding more only ever adds worlds.
    """
    search = _Search(tables=tables, laws=_Laws(tables), spans=spans)
    hidden = [cell for cell in tables.cells() if cell in tables.hidden]
    for sweep in range(_SWEEPS):  # worlds that pull many cells at once spare most of the single ones below
        waiting = [cell for cell in hidden if not search.is_open(cell)]
        if not waiting:
            return []
        search.go({cell: 1.0 if (n >> sweep // 2) % 2 == sweep % 2 else -1.0 for n, cell in enumerate(waiting)})
    for cell in hidden:
        for towards in (1.0, -1.0):
            if not search.is_open(cell):
                search.go({cell: towards})
    return [cell for cell in hidden if not search.is_open(cell)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """Looks for worlds and remembers the smallest and the largest value that each number had in them."""

    tables: _Tables
    laws: _Laws
    spans: dict[Cell, tuple[float, float]]

    def is_open(self, cell: Cell) -> bool:
        low, high = self._span(cell)
        return high - low >= self.tables.wanted(cell) - _NEAR

    def go(self, goal: Mapping[Cell, float]) -> None:
        for cell, value in self.laws.world(goal).items():
            low, high = self._span(cell)
            self.spans[cell] = (min(low, value), max(high, value))

    def _span(self, cell: Cell) -> tuple[float, float]:
        exact = float(self.tables.count(cell))  # the truth is a world too
        return self.spans.get(cell, (exact, exact))


class _Laws:
    """Everything that somebody who has all tables knows, as linear laws over the numbers."""

    def __init__(self, tables: _Tables) -> None:
        self._cells = tables.cells()
        self._place = {cell: place for place, cell in enumerate(self._cells)}
        self._n = len(self._cells)
        self._equal: list[tuple[list[tuple[int, float]], float]] = []
        self._at_most: list[tuple[list[tuple[int, float]], float]] = []
        self._bounds: list[tuple[float, float | None]] = [self._bound(tables, cell) for cell in self._cells]
        for row in tables.exact:
            self._row(tables, row)
        for place, n_left in tables.left.items():
            self._covered(tables, place, n_left)
        self._matrices = (self._matrix(self._equal), self._matrix(self._at_most))

    @staticmethod
    def _bound(tables: _Tables, cell: Cell) -> tuple[float, float | None]:
        if cell in tables.hidden:
            return 0.0, None
        about, near = rounded(tables.count(cell)), ROUNDED_TO // 2
        return float(max(about - near, SMALLEST_SHOWN)), float(about + near)

    def _row(self, tables: _Tables, row: Row) -> None:
        for level in tables.levels:
            self._equal.append(([(self._place[row, c], 1.0) for c in level], float(tables.total(row))))
        for wide in tables.levels[1] if len(tables.levels) > 1 else ():
            parts = [(self._place[row, c], 1.0) for c in tables.levels[0] if tables.parents.get(c) == wide]
            self._equal.append(([*parts, (self._place[row, wide], -1.0)], 0.0))
        whole = self._whole_of(tables, row)
        if whole is not None:
            for level in tables.levels:
                for c in level:
                    self._at_most.append(([(self._place[row, c], 1.0), (self._place[whole, c], -1.0)], 0.0))

    @staticmethod
    def _whole_of(tables: _Tables, row: Row) -> Row | None:
        if row == EVERYONE:
            return None
        whole = (row[0], BASE) if row[1] != BASE else EVERYONE
        return whole if whole in tables.exact else None

    def _covered(self, tables: _Tables, place: int, n_left: int) -> None:
        """Everyone is in a theme or among those left, in each category."""
        begin = len(self._bounds)
        self._bounds += [(0.0, None)] * len(tables.levels[0])
        themes = [row for row in tables.exact if row[0] == place and row[1] != BASE]
        for number, c in enumerate(tables.levels[0]):
            parts = [(self._place[row, c], -1.0) for row in themes]
            base = (self._place[(place, BASE), c], 1.0)
            self._at_most.append(([base, (begin + number, -1.0), *parts], 0.0))
        left = [(begin + number, 1.0) for number in range(len(tables.levels[0]))]
        self._equal.append((left, float(n_left)))

    def _matrix(self, laws: Iterable[tuple[list[tuple[int, float]], float]]) -> tuple[Any, list[float]]:
        from scipy.sparse import csr_array  # noqa: PLC0415 - scipy takes a second to load; only publishing needs it

        values, columns, starts, limits = [], [], [0], []
        for parts, limit in laws:
            columns += [place for place, _factor in parts]
            values += [factor for _place, factor in parts]
            starts.append(len(columns))
            limits.append(limit)
        return csr_array((values, columns, starts), shape=(len(limits), len(self._bounds))), limits

    def world(self, goal: Mapping[Cell, float]) -> dict[Cell, float]:
        """A world that fits all laws and has as much as can be of a goal."""
        from scipy.optimize import linprog  # noqa: PLC0415 - scipy takes a second to load; only publishing needs it

        costs = [0.0] * len(self._bounds)
        for cell, pull in goal.items():
            costs[self._place[cell]] = -pull
        (equal, totals), (at_most, limits) = self._matrices
        found = linprog(
            costs,
            A_eq=equal,
            b_eq=totals,
            A_ub=at_most if limits else None,
            b_ub=limits or None,
            bounds=self._bounds,
            method="highs",
        )
        if found.x is None:
            raise ArithmeticError(f"the published tables fit no world: {found.message}")
        return {cell: float(value) for cell, value in zip(self._cells, found.x, strict=False)}
