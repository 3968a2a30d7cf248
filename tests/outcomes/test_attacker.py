"""Somebody with every published table and a computer cannot narrow a hidden number down.

The attacker here is written anew from what is published alone: exact totals and sizes of themes, rounded numbers, and
what everyone knows of such tables. He is no part of the code that decides what is hidden.
"""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from consult.outcomes.disclosure import BASE, EVERYONE, Question, Row, Told, told_together

KEPT_OPEN = 10
"""How far apart the least and the most that a small hidden number can be must stay: the width of "fewer than ten"."""
AS_IF_SHOWN = 2
"""A number of ten or more that is hidden only to cover others: no better known than a shown ten, which is 10 to 12."""
Published = dict[Row, dict[str, int | None]]


@dataclass
class Attacker:
    """All that is published of one way to tell people apart; ``totals`` are exact and so is ``left``, where told."""

    rows: Published
    totals: dict[Row, int]
    wider: dict[str, str] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)

    def narrow(self) -> list[tuple[Row, str, float, float]]:  # noqa: C901 - all that he knows, in one place
        """For every hidden number the least and the most that it can be: (row, category, least, most)."""
        names = [(row, category) for row, told in self.rows.items() for category in told]
        place = {name: number for number, name in enumerate(names)}
        narrow_ones = {row: [c for c in told if c not in self.wider.values()] for row, told in self.rows.items()}
        spare = {(question, c): len(names) + n for n, (question, c) in enumerate(self._spare(narrow_ones))}
        width = len(names) + len(spare)
        equal, totals, under, limits = [], [], [], []

        def line(parts: dict[int, float]) -> np.ndarray:
            found = np.zeros(width)
            for where, factor in parts.items():
                found[where] += factor
            return found

        for row in self.rows:
            equal.append(line({place[row, c]: 1 for c in narrow_ones[row]}))
            totals.append(self.totals[row])
            for wide in {self.wider[c] for c in narrow_ones[row] if self.wider.get(c) in self.rows[row]}:
                parts = {place[row, c]: 1.0 for c in narrow_ones[row] if self.wider[c] == wide}
                equal.append(line(parts | {place[row, wide]: -1.0}))
                totals.append(0)
            whole = EVERYONE if row[1] == BASE else (row[0], BASE)
            if whole in self.rows and whole != row:
                under += [line({place[row, c]: 1, place[whole, c]: -1}) for c in self.rows[row]]
                limits += [0] * len(self.rows[row])
        for question, n_left in self.left.items():
            own = [row for row in self.rows if row[0] == question and row[1] != BASE]
            for c in narrow_ones[question, BASE]:
                said = {place[row, c]: -1.0 for row in own}
                under.append(line({place[(question, BASE), c]: 1, spare[question, c]: -1} | said))
                limits.append(0)
            equal.append(line({spare[question, c]: 1 for c in narrow_ones[question, BASE]}))
            totals.append(n_left)
        bounds = [self._bound(self.rows[row][c]) for row, c in names] + [(0, None)] * len(spare)
        found = []
        for row, c in names:
            if self.rows[row][c] is None:
                ends = []
                for sign in (1, -1):
                    costs = np.zeros(width)
                    costs[place[row, c]] = sign
                    answer = linprog(
                        costs, A_eq=np.array(equal), b_eq=totals, A_ub=np.array(under) if under else None,
                        b_ub=limits or None, bounds=bounds, method="highs",
                    )  # fmt: skip
                    assert answer.status == 0, answer.message
                    ends.append(answer.x[place[row, c]])
                found.append((row, c, ends[0], ends[1]))
        return found

    def _spare(self, narrow_ones: dict[Row, list[str]]) -> list[tuple[int, str]]:
        return [(question, c) for question in self.left for c in narrow_ones[question, BASE]]

    @staticmethod
    def _bound(about: int | None) -> tuple[float, float | None]:
        return (0, None) if about is None else (max(about - 2, 10), about + 2)


def require_open(told: Told, questions: list[Question], everyone: dict[str, int] | None, wider: dict[str, str]) -> None:
    """Let the attacker try every hidden number: it stays open, or the breakdown has added nothing to what he knew."""
    if not told.rows or sum(c not in wider.values() for c in next(iter(told.rows.values()))) < 2:
        return  # of one category the total says all, and it is not published as a breakdown
    totals = {} if everyone is None else {EVERYONE: sum(everyone.values())}
    left = {}
    for place, question in enumerate(questions):
        totals[place, BASE] = sum(question.base.values())
        totals |= {(place, theme): sum(counts.values()) for theme, counts in question.themes.items()}
        if question.n_left is not None:
            left[place] = question.n_left
    rows = {row: dict(figures) for row, figures in told.rows.items()}
    bare = {row: figures if row == EVERYONE else dict.fromkeys(figures) for row, figures in rows.items()}
    inevitable = {(row, c): most - least for row, c, least, most in Attacker(bare, totals, wider, left).narrow()}
    for row, category, least, most in Attacker(rows, totals, wider, left).narrow():
        kept = KEPT_OPEN if _exact(questions, everyone, wider, row, category) < 10 else AS_IF_SHOWN
        kept = min(kept, inevitable[row, category])  # exact totals are published whatever is done
        assert most - least >= min(kept, totals[row]) - 1e-6, (row, category, least, most, rows, totals)


