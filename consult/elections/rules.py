"""What an election is made of, which state may follow which, and the sentences that are law here.

Sources: the council's election notice (what it has to say), Local Government and Housing Act 1989, section 13 (seats
of people who are no councillors), Representation of the People Regulations 2001, part 6 (who may use the full
electoral register: not council staff for an election of this kind).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consult.elections.ballots import Rule
from consult.kernel.errors import Invalid, Refused
from consult.kernel.states import Machine

FEWEST_FOR_A_BALLOT_FILE = 15
SHORTEST_POLL = timedelta(hours=1)
MOST_ON_A_ROLL = 100_000


class ElectionKind(StrEnum):
    """What the election is for."""

    ORDINARY = "ordinary"
    BY_ELECTION = "by_election"
    CHAIR = "chair"
    INDIRECT = "indirect"


class ContestState(StrEnum):
    """Where a contest stands; whether people can vote just now is derived from the hours of the poll."""

    DRAFTED = "drafted"
    NOMINATIONS = "nominations"
    NOMINATED = "nominated"
    READY = "ready"
    CLOSED = "closed"
    OPENED = "opened"
    COUNTED = "counted"
    DECLARED = "declared"
    UNCONTESTED = "uncontested"
    ABANDONED = "abandoned"


S = ContestState
CONTEST = Machine(
    ContestState,
    first=S.DRAFTED,
    arrows={
        "publish_notice": ((S.DRAFTED,), S.NOMINATIONS),
        "settle_nominations": ((S.NOMINATIONS,), S.NOMINATED),
        "declare_uncontested": ((S.NOMINATED,), S.UNCONTESTED),
        "make_ready": ((S.NOMINATED,), S.READY),
        "close": ((S.READY,), S.CLOSED),
        "open": ((S.CLOSED,), S.OPENED),
        "count": ((S.OPENED,), S.COUNTED),
        "declare": ((S.COUNTED,), S.DECLARED),
        "abandon": (
            (S.DRAFTED, S.NOMINATIONS, S.NOMINATED, S.READY, S.CLOSED, S.OPENED, S.COUNTED),
            S.ABANDONED,
        ),
    },
)
BEFORE_POLL = (S.DRAFTED, S.NOMINATIONS, S.NOMINATED)
OVER = (S.DECLARED, S.UNCONTESTED, S.ABANDONED)


class Verdict(StrEnum):
    """What the returning officer says of a nomination."""

    UNDECIDED = "undecided"
    VALID = "valid"
    INVALID = "invalid"


class ClaimKind(StrEnum):
    """What somebody says of the roll before it is fixed."""

    ADD_ME = "add_me"
    CORRECT_ME = "correct_me"
    OBJECTION = "objection"


class ClaimVerdict(StrEnum):
    """What became of it."""

    OPEN = "open"
    ALLOWED = "allowed"
    REFUSED = "refused"


class OrderHow(StrEnum):
    """How the order of names on the ballot paper comes about."""

    RANDOM = "random"
    DRAWN = "drawn"


class Channel(StrEnum):
    """How somebody votes."""

    WEB = "web"
    HALL = "hall"
    POST = "post"


class Spend(StrEnum):
    """What a code was spent on: a ballot, or what took its place."""

    WEB = "web"
    HALL = "hall"
    POST = "post"
    REISSUED = "reissued"


class PaperIssued(StrEnum):
    """Whether somebody on the roll was handed or sent a ballot paper."""

    NONE = "none"
    HALL = "hall"
    POST = "post"


class Envelope(StrEnum):
    """What became of a postal voter's outer envelope."""

    NONE = "none"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Fate(StrEnum):
    """How a ballot paper counts."""

    VALID = "valid"
    BLANK = "blank"
    SPOILT = "spoilt"
    REJECTED = "rejected"


class LawfulBasis(StrEnum):
    """On which ground the roll may be kept (UK GDPR, article 6)."""

    PUBLIC_TASK = "public_task"
    LEGAL_DUTY = "legal_duty"
    CONSENT = "consent"


