"""Whether two responses may be one person's: the signs, which a person judges. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consult.kernel.states import Machine

FEWEST_LETTERS = 60
"""Shorter texts are alike by chance: "I agree" says nothing of who wrote it."""
MOST_ALIKE = 3
"""More responses than this with the same words are a letter that many sent, and no sign of one person."""


class RepeatSign(StrEnum):
    """Why two responses may be one person's."""

    SAME_ADDRESS = "same_address"
    SAME_ORGANISATION = "same_organisation"
    SAME_WORDS = "same_words"
    OFFICER = "officer"  # somebody saw it while reading


class RepeatState(StrEnum):
    """What an officer made of it."""

    WAITING = "waiting"
    LINKED = "linked"
    APART = "apart"


REPEAT_MACHINE: Machine[RepeatState] = Machine(
    RepeatState,
    first=RepeatState.WAITING,
    arrows={
        "link": ((RepeatState.WAITING, RepeatState.APART), RepeatState.LINKED),
        "keep_apart": ((RepeatState.WAITING, RepeatState.LINKED), RepeatState.APART),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One response as far as it may tell who sent it; what is empty tells nothing."""

    id: int
    address: str = ""
    organisation: str = ""
    words: str = ""


def same_key(words: str) -> str:
    """Two texts with the same key differ in nothing but capitals, spaces and marks."""
    return "".join(re.findall(r"\w+", words.casefold()))


def possible_repeats(sent: Iterable[Sent]) -> tuple[tuple[int, int, RepeatSign], ...]:
    """Pair each response with the earliest one that it may repeat, the strongest sign first; each pair once."""
    by_sign: dict[RepeatSign, dict[str, list[int]]] = {sign: defaultdict(list) for sign in RepeatSign}
    for each in sent:
        words = same_key(each.words)
        for sign, key in (
            (RepeatSign.SAME_ADDRESS, each.address.strip().lower()),
            (RepeatSign.SAME_ORGANISATION, same_key(each.organisation)),
            (RepeatSign.SAME_WORDS, words if len(words) >= FEWEST_LETTERS else ""),
        ):
            if key:
                by_sign[sign][key].append(each.id)
    pairs: dict[tuple[int, int], RepeatSign] = {}
    for sign in RepeatSign:
        for ids in by_sign[sign].values():
            if sign is not RepeatSign.SAME_WORDS or len(ids) <= MOST_ALIKE:
                for pair in _with_the_first(ids):
                    pairs.setdefault(pair, sign)
    return tuple((first, second, sign) for (first, second), sign in pairs.items())


def _with_the_first(ids: Sequence[int]) -> list[tuple[int, int]]:
    ordered = sorted(set(ids))
    return [(ordered[0], later) for later in ordered[1:]]
