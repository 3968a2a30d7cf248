"""What may become of a comment in a redraft, and what the list of unanswered questions holds: the pure part."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence
from consult.kernel.states import Machine
from consult.responses.rules import Purpose

LONGEST_WORDS = 2_000
"""Characters in a reason, a question as published, or what answers it."""
LONGEST_MEANING = 600
"""Characters in the meaning of a term: it is read in the middle of a sentence."""
LONGEST_TERM = 80
ANSWER_OWED_WITHIN = timedelta(days=28)
"""When an answer is due unless the officer says otherwise."""


class Standing(StrEnum):
    """Where a comment stands in one version of the document."""

    CARRIED = "carried"  # its paragraph is the same or only moved, beyond doubt
    WAITING = "waiting"  # a person has to look
    KEPT = "kept"  # a person looked: it still fits the paragraph that lives on from its own
    ANCHORED_ANEW = "anchored_anew"  # a person put it beside another paragraph
    RETIRED = "retired"  # a person said, with a reason, that nothing in this version is what it was about


PLACEMENT_MACHINE = Machine(
    Standing,
    first=Standing.WAITING,
    arrows={
        "carry": ((Standing.WAITING,), Standing.CARRIED),  # the machine's only act, at birth
        "keep": ((Standing.WAITING, Standing.ANCHORED_ANEW, Standing.RETIRED), Standing.KEPT),
        "anchor_anew": ((Standing.WAITING, Standing.KEPT, Standing.RETIRED), Standing.ANCHORED_ANEW),
        "retire": ((Standing.WAITING, Standing.KEPT, Standing.ANCHORED_ANEW), Standing.RETIRED),
    },
)
"""A person may think again; what was carried beyond doubt is nobody's to move."""


class SilenceKind(StrEnum):
    """What the document owes its readers."""

    QUESTION = "question"
    UNDEFINED_TERM = "undefined_term"
    NO_EVIDENCE = "no_evidence"
    SILENT_ON = "silent_on"


KIND_OF_PURPOSE: dict[Purpose, SilenceKind] = {
    Purpose.QUESTION: SilenceKind.QUESTION,
    Purpose.UNDEFINED_TERM: SilenceKind.UNDEFINED_TERM,
    Purpose.NO_EVIDENCE: SilenceKind.NO_EVIDENCE,
    Purpose.SILENT_ON: SilenceKind.SILENT_ON,
}
"""Comments with these purposes wait to be put on the list of unanswered questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceWords:
    """An entry of the list as everyone reads it: what is owed, by whom, by when."""

    kind: SilenceKind
    asked: str
    owner: str
    due_on: date

    def __post_init__(self) -> None:
        """Refuse an entry that asks nothing or that nobody answers for."""
        if not self.asked.strip():
            raise Invalid("Say what is asked, in words that everyone can read.")
        if not self.owner.strip():
            raise Invalid("Say who owes the answer: a team or a post, such as “School transport team”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWords:
    """A term and what the document means by it."""

    word: str
    meaning: str

    def __post_init__(self) -> None:
        """Refuse half an explanation, and one too long to be read in the middle of a sentence."""
        if not self.word.strip() or not self.meaning.strip():
            raise Invalid("Give the word and what it means.")
        if len(self.word) > LONGEST_TERM or len(self.meaning) > LONGEST_MEANING:
            raise Invalid(
                Sentence(
                    "Keep the word within %(word)s characters and its meaning within %(meaning)s: it is read in the "
                    "middle of a sentence.",
                    word=LONGEST_TERM,
                    meaning=LONGEST_MEANING,
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class WentTo:
    """Where one comment stands in one later version; ``paragraph`` is empty where it stands nowhere."""

    comment_id: int
    version: int
    standing: Standing
    paragraph: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTold:
    """Why a paragraph changed, as those are told whose words it changed because of."""

    version: int
    paragraph: str
    paragraph_id: int
    words: str
