"""What a consultation is made of and where it stands: the pure part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid
from consult.kernel.states import Machine


class Stage(StrEnum):
    """Where a consultation stands; derived from dates and from what people did, never stored."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    ANALYSED = "analysed"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class QuestionKind(StrEnum):
    """How a question is answered."""

    OPEN_TEXT = "open_text"
    ONE_CHOICE = "one_choice"
    SEVERAL_CHOICES = "several_choices"
    SCALE = "scale"  # strongly disagree (1) … strongly agree (5)
    RANKING = "ranking"
    YES_NO = "yes_no"


class CountingRule(StrEnum):
    """How the copies of one letter count; chosen before anyone can know what it does to the result."""

    EACH_PERSON = "each_person"
    ONE_VOICE = "one_voice"


class ApprovalVerdict(StrEnum):
    """What an approver said of a draft."""

    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """The moments that decide the stage; ``None`` where it has not happened."""

    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    held_back: bool = False  # a pre-election period covers the opening and nobody with the right has allowed it
    analysed_at: datetime | None = None
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None


def stage_of(facts: StageFacts, *, now: datetime) -> Stage:
    """Say where a consultation stands at ``now``; closing is the end of the printed minute."""
    if facts.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if facts.answered_at is not None:
        return Stage.ANSWERED
    if facts.approved_at is None or facts.opens_at is None or facts.closes_at is None:
        return Stage.DRAFT if facts.submitted_at is None else Stage.AWAITING_APPROVAL
    if facts.held_back or now < facts.opens_at:
        return Stage.SCHEDULED
    if now < end_of_minute(facts.closes_at):
        return Stage.OPEN
    return Stage.CLOSED if facts.analysed_at is None else Stage.ANALYSED


