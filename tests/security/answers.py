"""Reads the tables of docs that name tests: docs/asvs.md and the rows of docs/threat-model.md."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.house.places import DOCS, ROOT

ROW = re.compile(r"^\| (\d+(?:\.\d+)*) \| (\d) \| (.*?) \| (.*?) ?\|$", re.MULTILINE)
TEST = re.compile(r"`([a-z_]+(?:/[a-z_]+)*)::([a-z0-9_]+)`")
# How many requirements of levels 1 and 2 each chapter has, by section; from the published standard.
LEVEL_TWO = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    11: (2, 3, 3, 4, 1, 1, 0),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7, 0),
    16: (1, 5, 4, 3, 3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One requirement and what is said of it."""

    number: str
    level: int
    how: str
    tests: tuple[tuple[str, str], ...]


def answers() -> list[Answer]:
    """Every row of docs/asvs.md."""
    text = DOCS.joinpath("asvs.md").read_text("utf-8")
    return [
        Answer(number=number, level=int(level), how=how, tests=tuple(TEST.findall(shown)))
        for number, level, how, shown in ROW.findall(text)
    ]


def named_tests(page: str) -> set[tuple[str, str]]:
    """Every test that a page names."""
    return set(TEST.findall(DOCS.joinpath(page).read_text("utf-8")))


def is_there(place: str, name: str) -> bool:
    """Whether a named test exists."""
    path = ROOT / "tests" / f"{place}.py"
    return path.is_file() and f"def test_{name}(" in path.read_text("utf-8")
