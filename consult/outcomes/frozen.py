"""What a published page holds once it is frozen: findings and editions as values, exactly as they are hashed."""

from dataclasses import dataclass
from datetime import date, datetime

from consult.analysis.rules import Dimension
from consult.consultations.rules import CountingRule, QuestionKind
from consult.outcomes.rules import Position, ReplyStage
from consult.responses.rules import Channel

FINDINGS_FORMAT = "consult-findings/1"
EDITION_FORMAT = "consult-edition/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which consultation this is about."""

    slug: str
    title: str
    opened_at: datetime | None
    closed_at: datetime | None
    answer_within_weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigure:
    """How many spoke as members of one group, rounded to five; ``None`` where the number is not shown."""

    group: str
    about: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFigure:
    """How many responses came in one way, rounded to five; ``None`` where not shown. Earlier pages told it exactly."""

    channel: Channel
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFigure:
    """How many are of one category (empty: did not say), rounded to five; ``None`` where the number is not shown."""

    category: str
    about: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFigures:
    """One theme by category."""

    theme_id: int
    figures: tuple[CategoryFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The themes of one question told apart in one way; by a ticked answer where ``kind`` says of which kind it is.

    ``base`` is how many of each category wrote something here.
    """

    dimension: Dimension
    base: tuple[CategoryFigure, ...]
    themes: tuple[ThemeFigures, ...]
    question: str = ""
    kind: QuestionKind | None = None

    @property
    def key(self) -> str:
        """What sets it apart from the other breakdowns of a question."""
        return f"{self.dimension.value} {self.question}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The same letter from many people: both totals, because each copy counts and nobody is left out."""

    n_letters: int
    n_copies: int
    n_each_once: int  # all responses, with each letter counted once


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many responses there are; late ones stand apart and are in no other number."""

    n_responses: int
    n_late: int
    n_for_organisations: int
    channels: tuple[ChannelFigure, ...]
    groups: tuple[GroupFigure, ...]
    silent_groups: tuple[str, ...]
    letters: Letters | None
    counting: CountingRule = CountingRule.EACH_PERSON  # as chosen before closing; earlier pages counted every copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One setting of a run, as it was."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measured value to four places, with its 95 per cent interval where there are enough texts for one."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFigure:
    """How far a person and the machine agree, or two people, about texts drawn at random; nobody is named."""

    is_of_two_people: bool
    n_texts: int
    n_unread: int
    f1: Measure
    kappa: Measure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the themes of one question were found, so that it can be done again, and how people checked them."""

    engine: str
    seed: int
    run_on: date
    provisional: bool
    input_digest: str
    libraries: str = ""
    parameters: tuple[Parameter, ...] = ()
    n_texts: int = 0
    n_read: int = 0  # texts that a person read one by one
    n_readers: int = 0
    agreement: tuple[AgreementFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason that officers gave, and for how many themes."""

    reason: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many themes officers treated in one way, and why."""

    n: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficersChanges:
    """What officers did to the themes that the machine proposed."""

    renamed: Change
    merged: Change
    rejected: Change
    hidden: Change
    added: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that a person screened and their author let us publish; never with a private name."""

    text: str
    channel: Channel
    group: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTheme:
    """One theme with its figures: ``share`` is ``n`` of the section's base."""

    id: int
    name: str
    description: str
    n: int
    share: float
    n_late: int
    letters: Letters | None
    minority: bool
    groups: tuple[GroupFigure, ...]
    quotes: tuple[Quote, ...]

    def counted(self, rule: CountingRule) -> int:
        """How many count under a rule: every person, or each letter as one."""
        return self.letters.n_each_once if self.letters and rule is CountingRule.ONE_VOICE else self.n


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The themes of one question (or of the comments on the document), in order of weight.

    ``base`` counts the responses that said something here; ``n_unthemed`` of them fit no theme and ``n_nothing``
    said nothing of substance, such as "no comment".
    """

    question: str  # empty for the comments on the document
    position: int
    base: int
    n_unthemed: int
    n_nothing: int
    method: Method | None
    changes: OfficersChanges
    themes: tuple[FoundTheme, ...]
    letters: Letters | None = None
    breakdowns: tuple[Breakdown, ...] = ()  # earlier pages told groups only

    def counted(self, rule: CountingRule) -> int:
        """How many the shares are of, under a rule: every person, or each letter as one."""
        return self.letters.n_each_once if self.letters and rule is CountingRule.ONE_VOICE else self.base


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPoint:
    """Points of several questions that say the same: ``n`` people say any of them, each counted once.

    ``base`` is how many wrote something to any of those questions.
    """

    name: str
    theme_ids: tuple[int, ...]
    n: int
    n_late: int
    base: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsBody:
    """Everything that a findings page shows."""

    format: str
    number: int
    as_at: datetime
    asked: Asked
    totals: Totals
    sections: tuple[Section, ...]
    shared: tuple[SharedPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReply:
    """The council's reply to one theme, and the decision it hangs on."""

    position: Position
    words: str
    stage: ReplyStage
    decision_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment as it was made; how it goes is live and never frozen."""

    reference: str
    promise: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredTheme:
    """What happened to one theme: a reply, or the reason why there is none, and what was promised."""

    theme_id: int
    reply: GivenReply | None
    no_reply_reason: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNote:
    """Who decided, when, and whether it is final."""

    id: int
    title: str
    decided_by: str
    decided_on: date
    minuted_at: str
    final: bool
    call_in_ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayNote:
    """That the answer was late, as people were told."""

    said_on: date
    reason: str
    new_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionBody:
    """Everything that a "you said, we did" page shows."""

    format: str
    number: int
    as_at: datetime
    what_changed: str
    before_final_reason: str
    asked: Asked
    totals: Totals
    sections: tuple[Section, ...]
    answers: tuple[AnsweredTheme, ...]
    decisions: tuple[DecisionNote, ...]
    delays: tuple[DelayNote, ...]
    shared: tuple[SharedPoint, ...] = ()
