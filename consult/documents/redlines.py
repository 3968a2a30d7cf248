"""Two readings of one paragraph compared word by word, for people: what was taken out and what was put in."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_PIECES = re.compile(r"\s+|\w+(?:[’'.,-]\w+)*|[^\w\s]", re.UNICODE)
SHORTEST_KEPT = 3
"""Characters: a shorter word left standing between two changes only makes them harder to read."""


class Mark(StrEnum):
    """What happened to some words."""

    KEPT = "kept"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words one after another that share one mark."""

    mark: Mark
    text: str

    @property
    def is_taken_out(self) -> bool:
        """Say whether only the old reading has them."""
        return self.mark is Mark.TAKEN_OUT

    @property
    def is_put_in(self) -> bool:
        """Say whether only the new reading has them."""
        return self.mark is Mark.PUT_IN


def redline(before: str, after: str) -> tuple[Run, ...]:
    """Compare two plain texts by word; the kept and put-in runs together are ``after``, the others ``before``."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    marked: list[tuple[Mark, str]] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for what, old_from, old_to, new_from, new_to in steps:
        if what == "equal":
            marked.append((Mark.KEPT, "".join(new[new_from:new_to])))
        else:
            marked += [(Mark.TAKEN_OUT, "".join(old[old_from:old_to])), (Mark.PUT_IN, "".join(new[new_from:new_to]))]
    return tuple(_joined(_without_crumbs(marked)))


def _without_crumbs(marked: list[tuple[Mark, str]]) -> list[tuple[Mark, str]]:
    """Let a space or a tiny word between two changes count as changed too, in both readings."""
    smooth: list[tuple[Mark, str]] = []
    for place, (mark, text) in enumerate(marked):
        is_between = 0 < place < len(marked) - 1
        if mark is Mark.KEPT and is_between and len(text.strip()) < SHORTEST_KEPT:
            smooth += [(Mark.TAKEN_OUT, text), (Mark.PUT_IN, text)]
        else:
            smooth.append((mark, text))
    return smooth


def _joined(marked: list[tuple[Mark, str]]) -> list[Run]:
    """Put what was taken out before what was put in, and join neighbours."""
    runs: list[Run] = []
    for is_kept, group in groupby(marked, key=lambda one: one[0] is Mark.KEPT):
        pieces = list(group)
        marks = (Mark.KEPT,) if is_kept else (Mark.TAKEN_OUT, Mark.PUT_IN)
        for mark in marks:
            text = "".join(piece for its, piece in pieces if its is mark)
            if text:
                runs.append(Run(mark=mark, text=text))
    return runs