def _exact(
    questions: list[Question], everyone: dict[str, int] | None, wider: dict[str, str], row: Row, category: str
) -> int:
    place, theme = row
    counts = everyone or {}
    if row != EVERYONE:
        counts = dict(questions[place].base if theme == BASE else questions[place].themes[theme])
    return sum(n for each, n in counts.items() if category in (each, wider.get(each)))


@st.composite
def published(draw: st.DrawFn) -> tuple[list[Question], dict[str, int] | None, dict[str, str]]:
    """Questions with themes, all responses or not, wards with districts or not; small numbers are frequent."""
    categories = [f"c{n}" for n in range(draw(st.integers(2, 5)))]
    number = st.one_of(st.integers(0, 14), st.integers(0, 14), st.integers(10, 80))
    questions = []
    for _ in range(draw(st.integers(1, 2))):
        base = {c: draw(number) for c in categories}
        themes = {
            theme: {c: draw(st.one_of(st.just(n), st.integers(0, n))) for c, n in base.items()}
            for theme in range(1, 1 + draw(st.integers(0, 3)))
        }
        uncovered = sum(max(n - sum(t[c] for t in themes.values()), 0) for c, n in base.items())
        left = draw(st.sampled_from([None, uncovered, uncovered + 3]))
        questions.append(Question(base=base, themes=themes, n_left=left))
    everyone = None
    if draw(st.booleans()):
        most = {c: max(question.base[c] for question in questions) for c in categories}
        everyone = {c: n + draw(st.sampled_from([0, 0, 1, 5])) for c, n in most.items()}
    wider = {}
    if everyone is None and draw(st.booleans()):
        wider = {c: f"wide {draw(st.integers(0, 1))}" for c in categories}
    return questions, everyone, wider


@settings(max_examples=60, deadline=None)
@given(published())
def test_no_hidden_number_can_be_narrowed_down(
    given_tables: tuple[list[Question], dict[str, int] | None, dict[str, str]],
) -> None:
    questions, everyone, wider = given_tables
    told = told_together(questions, everyone=everyone, wider=wider)
    require_open(told, questions, everyone, wider)
    for place, question in enumerate(questions):
        for theme, counts in {BASE: question.base, **question.themes}.items():
            for category, about in told.rows[place, theme].items():
                if category in counts and about is not None:
                    assert counts[category] >= 10
                    assert about % 5 == 0
                    assert abs(about - counts[category]) <= 2


def test_a_theme_that_nearly_all_said_does_not_give_away_who_did_not() -> None:
    """The base shows two groups of ten and twelve; all but one of them said it: alone each table would be safe."""
    question = Question(base={"a": 10, "b": 12, "c": 80}, themes={1: {"a": 9, "b": 12, "c": 80}}, n_left=1)
    told = told_together([question])
    require_open(told, [question], None, {})
    assert told.rows[0, BASE]["a"] is None  # alone it would be shown


def test_a_ward_is_not_worked_out_from_its_district() -> None:
    question = Question(base={"w1": 4, "w2": 30, "w3": 50, "w4": 60}, themes={})
    wider = {"w1": "d1", "w2": "d1", "w3": "d2", "w4": "d2"}
    told = told_together([question], wider=wider)
    require_open(told, [question], None, wider)
    assert told.rows[0, BASE]["w1"] is None
    assert told.rows[0, BASE]["w2"] is None


def test_the_attacker_finds_out_what_one_table_alone_gives_away() -> None:
    """The attacker is no straw man: with a lone hidden number beside an exact total he finds it within rounding."""
    rows: Published = {(0, BASE): {"a": None, "b": 50, "c": 30}}
    ((_row, _category, least, most),) = Attacker(rows, {(0, BASE): 83}).narrow()
    assert most - least <= 8
    assert least <= 3 <= most


def test_large_numbers_are_all_shown() -> None:
    question = Question(base={"a": 200, "b": 300}, themes={1: {"a": 90, "b": 50}})
    told = told_together([question], everyone={"a": 220, "b": 330})
    assert told.rows[0, BASE] == {"a": 200, "b": 300}
    assert told.rows[0, 1] == {"a": 90, "b": 50}
