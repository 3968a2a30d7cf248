"""The check list by which someone who did not write a question says whether it leads: the pure part.

A machine cannot tell whether a question leads, so none guesses. A person answers for each question, and where
something is not as it should be they say what, so that a reader can judge it too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consult.consultations.rules import CHOICE_KINDS, QuestionKind
from consult.kernel.errors import Invalid


class QuestionItem(StrEnum):
    """One thing that a question is read for."""

    NEUTRAL = "neutral"  # it does not suggest which answer is wanted
    ONE_THING = "one_thing"  # it asks one thing, so that yes or no to it means something
    NOTHING_ASSUMED = "nothing_assumed"  # it takes nothing for granted that people may doubt
    FAIR_CHOICES = "fair_choices"  # its answers are balanced, and everyone finds one that fits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuestion:
    """A question as whoever checks it reads it."""

    id: int
    number: int
    kind: QuestionKind
    prompt: str
    help: str
    choices: tuple[str, ...]
    age: int | None  # years of age that its words ask for; None where too few words say nothing

    @property
    def digest(self) -> str:
        """What changes when a word of it changes."""
        parts = "\0".join((self.kind.value, self.prompt, self.help, *self.choices))
        return hashlib.sha256(parts.encode()).hexdigest()

    @property
    def items(self) -> tuple[QuestionItem, ...]:
        """What it is read for; only what offers answers is read for their balance."""
        offers = self.kind in CHOICE_KINDS
        return tuple(item for item in QuestionItem if offers or item is not QuestionItem.FAIR_CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFound:
    """What someone found when they read a question for one thing."""

    question_id: int
    item: QuestionItem
    is_met: bool
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a fault that nobody could understand."""
        if not self.is_met and not self.note.strip():
            raise Invalid("Where something is not as it should be, say what.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCheck:
    """One line of a check list as it is stored."""

    question_id: int
    item: QuestionItem
    is_met: bool
    words_seen: str


def unchecked(questions: Sequence[ReadQuestion], checks: Iterable[KnownCheck]) -> tuple[ReadQuestion, ...]:
    """Name the questions that nobody read in their present words, or in which something was found."""
    sound = {(check.question_id, check.item, check.words_seen) for check in checks if check.is_met}
    return tuple(
        question
        for question in questions
        if any((question.id, item, question.digest) not in sound for item in question.items)
    )
