"""What the council says back and what it promises: the pure part."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consult.decisions.rules import DecisionStanding
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid
from consult.kernel.states import Machine
from consult.kernel.words import count_of


class Position(StrEnum):
    """The council's position on a theme."""

    AGREE = "agree"
    AGREE_IN_PART = "agree_in_part"
    DO_NOT_AGREE = "do_not_agree"
    ALREADY_DONE = "already_done"
    NOT_FOR_US = "not_for_us"


class ReplyStage(StrEnum):
    """Where a reply stands; derived from the decision it hangs on."""

    PROPOSED = "proposed"
    DECIDED = "decided"  # by a named decision maker; call-in has not ended
    FINAL = "final"


class EditionState(StrEnum):
    """Where an edition of "you said, we did" stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETURNED = "returned"


class CommitmentProgress(StrEnum):
    """What was last said of a commitment; overdue is derived from its due date."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    DELAYED = "delayed"
    DONE = "done"
    DROPPED = "dropped"


EDITION_MACHINE = Machine(
    EditionState,
    first=EditionState.PROPOSED,
    arrows={
        "approve": ((EditionState.PROPOSED,), EditionState.APPROVED),
        "return": ((EditionState.PROPOSED, EditionState.APPROVED), EditionState.RETURNED),
        "publish": ((EditionState.APPROVED,), EditionState.PUBLISHED),
        "revise": ((EditionState.RETURNED,), EditionState.PROPOSED),
    },
)


class Standing(StrEnum):
    """Where a commitment stands today; derived from what was last said of it and from its due date."""

    OVERDUE = "overdue"
    DELAYED = "delayed"
    ON_TRACK = "on_track"
    NOT_STARTED = "not_started"
    KEPT = "kept"
    DROPPED = "dropped"


class Shelf(StrEnum):
    """Which commitments someone wants to see."""

    ALL = "all"
    OVERDUE = "overdue"
    RUNNING = "running"
    KEPT = "kept"
    DROPPED = "dropped"


class Gate(StrEnum):
    """What an edition still lacks before it may be proposed."""

    NO_THEMES = "no_themes"
    NO_FINDINGS = "no_findings"
    LACKS_REPLY = "lacks_reply"
    NOT_DECIDED = "not_decided"
    NOT_FINAL = "not_final"  # an officer may go on with a reason that is printed
    LATE_WITHOUT_WORD = "late_without_word"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """What decides whether an edition may be proposed: names of themes where something is missing."""

    n_themes: int
    n_findings: int
    lacking_reply: tuple[str, ...]
    not_decided: tuple[str, ...]
    not_final: tuple[str, ...]
    days_left: int | None
    has_delay_statement: bool


def gates_closed(facts: EditionFacts) -> dict[Gate, str]:
    """Say what still stands in the way of an edition, each with the sentence that says what to do."""
    closed: dict[Gate, str] = {}
    if facts.n_themes == 0:
        closed[Gate.NO_THEMES] = "Confirm at least one theme first."
    if facts.n_findings == 0:
        closed[Gate.NO_FINDINGS] = "Publish the findings first, so that everyone can see what the decision was made on."
    if facts.lacking_reply:
        closed[Gate.LACKS_REPLY] = (
            f"{count_of(len(facts.lacking_reply), 'theme')} still {_lacks(facts.lacking_reply)} a reply: "
            f"{_named(facts.lacking_reply)}. Write a reply, or record why there is none."
        )
    if facts.not_decided:
        closed[Gate.NOT_DECIDED] = (
            f"Nobody has decided {_these(facts.not_decided)} yet: {_named(facts.not_decided)}. "
            "The decision maker records the decision first."
        )
    if facts.not_final:
        closed[Gate.NOT_FINAL] = (
            f"Call-in has not ended for {_these(facts.not_final)}: {_named(facts.not_final)}. "
            "Wait until it has, or give a reason for publishing before. The reason is printed."
        )
    if facts.days_left is not None and facts.days_left < 0 and not facts.has_delay_statement:
        closed[Gate.LATE_WITHOUT_WORD] = "The answer is later than was promised. Say why in a delay statement first."
    return closed