class RollSource(StrEnum):
    """Where the names on a roll come from. The full electoral register is named so that it can be refused."""

    ATTENDANCE = "attendance"
    SCHOOL_RECORDS = "school_records"
    MEMBERSHIP = "membership"
    BODY_MEMBERS = "body_members"
    SIGN_UP = "sign_up"
    FULL_REGISTER = "full_electoral_register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The moments of an election, in the order in which they must come."""

    nominations_open_at: datetime
    nominations_close_at: datetime
    claims_close_at: datetime
    roll_fixed_on: date
    opens_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        if not self.nominations_open_at < self.nominations_close_at:
            raise Invalid("Nominations must close after they open. Check the two moments.")
        if not self.nominations_close_at < self.opens_at:
            raise Invalid("Voting must open after nominations close. Check the two moments.")
        if self.closes_at - self.opens_at < SHORTEST_POLL:
            raise Invalid("Voting must stay open for at least an hour.")
        if not self.claims_close_at.date() <= self.roll_fixed_on <= self.opens_at.date():
            raise Invalid("The roll is fixed after claims close and before voting opens. Check the three days.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a notice of election has to say beside its timetable."""

    title: str
    kind: ElectionKind
    about: str
    lot_source: str
    challenge_to: str
    challenge_by: date
    destroy_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestAsked:
    """One contest as the returning officer describes it."""

    title: str
    reference: str
    electorate: str
    seats: int
    rule: Rule
    ron: bool
    ron_forces_poll: bool
    ron_most_vacant: int
    by_web: bool
    on_paper: bool
    by_post: bool
    countback_until: date | None = None

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise Invalid("A contest fills at least one seat.")
        if self.rule is Rule.ALTERNATIVE_VOTE and self.seats != 1:
            raise Invalid("The alternative vote fills exactly one seat. Choose the other rule for several.")
        if not (self.by_web or self.on_paper or self.by_post):
            raise Invalid("Choose at least one way to vote.")
        if not 1 <= self.ron_most_vacant <= self.seats:
            raise Invalid("“Re-open nominations” can leave between one and all of the seats vacant.")


def require_lawful_source(source: RollSource) -> None:
    """Refuse a roll that was taken from where it may not be taken.

    Source: Representation of the People Regulations 2001, regulations 94 and 107 and their Scottish and Welsh twins:
    council staff may use the full register for named purposes only, and an election of this kind is none of them.

    Raises:
        Refused: the source is the full electoral register.
    """
    if source is RollSource.FULL_REGISTER:
        raise Refused(
            "The full electoral register may not be used for this election. Use another source, such as school "
            "records, a list of members, or people who sign up or attend."
        )


def is_uncontested(*, n_candidates: int, seats: int, ron_forces_poll: bool) -> bool:
    """Say whether no poll is needed: no more candidates than seats, and "re-open nominations" does not force one."""
    return n_candidates <= seats and not (ron_forces_poll and n_candidates > 0)


def needs_by_election(*, vacant_on: date) -> bool:
    """Say whether a vacancy is filled by election: more than four months of the academic year (to 31 August) are left.

    With four months or less, a member is co-opted.
    """
    return vacant_on.month >= 9 or vacant_on.month <= 4


def require_independent_holder(name: str, *, standing: frozenset[str]) -> None:
    """Refuse a key holder who stands, proposes or seconds in this contest.

    Raises:
        Refused: the name is among ``standing`` (casefolded names).
    """
    if " ".join(name.split()).casefold() in standing:
        raise Refused(f"{name} stands, proposes or seconds in this contest and cannot hold a key. Choose someone else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Papers issued and papers found, side by side; a declaration waits until they balance."""

    codes_redeemed: int
    sealed: int
    opened: int
    web_valid: int
    web_blank: int
    hall_issued: int
    hall_found: int
    post_issued: int
    post_accepted: int
    post_rejected: int
    post_found: int
    keyed: int
    settled: int
    explained: str
    valid: int
    blank: int
    spoilt: int
    rejected: int
    counted_valid: int

    @property
    def faults(self) -> tuple[str, ...]:
        """What does not balance, each as a sentence."""
        checks = (
            (self.codes_redeemed == self.sealed, "The codes used on the web are not as many as the ballots sealed."),
            (self.sealed == self.opened, "The ballots opened are not as many as the ballots sealed."),
            (self.opened == self.web_valid + self.web_blank, "Valid and blank web ballots do not make all of them."),
            (self.hall_found <= self.hall_issued, "More papers were found than were handed out in the hall."),
            (
                self.hall_found == self.hall_issued or bool(self.explained),
                "Papers handed out in the hall are missing. Say what became of them.",
            ),
            (self.post_found == self.post_accepted, "The postal papers are not as many as the envelopes accepted."),
            (
                self.post_accepted + self.post_rejected <= self.post_issued,
                "More postal envelopes came back than were sent out.",
            ),
            (self.keyed == self.settled, "Some papers are not yet typed in twice and settled."),
            (
                self.opened + self.settled == self.valid + self.blank + self.spoilt + self.rejected,
                "Valid, blank, spoilt and rejected do not make all ballots.",
            ),
            (self.valid == self.counted_valid, "The count has not counted exactly the valid ballots."),
        )
        return tuple(sentence for holds, sentence in checks if not holds)

    @property
    def balances(self) -> bool:
        """Say whether every line agrees."""
        return not self.faults
