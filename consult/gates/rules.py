"""What law and practice ask of a consultation before it is approved, opens, closes and is decided: the pure part.

The law is summarised in our own words and needs a lawyer's eye before a council relies on it; every page that shows a
gate says so. A gate never blocks in silence: it names its rule, and someone with the right may go on with a reason
that everyone can read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from consult.kernel.errors import Invalid
from consult.outreach.rules import ConsultationKind, Scrutiny

SHORTEST_WEEKS = 6
"""The council's own standard for ordinary consultations; no law gives one for all of them."""
FEWEST_TERM_DAYS = 20
"""Weekdays in school term, for what schools are asked about: four weeks in which people are at work."""
HARDEST_AGE = 14
"""Years: a question that asks for more is pointed out."""
MOST_IN_HOLIDAYS = 1 / 3
"""The largest share of the weekdays of an ordinary consultation that may lie in holidays."""
LOOKED_AT_BEFORE_OPENING = timedelta(days=1)
"""From this long before its opening a consultation is looked at again each minute."""
LOOKED_AT_BEFORE_CLOSING = timedelta(days=7)
"""This long before its close a consultation is looked at again, while there is time to put things right."""


class Point(StrEnum):
    """Where on its way a consultation meets the gate."""

    APPROVE = "approve"
    OPEN = "open"
    CLOSE = "close"
    DECIDE = "decide"


class Gate(StrEnum):
    """One thing that law or practice asks."""

    FORMATIVE = "formative"
    REASONS = "reasons"
    OPTIONS = "options"
    TIME = "time"
    TERM_TIME = "term_time"
    HOLIDAYS = "holidays"
    FIXED_WINDOW = "fixed_window"
    EARLIER = "earlier"
    CONSULTEES = "consultees"
    SCRUTINY = "scrutiny"
    EQUALITY = "equality"
    DATA_PROTECTION = "data_protection"
    ACCESSIBLE_DOCUMENT = "accessible_document"
    FAIR_QUESTIONS = "fair_questions"
    EASY_QUESTIONS = "easy_questions"
    PRE_ELECTION = "pre_election"
    HELP_GIVEN = "help_given"
    CLARIFIED = "clarified"
    WINDOW_KEPT = "window_kept"
    EQUALITY_AGAIN = "equality_again"
    REQUIRED_ASKED = "required_asked"
    READ_AND_CONSIDERED = "read_and_considered"


class Proof(StrEnum):
    """A piece of evidence that an officer puts on the record."""

    EQUALITY = "equality"
    DATA_PROTECTION = "data_protection"
    ACCESSIBLE_DOCUMENT = "accessible_document"
    FAIR_QUESTIONS = "fair_questions"  # of old records; the check list of each question stands for it now
    EARLIER = "earlier"
    READ_AND_CONSIDERED = "read_and_considered"


