"""How the columns of an officer's spreadsheet are read: what each one means, and what holds where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from consult.consultations.rules import QuestionKind
from consult.kernel.errors import Invalid
from consult.responses.intake_matching import Option
from consult.responses.rules import Channel, PublishAs


class TargetKind(StrEnum):
    """What a column may mean."""

    NOTHING = "nothing"
    QUESTION = "question"
    WHY = "why"
    CHOICE = "choice"  # one column for each choice, ticked or ranked
    GROUP = "group"
    WARD = "ward"
    RECEIVED_ON = "received_on"
    REFERENCE = "reference"
    CHANNEL = "channel"
    ORGANISATION = "organisation"
    PUBLISH = "publish"
    PEOPLE = "people"


ONCE_ONLY = frozenset(TargetKind) - {TargetKind.NOTHING}


@dataclass(frozen=True, slots=True)
class Target:
    """What one column means; written ``question:12``, ``why:12``, ``choice:12:34`` or just the kind."""

    kind: TargetKind
    question_id: int = 0
    choice_id: int = 0

    def __str__(self) -> str:
        parts = [self.kind.value, *(str(number) for number in (self.question_id, self.choice_id) if number)]
        return ":".join(parts)

    @classmethod
    def read(cls, written: str) -> Target:
        """The target that was written by ``str``.

        Raises:
            Invalid: nobody offered it.
        """
        kind, _, numbers = written.partition(":")
        try:
            return cls(TargetKind(kind), *(int(number) for number in numbers.split(":") if number))
        except (ValueError, TypeError):
            raise Invalid("Choose what each column means from the list.") from None


NOTHING = Target(TargetKind.NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToFill:
    """A question as a spreadsheet may answer it."""

    id: int
    position: int
    prompt: str
    kind: QuestionKind
    asks_why: bool
    choices: tuple[Option, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Answered by choosing and not by writing."""
        return self.kind is not QuestionKind.OPEN_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingsToFill:
    """Everything that a spreadsheet may say about a response to one consultation."""

    questions: tuple[QuestionToFill, ...]
    groups: tuple[Option, ...]
    wards: tuple[Option, ...]

    def question(self, question_id: int) -> QuestionToFill:
        """The question with this id.

        Raises:
            Invalid: this consultation does not ask it.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise Invalid("Choose what each column means from the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What each column means by its heading, what is assumed where a row is silent, and what odd values mean.

    ``meanings`` holds, by target and folded cell, the id that an officer chose for it; an empty string: no answer.
    """

    targets: Mapping[str, Target]
    received_on: date
    group_id: int | None = None
    channel: Channel = Channel.IMPORT
    publish_as: PublishAs = PublishAs.NOT_PUBLISHED
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        used = [str(target) for target in self.targets.values() if target.kind in ONCE_ONLY]
        if len(used) != len(set(used)):
            raise Invalid("Two columns have the same meaning. Choose a different meaning for one of them.")
        if not any(
            target.kind in {TargetKind.QUESTION, TargetKind.WHY, TargetKind.CHOICE} for target in self.targets.values()
        ):
            raise Invalid("No column answers a question. Choose a question for at least one column.")
        mixed = {t.question_id for t in self.targets.values() if t.kind is TargetKind.CHOICE} & {
            t.question_id for t in self.targets.values() if t.kind is TargetKind.QUESTION
        }
        if mixed:
            raise Invalid("A question is answered by one column or by one column for each choice, not by both.")

    def as_json(self) -> dict[str, Any]:
        """A plain form to be stored."""
        return {
            "targets": {heading: str(target) for heading, target in self.targets.items()},
            "received_on": self.received_on.isoformat(),
            "group_id": self.group_id,
            "channel": self.channel.value,
            "publish_as": self.publish_as.value,
            "meanings": {target: dict(by_cell) for target, by_cell in self.meanings.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ColumnMapping:
        """The mapping that was stored by ``as_json``; what is left out falls back.

        Raises:
            Invalid: it names what does not exist.
        """
        try:
            return cls(
                targets={heading: Target.read(written) for heading, written in stored["targets"].items()},
                received_on=date.fromisoformat(stored["received_on"]),
                group_id=stored.get("group_id"),
                channel=Channel(stored.get("channel", Channel.IMPORT)),
                publish_as=PublishAs(stored.get("publish_as", PublishAs.NOT_PUBLISHED)),
                meanings=stored.get("meanings", {}),
            )
        except (KeyError, ValueError, TypeError, AttributeError):
            raise Invalid(
                "The description of the columns cannot be read. Choose what each column means again."
            ) from None