def end_of_minute(moment: datetime) -> datetime:
    """The first instant that is too late when people were told "closes at" this minute."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


SHORTEST_ADVISED = timedelta(weeks=4)
"""Below this a draft warns; the council's own standard, as no law gives one for every consultation."""
LONGEST_CLARIFICATION = 2_000
BEFORE_CLOSING = frozenset({Stage.DRAFT, Stage.AWAITING_APPROVAL, Stage.SCHEDULED, Stage.OPEN})
PUBLIC_STAGES = frozenset({Stage.OPEN, Stage.CLOSED, Stage.ANALYSED, Stage.ANSWERED, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A pre-election period as one consultation meets it."""

    starts_on: date
    ends_on: date
    called_at: datetime
    is_allowed: bool = False


def covers(*, starts_on: date, ends_on: date, now: datetime) -> bool:
    """Say whether a pre-election period covers a moment, by the day in London."""
    return starts_on <= now.astimezone(LONDON).date() <= ends_on


def is_held_back(*, opens_at: datetime | None, periods: Iterable[Period]) -> bool:
    """Say whether a pre-election period keeps a consultation from opening.

    One that was open before the period was called stays open: business otherwise continues (s2 Local Government
    Act 1986 and the code on publicity; to be read by a lawyer before a council relies on it).
    """
    return any(holds_back(period, opens_at=opens_at) for period in periods)


def holds_back(period: Period, *, opens_at: datetime | None) -> bool:
    """Say whether this period covers the opening, was called before it, and nobody with the right has allowed it."""
    if opens_at is None or period.is_allowed or period.called_at > opens_at:
        return False
    return period.starts_on <= opens_at.astimezone(LONDON).date() <= period.ends_on


CONSULTATION_MACHINE: Machine[Stage] = Machine(
    Stage,
    first=Stage.DRAFT,
    arrows={
        "submit_for_approval": ((Stage.DRAFT,), Stage.AWAITING_APPROVAL),
        "return": ((Stage.AWAITING_APPROVAL,), Stage.DRAFT),
        "take_back": ((Stage.AWAITING_APPROVAL, Stage.SCHEDULED), Stage.DRAFT),
        "approve": ((Stage.AWAITING_APPROVAL,), Stage.SCHEDULED),
        "lapse": ((Stage.SCHEDULED,), Stage.AWAITING_APPROVAL),
        "open": ((Stage.SCHEDULED,), Stage.OPEN),
        "extend": ((Stage.OPEN,), Stage.OPEN),
        "close": ((Stage.OPEN,), Stage.CLOSED),
        "finish_analysing": ((Stage.CLOSED,), Stage.ANALYSED),
        "answer": ((Stage.CLOSED, Stage.ANALYSED), Stage.ANSWERED),
        "withdraw": (
            (
                Stage.DRAFT,
                Stage.AWAITING_APPROVAL,
                Stage.SCHEDULED,
                Stage.OPEN,
                Stage.CLOSED,
                Stage.ANALYSED,
            ),
            Stage.WITHDRAWN,
        ),
    },
)


class Part(StrEnum):
    """One part of a draft, as the task list shows it."""

    ABOUT = "about"
    INFLUENCE = "influence"
    OPTIONS = "options"
    EVIDENCE = "evidence"
    DECISION = "decision"
    CONTACT = "contact"
    DOCUMENT = "document"
    QUESTIONS = "questions"
    GROUPS = "groups"
    DATES = "dates"


REQUIRED_PARTS = (
    Part.ABOUT,
    Part.INFLUENCE,
    Part.DECISION,
    Part.CONTACT,
    Part.QUESTIONS,
    Part.GROUPS,
    Part.DATES,
)
"""What an intelligent answer needs (the second Gunning principle); options, evidence and a document only warn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """What a draft holds so far: the text of each part, and counts of what is listed."""

    texts: Mapping[Part, tuple[str, ...]]
    n_options: int
    n_questions: int
    n_groups: int
    has_document: bool
    opens_at: datetime | None
    closes_at: datetime | None


class Caution(StrEnum):
    """What a draft may lack without being refused; the approver sees it too."""

    NO_OPTIONS = "no_options"
    NO_EVIDENCE = "no_evidence"
    NO_DOCUMENT = "no_document"
    SHORT = "short"


def finished_parts(facts: DraftFacts) -> frozenset[Part]:
    """Name the parts of a draft that hold what they should."""
    done = {part for part, texts in facts.texts.items() if all(text.strip() for text in texts)}
    counted = {
        Part.OPTIONS: facts.n_options > 0,
        Part.QUESTIONS: facts.n_questions > 0 or facts.has_document,
        Part.GROUPS: facts.n_groups > 0,
        Part.DOCUMENT: facts.has_document,
        Part.DATES: facts.opens_at is not None and facts.closes_at is not None,
    }
    return frozenset(done | {part for part, is_done in counted.items() if is_done})


def missing_parts(facts: DraftFacts) -> tuple[Part, ...]:
    """Name the required parts that are not finished, in the order of the task list."""
    done = finished_parts(facts)
    return tuple(part for part in REQUIRED_PARTS if part not in done)


def cautions_about(facts: DraftFacts) -> tuple[Caution, ...]:
    """Name what a careful approver would ask about."""
    done = finished_parts(facts)
    short = facts.opens_at and facts.closes_at and facts.closes_at - facts.opens_at < SHORTEST_ADVISED
    found = {
        Caution.NO_OPTIONS: Part.OPTIONS not in done,
        Caution.NO_EVIDENCE: Part.EVIDENCE not in done,
        Caution.NO_DOCUMENT: Part.DOCUMENT not in done,
        Caution.SHORT: bool(short),
    }
    return tuple(caution for caution, is_so in found.items() if is_so)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionValues:
    """A question as an officer wrote it."""

    kind: QuestionKind
    prompt: str
    help: str = ""
    required: bool = False
    asks_why: bool = False
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a question that nobody could answer."""
        if not self.prompt.strip():
            raise Invalid("Write the question.")
        if self.kind in CHOICE_KINDS and len(self.choices) < 2:
            raise Invalid("Give at least two answers to choose from, one on each line.")
        if len(set(self.choices)) != len(self.choices):
            raise Invalid("Each answer to choose from must be different.")


CHOICE_KINDS = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES, QuestionKind.RANKING})
WHY_KINDS = frozenset({QuestionKind.SCALE, QuestionKind.ONE_CHOICE, QuestionKind.YES_NO})


class Work(StrEnum):
    """What officers do on a consultation, in the order in which they do it."""

    ASK = "ask"
    LISTEN = "listen"
    UNDERSTAND = "understand"
    ANSWER = "answer"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubLink:
    """Somewhere for officers to go from a consultation's page; higher rooms give theirs, each to a kind of work."""

    text: str
    href: str
    hint: str = ""
    work: Work = Work.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check of law or practice as it stands, in words; a higher room judges it."""

    asks: str
    rule: str
    why: str
    do: str
    is_shut: bool
    passed_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOn:
    """A page of a higher room that belongs to a consultation, for anyone, such as what the council answered.

    The main ones stand beside the document; the others in a list below.
    """

    text: str
    href: str
    hint: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time in which people can answer."""

    opens_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        """Refuse a window that ends before it begins."""
        if self.closes_at <= self.opens_at:
            raise Invalid("The closing time must be after the opening time.")


def window_to_plan(*, opens_at: datetime, closes_at: datetime, now: datetime) -> Window:
    """Return the window of a draft, in whole minutes.

    Raises:
        Invalid: it ends before it begins, or has begun already.
    """
    window = Window(opens_at=_minute(opens_at), closes_at=_minute(closes_at))
    if window.opens_at <= now:
        raise Invalid("The opening time must be in the future.")
    return window


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
