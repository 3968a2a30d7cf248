"""What the files of the city say, as values."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consult.accounts.rules import Role
from consult.consultations.rules import QuestionKind
from consult.outcomes.rules import CommitmentProgress, Position
from consult.places.rules import OrganisationKind
from consult.responses.rules import Channel, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class CityWard:
    """A ward with an invented code."""

    code: str
    name: str
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CityDistrict:
    """A district and its wards."""

    code: str
    name: str
    wards: tuple[CityWard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityGroup:
    """A stakeholder group; ``answering_as`` completes "Are you answering as …"."""

    code: str
    name: str
    answering_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CityOrganisation:
    """A school, union, charity or firm; ``key`` is what the responses call it."""

    key: str
    name: str
    kind: OrganisationKind
    ward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CityAccount:
    """Someone who acts for the council."""

    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """The council and everything that its consultations share."""

    name: str
    short_name: str
    email: str
    phone: str
    address: str
    contact: str
    districts: tuple[CityDistrict, ...]
    groups: tuple[CityGroup, ...]
    organisations: tuple[CityOrganisation, ...]
    accounts: tuple[CityAccount, ...]

    @property
    def wards(self) -> tuple[CityWard, ...]:
        """All wards, district by district."""
        return tuple(ward for district in self.districts for ward in district.wards)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedInCity:
    """A question of the city; ``with_why`` offers an optional "Why?" beside it."""

    key: str
    kind: QuestionKind
    text: str
    help: str = ""
    choices: tuple[str, ...] = ()
    with_why: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidComment:
    """A comment on the one paragraph that begins with, or else holds, the words ``at``."""

    at: str
    purpose: Purpose
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidResponse:
    """What one person or organisation of the city said, as written in the file; ``answers`` holds words by key."""

    group: str
    lean: int  # -2 strongly against … 2 strongly for; decides the scale where the file does not
    answers: dict[str, str]
    ward: str = ""
    channel: Channel = Channel.WEB
    organisation: str = ""
    language: str = "en"
    theme: str = ""  # the key of the theme that an officer would put it in
    comments: tuple[SaidComment, ...] = ()
    claimed: int | None = None
    late: bool = False
    campaign: bool = False
    personal_data: bool = False
    publish: bool = True
    hide: tuple[str, ...] = ()  # words that an officer hides before the text is published
    refuse: tuple[str, ...] = ()  # why an officer does not publish it: the reason's name, and a sentence
    concern: str = ""  # what makes an officer fear for somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class CityTheme:
    """A theme as the officers named it, with the council's reply where there is one."""

    key: str
    name: str
    description: str
    position: Position | None = None
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPromise:
    """A commitment with its notes as (days ago, words)."""

    theme: str
    text: str
    owner: str
    due_in_days: int
    state: CommitmentProgress
    progress: tuple[tuple[int, str], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityClarification:
    """A question that somebody asked about the consultation, and its answer; days count from the opening."""

    day: int
    question: str
    answer: str
    answered_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityDecision:
    """What the decision maker of the answered consultation decided."""

    days_ago: int
    decided_by: str
    title: str
    what: str
    reasons: str
    papers: tuple[str, ...]
    minuted: str
    interests: str
    alternatives: tuple[tuple[str, str], ...]
    call_in_ended_days_ago: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CityDelay:
    """Why the answer was late, and the day that was promised instead."""

    days_ago: int
    reason: str
    new_due_days_ago: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CityCorrection:
    """A reply that said something wrong at first, and the decision that put it right."""

    days_ago: int
    theme: str
    first_said: str
    why: str
    title: str
    what: str
    reasons: str
    paper: str
    no_call_in_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CityEdition:
    """An edition of "you said, we did"; every one after the first says what changed."""

    days_ago: int
    what_changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityConsultation:
    """One consultation of the city with its document and all that was said; days are relative to now."""

    key: str
    title: str
    summary: str
    why: str
    why_now: str
    can_change: str
    already_decided: str
    evidence: str
    cost_and_impact: str
    who_decides: str
    decides_in_days: int
    opened_days_ago: int
    closes_in_days: int
    document_title: str
    document: str
    options: tuple[tuple[str, str], ...]
    questions: tuple[AskedInCity, ...]
    clarifications: tuple[CityClarification, ...]
    responses: tuple[SaidResponse, ...]
    themes: tuple[CityTheme, ...] = ()
    commitments: tuple[CityPromise, ...] = ()
    decision: CityDecision | None = None
    delay: CityDelay | None = None
    correction: CityCorrection | None = None
    editions: tuple[CityEdition, ...] = ()
    extended_days: int = 0
    extension_reason: str = ""

    def opened_at(self, now: datetime) -> datetime:
        """The day it opened, at the same time of day as ``now``."""
        return now - timedelta(days=self.opened_days_ago)

    @property
    def main_key(self) -> str:
        """The open question on which everyone is asked to write; its answers carry themes."""
        return next(asked.key for asked in self.questions if asked.kind is QuestionKind.OPEN_TEXT and asked.required)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """Everything that is invented."""

    council: Council
    sharing: CityConsultation
    stepping_in: CityConsultation
    fair_say: CityConsultation

    @property
    def consultations(self) -> tuple[CityConsultation, ...]:
        """The answered, the closed and the open one: in the order in which they happened."""
        return (self.fair_say, self.stepping_in, self.sharing)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledResponse:
    """A response with everything decided that its file leaves open."""

    said: SaidResponse
    ward: str
    day: int  # received so many days after the opening
    minute: int  # of that day, from 7 in the morning
    scale: int | None = None  # 1 to 5
    yes: bool | None = None
    picks: dict[str, tuple[int, ...]] = field(default_factory=dict)  # by question; places of choices, first to last
    equality: tuple[tuple[str, str], ...] = ()
    wants_outcome: bool = False
