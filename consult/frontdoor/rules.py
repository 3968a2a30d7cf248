"""What one person is told of their own response, as values: their words, the main points, the answer, the promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from consult.decisions.rules import DecisionStanding
from consult.margin.rules import ReasonTold, WentTo
from consult.outcomes.rules import CommitmentProgress, Position, ReplyStage, Standing


class Finds(StrEnum):
    """What else a search finds, besides consultations, elections and bodies."""

    PARAGRAPH = "paragraph"
    POINT = "point"
    PROMISE = "promise"


class InOneLanguage(Protocol):
    """A row of words that says which language it is in."""

    @property
    def language(self) -> str:
        """Return the language's code, such as ``en`` or ``pa``."""


Words = TypeVar("Words", bound=InOneLanguage)


def words_in(rows: Sequence[Words], wanted: str, *, otherwise: str) -> Words | None:
    """Return the row in the language that is wanted, else in the consultation's own, else any."""
    by_language = {row.language.replace("_", "-").split("-")[0]: row for row in reversed(rows)}
    for language in (wanted, otherwise):
        row = by_language.get(language.replace("_", "-").split("-")[0])
        if row is not None:
            return row
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that the person wrote: under a question, or about a paragraph."""

    asked: str
    text: str
    paragraph: str = ""
    went: tuple[WentTo, ...] = ()
    changed: tuple[ReasonTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTold:
    """What the council says to a main point, once someone has decided it."""

    position: Position
    words: str
    stage: ReplyStage


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTold:
    """The decision that a reply hangs on."""

    title: str
    decided: str
    decided_by: str
    decided_on: date
    reasons: str
    minuted_at: str
    standing: DecisionStanding
    call_in_ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsTold:
    """One dated note of how a promise is going."""

    on: datetime
    progress: CommitmentProgress
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTold:
    """What the council promised because of a main point, and where it stands."""

    reference: str
    promise: str
    owner: str
    due_on: date
    standing: Standing
    news: tuple[NewsTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTold:
    """One main point that the person's words fell in, and what became of it."""

    theme_id: int
    name: str
    description: str
    hidden_reason: str
    reply: ReplyTold | None
    no_reply_reason: str
    decision: DecisionTold | None
    promises: tuple[PromiseTold, ...]
    changed: tuple[ReasonTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that one person is told of their own response."""

    reference: str
    slug: str
    title: str
    received_on: date
    closes_at: datetime | None
    withdrawn_at: datetime | None
    said: tuple[Said, ...]
    points_are_told: bool
    points: tuple[PointTold, ...]
    is_answered: bool
    answer_due_on: date | None
    waiting_on: str
