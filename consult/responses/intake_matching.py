"""Understand what a cell of somebody's spreadsheet means: a choice, a group, a ward, a day, yes or no.

Forgiving of case, spacing, punctuation, plurals and small words, and never of doubt: a cell that could mean two things
means nothing, and the officer is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

Key = TypeVar("Key", str, frozenset[str])

NO_ANSWER = frozenset(
    {"", "n a", "na", "none given", "not answered", "no answer", "no response", "blank", "null", "skipped"}
)
SMALL_WORDS = frozenset({"a", "an", "the", "and", "or", "of", "in", "at", "to", "ward", "i", "am", "as", "who", "is"})
YES = frozenset({"yes", "y", "true", "t", "1", "x", "ticked", "checked", "selected", "agree to publish", "✓", "✔"})
NO = frozenset({"no", "n", "false", "f", "0", "unticked", "unchecked", "not selected"})
SCALE = {
    "strongly disagree": 1,
    "disagree strongly": 1,
    "completely disagree": 1,
    "disagree": 2,
    "tend to disagree": 2,
    "slightly disagree": 2,
    "neither agree nor disagree": 3,
    "neither agree or disagree": 3,
    "neither": 3,
    "neutral": 3,
    "agree": 4,
    "tend to agree": 4,
    "slightly agree": 4,
    "strongly agree": 5,
    "agree strongly": 5,
    "completely agree": 5,
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?![\d])")
MONTH_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- ,]{1,2}([a-z]{3,9})[- ,.]{1,2}(\d{4})")


def fold(text: str) -> str:
    """A text without what does not change its meaning: case, accents of width, punctuation, spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("’", "").replace("'", "")
    return " ".join(re.sub(r"[^\w✓✔]+", " ", plain).split())


def _bag(folded: str) -> frozenset[str]:
    """The words that carry the meaning, without plurals and in any order."""
    words = (word for word in folded.split() if word not in SMALL_WORDS)
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be meant: its id and every name it goes by, the first being the one shown."""

    id: int
    names: tuple[str, ...]


@dataclass(slots=True)
class Options:
    """What a column may mean, ready to be asked many times."""

    offered: tuple[Option, ...]
    _exact: dict[str, int | None] = field(default_factory=dict, init=False)
    _bags: dict[frozenset[str], int | None] = field(default_factory=dict, init=False)
    _met: dict[str, int | None] = field(default_factory=dict, init=False)  # a file says the same things many times

    def __post_init__(self) -> None:
        for option in self.offered:
            for name in option.names:
                folded = fold(name)
                _note(self._exact, folded, option.id)
                if bag := _bag(folded):
                    _note(self._bags, bag, option.id)

    def meant_by(self, cell: str) -> int | None:
        """The id of the one option that the cell means, or ``None`` when it means none or several."""
        if cell not in self._met:
            self._met[cell] = self._look_up(fold(cell))
        return self._met[cell]

    def _look_up(self, folded: str) -> int | None:
        if folded in self._exact:
            return self._exact[folded]
        unnumbered = re.sub(r"^(?:\d{1,2}|[a-z]|q\d{1,2}[a-z]?|question \d{1,2}[a-z]?) ", "", folded)
        if unnumbered in self._exact:
            return self._exact[unnumbered]
        return self._bags.get(_bag(folded))


def _note(index: dict[Key, int | None], key: Key, option_id: int) -> None:
    """Note what a name means; a name of two things means neither."""
    index[key] = option_id if index.get(key, option_id) == option_id else None


def is_no_answer(cell: str) -> bool:
    """Whether the cell says that nothing was said."""
    return fold(cell) in NO_ANSWER


def read_yes_no(cell: str) -> int | None:
    """1 for yes, 0 for no, ``None`` for anything else."""
    folded = fold(cell)
    return 1 if folded in YES else 0 if folded in NO else None


def read_scale(cell: str) -> int | None:
    """1 (strongly disagree) to 5 (strongly agree), from words or from the number, or ``None``."""
    folded = fold(cell)
    if folded in SCALE:
        return SCALE[folded]
    number = folded.split(" ")[0]
    rest = folded.removeprefix(number).strip()
    is_number = number in {"1", "2", "3", "4", "5"} and (not rest or SCALE.get(rest) == int(number))
    return int(number) if is_number else None


def read_day(cell: str) -> date | None:
    """The day that a cell names, the day before the month as in Britain, or ``None``; a time after it is ignored."""
    text = " ".join(cell.casefold().split())
    if found := YEAR_FIRST.match(text):
        return _day(found[1], found[2], found[3])
    if found := DAY_FIRST.match(text):
        return _day(found[3], found[2], found[1])
    if (found := MONTH_NAMED.match(text)) and found[2][:3] in MONTHS:
        return _day(found[3], str(MONTHS.index(found[2][:3]) + 1), found[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return datetime(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)).date()  # noqa: DTZ001 - a day
    except ValueError:
        return None


def split_choices(cell: str, options: Options) -> tuple[list[int], list[str]]:
    """The choices that a cell lists, and the parts that mean none of them.

    A choice may itself hold a comma, so the whole cell is tried first, then ever finer cuts.
    """
    for separator in (r"[\n|]", r"[;\n|>]", r"[;,\n|>]"):
        parts = [part.strip() for part in re.split(separator, cell) if part.strip()]
        meant = [options.meant_by(part) for part in parts]
        if parts and None not in meant:
            return list(dict.fromkeys(choice for choice in meant if choice is not None)), []
    parts = [part.strip() for part in re.split(r"[;\n|>]", cell) if part.strip()]
    meant = [options.meant_by(part) for part in parts]
    known = list(dict.fromkeys(choice for choice in meant if choice is not None))
    return known, [part for part, choice in zip(parts, meant, strict=True) if choice is None]


def shortened(cells: Iterable[str], *, longest: int = 60) -> str:
    """A few words of a cell for a sentence, in quotation marks."""
    text = " ".join(" ".join(cells).split())
    return f"“{text[:longest]}…”" if len(text) > longest else f"“{text}”"