def stage_of_reply(standing: DecisionStanding | None) -> ReplyStage:
    """Derive where a reply stands from the decision that it hangs on; one that was sent back is proposed again."""
    if standing is None or standing is DecisionStanding.SENT_BACK:
        return ReplyStage.PROPOSED
    return ReplyStage.FINAL if standing is DecisionStanding.FINAL else ReplyStage.DECIDED


def is_overdue(*, due_on: date, progress: CommitmentProgress, today: date) -> bool:
    """A commitment is overdue when its day has passed and it is neither done nor dropped."""
    return today > due_on and progress not in {CommitmentProgress.DONE, CommitmentProgress.DROPPED}


def standing_of_commitment(*, due_on: date, progress: CommitmentProgress, today: date) -> Standing:
    """Say where a commitment stands on a day in London."""
    if is_overdue(due_on=due_on, progress=progress, today=today):
        return Standing.OVERDUE
    return {
        CommitmentProgress.DONE: Standing.KEPT,
        CommitmentProgress.DROPPED: Standing.DROPPED,
        CommitmentProgress.DELAYED: Standing.DELAYED,
        CommitmentProgress.ON_TRACK: Standing.ON_TRACK,
        CommitmentProgress.NOT_STARTED: Standing.NOT_STARTED,
    }[progress]


def require_note(progress: CommitmentProgress, note: str) -> None:
    """Refuse news that people could not understand without a word of explanation.

    Raises:
        Invalid: done, delayed or dropped without saying how or why.
    """
    sentences = {
        CommitmentProgress.DONE: "Say what was done, so that people can see that the promise was kept.",
        CommitmentProgress.DELAYED: "Say why it is delayed and when you now expect it.",
        CommitmentProgress.DROPPED: "Say why the promise was dropped.",
    }
    if progress in sentences and not note.strip():
        raise Invalid(sentences[progress])


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerClock:
    """The council's own standard for answering, counted from the close (12 weeks unless it sets another).

    ``new_due_on`` is the day that the last delay statement gave instead.
    """

    closed_at: datetime
    weeks: int
    answered_at: datetime | None = None
    new_due_on: date | None = None

    @property
    def due_at(self) -> datetime:
        """When the answer is due by the council's standard."""
        return self.closed_at + timedelta(weeks=self.weeks)

    @property
    def due_on(self) -> date:
        """The last day for the answer: the standard's, or the one that a delay statement gave."""
        return self.new_due_on or day_in_london(self.due_at)

    @property
    def is_delayed(self) -> bool:
        """Whether a delay statement moved the day."""
        return self.new_due_on is not None

    @property
    def is_answered(self) -> bool:
        """Whether the clock has stopped."""
        return self.answered_at is not None

    def days_left(self, *, now: datetime) -> int:
        """Whole days left; negative when it is overdue. An answered clock stands still."""
        return (self.due_on - day_in_london(self.answered_at or now)).days

    def is_late(self, *, now: datetime) -> bool:
        """Whether the day has passed, or had passed when the answer came."""
        return self.days_left(now=now) < 0

    def share_gone(self, *, now: datetime) -> float:
        """How much of the time is used up, from 0 to 1."""
        started = day_in_london(self.closed_at)
        whole = max((self.due_on - started).days, 1)
        gone = (day_in_london(self.answered_at or now) - started).days
        return min(max(gone / whole, 0.0), 1.0)


def _named(names: tuple[str, ...], *, at_most: int = 3) -> str:
    quoted = [f"“{name}”" for name in names[:at_most]]
    more = len(names) - at_most
    return ", ".join(quoted) + (f" and {count_of(more, 'other')}" if more > 0 else "")


def _lacks(names: tuple[str, ...]) -> str:
    return "lacks" if len(names) == 1 else "lack"


def _these(names: tuple[str, ...]) -> str:
    return "this reply" if len(names) == 1 else "these replies"
