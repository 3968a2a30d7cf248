"""What a theme may become and which edits officers make: the pure part."""

from datetime import datetime
from enum import StrEnum

from consult.consultations.rules import QuestionKind, end_of_minute
from consult.kernel.states import Machine


class ThemeState(StrEnum):
    """Where a theme stands. A hidden theme is confirmed and still owes a reply."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    MERGED = "merged"
    REJECTED = "rejected"
    UNDONE = "undone"  # an addition or a split that was undone, kept so that the log stays whole


class EditAct(StrEnum):
    """What an officer did to a codebook; a row of the append-only log that is replayed over any re-run."""

    RENAME = "rename"
    DESCRIBE = "describe"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    PIN = "pin"
    ADD = "add"
    REJECT = "reject"
    HIDE = "hide"
    SHOW = "show"
    CONFIRM = "confirm"
    LEARN = "learn"
    UNDO = "undo"


class Bin(StrEnum):
    """Where a text lies that is in no theme; nothing is dropped."""

    UNTHEMED = "unthemed"
    NO_SUBSTANTIVE_ANSWER = "no_substantive_answer"


class Dimension(StrEnum):
    """What a breakdown tells responses apart by."""

    GROUP = "group"
    WARD = "ward"
    DISTRICT = "district"
    CHANNEL = "channel"
    CLOSED_ANSWER = "closed_answer"


class ReadingWay(StrEnum):
    """On which page a person read a text; a page that is merely opened counts for nothing."""

    QUEUE = "queue"
    THEME = "theme"
    AGREEMENT = "agreement"


class ComparisonKind(StrEnum):
    """What would change the themes, and is shown before it is applied."""

    RUN = "run"
    LATE = "late"


THEME_MACHINE = Machine(
    ThemeState,
    first=ThemeState.SUGGESTED,
    arrows={
        "confirm": ((ThemeState.SUGGESTED,), ThemeState.CONFIRMED),
        "reopen": ((ThemeState.CONFIRMED,), ThemeState.SUGGESTED),
        "merge": ((ThemeState.SUGGESTED, ThemeState.CONFIRMED), ThemeState.MERGED),
        "reject": ((ThemeState.SUGGESTED, ThemeState.CONFIRMED), ThemeState.REJECTED),
        "restore": ((ThemeState.MERGED, ThemeState.REJECTED, ThemeState.UNDONE), ThemeState.SUGGESTED),
        "undo": (
            (ThemeState.SUGGESTED, ThemeState.CONFIRMED, ThemeState.MERGED, ThemeState.REJECTED),
            ThemeState.UNDONE,
        ),
    },
)

STANDING = (ThemeState.SUGGESTED, ThemeState.CONFIRMED)
"""The states in which a theme holds responses."""

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 2_000
LONGEST_REASON = 1_000
FEWEST_CONFIRMED = 3
"""Confirmed responses that a theme needs before the machine learns from them."""
FEWEST_SAMPLED = 10
LARGEST_SAMPLE = 400
"""How many texts a sample may have: fewer say too little, more nobody codes."""
SURELY = 1.0
"""The confidence of what an officer said."""


def is_provisional(*, closes_at: datetime | None, intake_complete_at: datetime | None, now: datetime) -> bool:
    """Say whether an analysis at ``now`` could still change because responses may still come in."""
    return closes_at is None or now < end_of_minute(closes_at) or intake_complete_at is None


def closed_answer_of(kind: QuestionKind, *, scale: int | None, choice_id: int | None) -> str | None:
    """Return what someone ticked, in the few kinds that tell agreement from disagreement; nothing where they did not.

    A five-point scale becomes against, neither and for: five kinds would part people who say the same.
    """
    if kind is QuestionKind.SCALE and scale is not None:
        return "against" if scale < 3 else "for" if scale > 3 else "neither"
    if kind is QuestionKind.YES_NO and scale is not None:
        return "yes" if scale else "no"
    if kind is QuestionKind.ONE_CHOICE and choice_id is not None:
        return f"choice {choice_id}"
    return None


CLOSED_KINDS = (QuestionKind.SCALE, QuestionKind.YES_NO, QuestionKind.ONE_CHOICE)
