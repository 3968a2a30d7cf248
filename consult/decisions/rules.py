"""What a decision record must say and when a decision is final: the pure part."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.kernel.errors import Invalid


class CallIn(StrEnum):
    """Whether councillors may call a decision in before it takes effect."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"


class CallInResult(StrEnum):
    """How a call-in ended."""

    STANDS = "stands"  # the decision takes effect as it was made
    RECONSIDER = "reconsider"  # it goes back; what it decided is proposed again until someone decides anew


class DecisionStanding(StrEnum):
    """Where a decision stands; derived from its call-in and the day."""

    CALL_IN_RUNNING = "call_in_running"
    CALLED_IN = "called_in"
    SENT_BACK = "sent_back"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that lay before the decision maker; ``link`` may be empty."""

    title: str
    link: str = ""

    def __post_init__(self) -> None:
        """Refuse a paper without a name, or a link that is no web address."""
        if not self.title.strip():
            raise Invalid("Give each paper a title.")
        if self.link and not self.link.startswith(("https://", "http://", "/")):
            raise Invalid(f"Check the address of “{self.title}”: it should begin with https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another course that was considered and rejected, with the reason."""

    alternative: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse an alternative without a reason."""
        if not self.alternative.strip() or not self.reason.strip():
            raise Invalid("Give each rejected option and the reason why it was rejected.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """An interest that someone declared, and the dispensation if there was one."""

    declared_by: str
    interest: str
    dispensation: str = ""

    def __post_init__(self) -> None:
        """Refuse an interest without its person or its nature."""
        if not self.declared_by.strip() or not self.interest.strip():
            raise Invalid("Say who declared each interest and what it is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade:
    """Everything that the written record of a decision must hold.

    Source: Local Authorities (Executive Arrangements) (Meetings and Access to Information) (England)
    Regulations 2012, regs 12 and 13; to be read by the council's lawyer before it relies on it.
    """

    title: str
    decided: str
    decided_by: str
    decided_on: date
    reasons: str
    papers: tuple[Paper, ...]
    call_in: CallIn
    call_in_ends_on: date | None = None
    no_call_in_reason: str = ""
    minuted_at: str = ""
    alternatives: tuple[Alternative, ...] = ()
    interests: tuple[Interest, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a record that leaves out what the law asks for."""
        _require(self.title, "Enter a title for the decision.")
        _require(self.decided, "Enter what was decided.")
        _require(self.decided_by, "Enter who decided.")
        _require(self.reasons, "Enter the reasons for the decision.")
        if not self.papers:
            raise Invalid("Name at least one paper that the decision was made on.")
        if self.call_in is CallIn.DOES_NOT_APPLY:
            _require(self.no_call_in_reason, "Say why call-in does not apply.")
        elif self.call_in_ends_on is None:
            raise Invalid("Enter the last day on which the decision can be called in.")
        elif self.call_in_ends_on < self.decided_on:
            raise Invalid("The last day for call-in must be on or after the day of the decision.")


def is_final(
    *,
    call_in: CallIn,
    call_in_ends_on: date | None,
    called_in: bool,
    today: date,
    result: CallInResult | None = None,
) -> bool:
    """Say whether nothing can stop the decision any more: no call-in, its last day has passed, or it stood."""
    standing = standing_of(
        call_in=call_in, call_in_ends_on=call_in_ends_on, called_in=called_in, today=today, result=result
    )
    return standing is DecisionStanding.FINAL


def standing_of(
    *,
    call_in: CallIn,
    call_in_ends_on: date | None,
    called_in: bool,
    today: date,
    result: CallInResult | None = None,
) -> DecisionStanding:
    """Say where a decision stands on a day (London's)."""
    if call_in is CallIn.DOES_NOT_APPLY:
        return DecisionStanding.FINAL
    if called_in:
        return _after_call_in(result)
    if call_in_ends_on is not None and today > call_in_ends_on:
        return DecisionStanding.FINAL
    return DecisionStanding.CALL_IN_RUNNING


def _after_call_in(result: CallInResult | None) -> DecisionStanding:
    if result is None:
        return DecisionStanding.CALLED_IN
    return DecisionStanding.FINAL if result is CallInResult.STANDS else DecisionStanding.SENT_BACK


def _require(words: str, sentence: str) -> None:
    if not words.strip():
        raise Invalid(sentence)