class PeriodKind(StrEnum):
    """What a period of the council's calendar is."""

    SCHOOL_HOLIDAY = "school_holiday"
    BANK_HOLIDAY = "bank_holiday"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPeriod:
    """Some days on which schools or everyone is away; both ends count."""

    name: str
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.ends_on < self.starts_on:
            raise Invalid("The last day must not be before the first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What the gates look at; days are days in London."""

    kind: ConsultationKind = ConsultationKind.GENERAL
    opens_on: date | None = None
    closes_on: date | None = None
    has_calendar: bool = False
    holidays: tuple[CalendarPeriod, ...] = ()
    has_reasons: bool = False
    has_evidence: bool = False
    n_options: int = 0
    has_document: bool = False
    n_consultees: int = 0
    required_not_asked: tuple[str, ...] = ()
    scrutiny: Scrutiny = Scrutiny.NOT_SAID
    decided_on: date | None = None
    proofs: dict[Proof, tuple[date, ...]] = field(default_factory=dict)
    hard_questions: tuple[str, ...] = ()
    unchecked_questions: tuple[str, ...] = ()
    pre_election: tuple[str, ...] = ()  # periods that cover the opening and that nobody with the right has allowed
    n_help_waiting: int = 0
    n_clarifications_waiting: int = 0
    told_closes_on: date | None = None  # the last day that people were told first, before any extension


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether one gate is open; ``detail`` holds the names or numbers that its sentence needs."""

    gate: Gate
    is_open: bool
    detail: tuple[str, ...] = ()


def judge(facts: GateFacts, point: Point) -> tuple[Judged, ...]:
    """Judge every gate of one point that concerns this kind of consultation, in the order in which they are told."""
    return tuple(judged for gate in GATES_AT[point] for judged in [_JUDGES[gate](facts)] if judged is not None)


def term_days(opens_on: date, closes_on: date, holidays: Sequence[CalendarPeriod]) -> int:
    """Count the weekdays of a window, both ends too, that lie in no holiday of the calendar."""
    days = (opens_on + timedelta(days=passed) for passed in range((closes_on - opens_on).days + 1))
    return sum(
        day.weekday() < 5 and not any(each.starts_on <= day <= each.ends_on for each in holidays) for day in days
    )


def statutory_close(opens_on: date) -> date:
    """Return the day on which four weeks from publication end (2013 Regulations, schedule 3: the day itself counts)."""
    return opens_on + timedelta(weeks=4) - timedelta(days=1)


def is_within_admissions_window(opens_on: date, closes_on: date) -> bool:
    """Say whether a window lasts six weeks and lies between 1 October and 31 January (School Admissions Code)."""
    begins = date(opens_on.year if opens_on.month >= 10 else opens_on.year - 1, 10, 1)
    ends = date(begins.year + 1, 1, 31)
    return begins <= opens_on and closes_on <= ends and closes_on - opens_on >= timedelta(weeks=6)


def may_extend(kind: ConsultationKind, *, closes_on: date) -> bool:
    """Say whether more time may be given, until this day: four weeks are four weeks, and admissions end in January."""
    if kind is ConsultationKind.SCHOOL_ORGANISATION:
        return False
    return kind is not ConsultationKind.ADMISSIONS or closes_on.month in {10, 11, 12, 1}


def holidays_within(opens_on: date, closes_on: date, holidays: Sequence[CalendarPeriod]) -> tuple[str, ...]:
    """Name the holidays that begin, end or lie within a window."""
    return tuple(each.name for each in holidays if each.starts_on <= closes_on and opens_on <= each.ends_on)


def _formative(facts: GateFacts) -> Judged:
    came_first = facts.decided_on is not None and (facts.opens_on is None or facts.decided_on < facts.opens_on)
    detail = (facts.decided_on.isoformat(),) if facts.decided_on is not None else ()
    return Judged(gate=Gate.FORMATIVE, is_open=not came_first, detail=detail)


def _time(facts: GateFacts) -> Judged | None:
    if facts.kind in FIXED_KINDS:
        return None
    length = _length(facts)
    enough = length is not None and length >= timedelta(weeks=SHORTEST_WEEKS)
    return Judged(gate=Gate.TIME, is_open=enough, detail=(str(length.days),) if length is not None else ())


def _term_time(facts: GateFacts) -> Judged | None:
    if facts.kind is ConsultationKind.GENERAL or facts.opens_on is None or facts.closes_on is None:
        return None
    if not facts.has_calendar:
        return Judged(gate=Gate.TERM_TIME, is_open=False)
    n_days = term_days(facts.opens_on, facts.closes_on, facts.holidays)
    return Judged(gate=Gate.TERM_TIME, is_open=n_days >= FEWEST_TERM_DAYS, detail=(str(n_days),))


def _fixed_window(facts: GateFacts) -> Judged | None:
    if facts.kind not in FIXED_KINDS:
        return None
    if facts.opens_on is None or facts.closes_on is None:
        return Judged(gate=Gate.FIXED_WINDOW, is_open=False)
    detail = (facts.opens_on.isoformat(), facts.closes_on.isoformat())
    if facts.kind is ConsultationKind.ADMISSIONS:
        fits = is_within_admissions_window(facts.opens_on, facts.closes_on)
    else:
        fits = facts.closes_on == statutory_close(facts.opens_on)
    return Judged(gate=Gate.FIXED_WINDOW, is_open=fits, detail=detail)


def _holidays(facts: GateFacts) -> Judged | None:
    """Judge how much of an ordinary consultation lies in holidays; schools have their days in term counted instead."""
    if facts.kind is not ConsultationKind.GENERAL or facts.opens_on is None or facts.closes_on is None:
        return None
    n_all = term_days(facts.opens_on, facts.closes_on, ())
    n_away = n_all - term_days(facts.opens_on, facts.closes_on, facts.holidays)
    names = holidays_within(facts.opens_on, facts.closes_on, facts.holidays)
    return Judged(gate=Gate.HOLIDAYS, is_open=n_away <= n_all * MOST_IN_HOLIDAYS, detail=(str(n_away), *names))


def _earlier(facts: GateFacts) -> Judged | None:
    if facts.kind is not ConsultationKind.SCHOOL_ORGANISATION:
        return None
    return Judged(gate=Gate.EARLIER, is_open=bool(facts.proofs.get(Proof.EARLIER)))


def _window_kept(facts: GateFacts) -> Judged | None:
    if facts.kind is not ConsultationKind.SCHOOL_ORGANISATION:
        return None
    return Judged(gate=Gate.WINDOW_KEPT, is_open=facts.closes_on == facts.told_closes_on)


def _equality_again(facts: GateFacts) -> Judged:
    looked = facts.proofs.get(Proof.EQUALITY, ())
    is_new = facts.closes_on is not None and any(day > facts.closes_on for day in looked)
    return Judged(gate=Gate.EQUALITY_AGAIN, is_open=is_new)


def _length(facts: GateFacts) -> timedelta | None:
    if facts.opens_on is None or facts.closes_on is None:
        return None
    return facts.closes_on - facts.opens_on


def _proved(gate: Gate, proof: Proof) -> Callable[[GateFacts], Judged]:
    return lambda facts: Judged(gate=gate, is_open=bool(facts.proofs.get(proof)))


def _none_waits(gate: Gate, n_waiting: int) -> Judged:
    return Judged(gate=gate, is_open=n_waiting == 0, detail=(str(n_waiting),))


def _document(facts: GateFacts) -> Judged | None:
    if not facts.has_document:
        return None
    return Judged(gate=Gate.ACCESSIBLE_DOCUMENT, is_open=bool(facts.proofs.get(Proof.ACCESSIBLE_DOCUMENT)))


FIXED_KINDS = frozenset({ConsultationKind.SCHOOL_ORGANISATION, ConsultationKind.ADMISSIONS})
"""Kinds whose window the law fixes."""
_JUDGES: dict[Gate, Callable[[GateFacts], Judged | None]] = {
    Gate.FORMATIVE: _formative,
    Gate.REASONS: lambda facts: Judged(gate=Gate.REASONS, is_open=facts.has_reasons and facts.has_evidence),
    Gate.OPTIONS: lambda facts: Judged(gate=Gate.OPTIONS, is_open=facts.n_options > 0),
    Gate.TIME: _time,
    Gate.TERM_TIME: _term_time,
    Gate.HOLIDAYS: _holidays,
    Gate.FIXED_WINDOW: _fixed_window,
    Gate.EARLIER: _earlier,
    Gate.CONSULTEES: lambda facts: Judged(gate=Gate.CONSULTEES, is_open=facts.n_consultees > 0),
    Gate.SCRUTINY: lambda facts: Judged(gate=Gate.SCRUTINY, is_open=facts.scrutiny is not Scrutiny.NOT_SAID),
    Gate.EQUALITY: _proved(Gate.EQUALITY, Proof.EQUALITY),
    Gate.DATA_PROTECTION: _proved(Gate.DATA_PROTECTION, Proof.DATA_PROTECTION),
    Gate.ACCESSIBLE_DOCUMENT: _document,
    Gate.FAIR_QUESTIONS: lambda facts: Judged(
        gate=Gate.FAIR_QUESTIONS, is_open=not facts.unchecked_questions, detail=facts.unchecked_questions
    ),
    Gate.EASY_QUESTIONS: lambda facts: Judged(
        gate=Gate.EASY_QUESTIONS, is_open=not facts.hard_questions, detail=facts.hard_questions
    ),
    Gate.PRE_ELECTION: lambda facts: Judged(
        gate=Gate.PRE_ELECTION, is_open=not facts.pre_election, detail=facts.pre_election
    ),
    Gate.HELP_GIVEN: lambda facts: _none_waits(Gate.HELP_GIVEN, facts.n_help_waiting),
    Gate.CLARIFIED: lambda facts: _none_waits(Gate.CLARIFIED, facts.n_clarifications_waiting),
    Gate.WINDOW_KEPT: _window_kept,
    Gate.EQUALITY_AGAIN: _equality_again,
    Gate.REQUIRED_ASKED: lambda facts: Judged(
        gate=Gate.REQUIRED_ASKED, is_open=not facts.required_not_asked, detail=facts.required_not_asked
    ),
    Gate.READ_AND_CONSIDERED: _proved(Gate.READ_AND_CONSIDERED, Proof.READ_AND_CONSIDERED),
}
GATES_AT: dict[Point, tuple[Gate, ...]] = {
    Point.APPROVE: (
        Gate.FORMATIVE,
        Gate.REASONS,
        Gate.OPTIONS,
        Gate.FIXED_WINDOW,
        Gate.EARLIER,
        Gate.TIME,
        Gate.TERM_TIME,
        Gate.HOLIDAYS,
        Gate.CONSULTEES,
        Gate.SCRUTINY,
        Gate.EQUALITY,
        Gate.DATA_PROTECTION,
        Gate.ACCESSIBLE_DOCUMENT,
        Gate.FAIR_QUESTIONS,
        Gate.EASY_QUESTIONS,
    ),
    Point.OPEN: (
        Gate.PRE_ELECTION,
        Gate.FORMATIVE,
        Gate.FIXED_WINDOW,
        Gate.TIME,
        Gate.TERM_TIME,
        Gate.DATA_PROTECTION,
    ),
    Point.CLOSE: (Gate.REQUIRED_ASKED, Gate.HELP_GIVEN, Gate.CLARIFIED, Gate.WINDOW_KEPT),
    Point.DECIDE: (Gate.EQUALITY_AGAIN, Gate.REQUIRED_ASKED, Gate.SCRUTINY, Gate.READ_AND_CONSIDERED),
}
WAITS_FOR_ANOTHER = frozenset({Gate.PRE_ELECTION})
"""Gates that no reason passes here: the monitoring officer's word opens them, on a page of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofValues:
    """A piece of evidence as an officer wrote it."""

    proof: Proof
    looked_on: date
    by: str
    words: str
    link: str = ""

    def __post_init__(self) -> None:
        """Refuse a claim that nobody could check."""
        if not self.words.strip() or not self.by.strip():
            raise Invalid("Say who looked, and what they found.")
        if self.link and not self.link.startswith(("https://", "http://")):
            raise Invalid("A link to evidence begins with https://")
