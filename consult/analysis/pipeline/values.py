"""What goes into the analysis and what comes out: frozen values, checked as they are made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol

from consult.kernel.errors import Refused

Report = Callable[[float, str], None]
"""Hears how far a run is (0 to 1) and one sentence for people."""

Tier = Literal["auto", 0, 1, 2]
"""Which vectors: 0 is fitted on the question alone, 1 adds a table of English word vectors that comes with Consult, 2 a
language model that the council supplies; ``auto`` takes the best that fits the language and is there."""

TIERS: tuple[Tier, ...] = ("auto", 0, 1, 2)


class ModelMissing(Refused):
    """Raised when tier 2 was asked for and cannot run, or when the model is not the one that was announced."""


class LanguageModel(Protocol):
    """What tier 2 needs of a language model. ``digest`` is the SHA-256 of its numbers."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the model."""

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token numbers of each text."""

    def states(self, tokens: Sequence[Sequence[int]]) -> Any:
        """Return (n, n_tokens, n_dimensions) the last states of token lists of one length."""


class Bin(StrEnum):
    """Where a response ends: every response is in exactly one."""

    THEMED = "themed"
    UNTHEMED = "unthemed"
    NO_SUBSTANTIVE_ANSWER = "no_substantive_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What one response said, with what may help to understand it.

    ``stratum`` (a stakeholder group) only keeps a sample fair; themes are never formed from it.
    """

    id: str
    text: str
    closed_answer: str | None = None
    language: str | None = None
    stratum: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("A text needs an id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an officer may choose. ``granularity`` below 1 asks for fewer, broader themes, above 1 for more, finer."""

    seed: int = 0
    granularity: float = 1.0
    use_closed_answer: bool = True
    tier: Tier = "auto"
    smallest_theme: int = 3

    def __post_init__(self) -> None:
        if not 0.25 <= self.granularity <= 4:
            raise ValueError("Granularity lies between 0.25 and 4")
        if self.smallest_theme < 2:
            raise ValueError("A theme has at least two responses")
        if self.tier not in TIERS:
            raise ValueError(f"There is no tier {self.tier!r}; choose 'auto', 0, 1 or 2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's own words, letter for letter as they were given."""

    response_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One thing that people said.

    ``size`` counts responses, ``size_without_copies`` counts a campaign once, ``share`` is of the responses with a
    substantive answer.
    """

    key: int
    keywords: tuple[str, ...]
    name: str
    size: int
    size_without_copies: int
    share: float
    minority: bool
    confidence: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """That a response, or the part of it from ``start`` to ``end``, belongs to a theme; without a part, all of it."""

    theme: int
    confidence: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where one response ended. ``assignments`` has the main theme first; ``nearest`` is for those in no theme."""

    response_id: str
    bin: Bin
    assignments: tuple[Assignment, ...] = ()
    nearest: int | None = None

    def __post_init__(self) -> None:
        if (self.bin is Bin.THEMED) != bool(self.assignments):
            raise ValueError(f"Response {self.response_id} is {self.bin} with {len(self.assignments)} assignments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Where a late response goes: into ``theme``, or into a bin with the ``nearest`` theme noted."""

    response_id: str
    theme: int | None
    bin: Bin
    nearest: int | None
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """Somebody's own words in a copy of a template: the characters ``start`` to ``end`` of the text as given."""

    response_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A family of responses that share a template.

    The leader is the text that was sent most often, ``template`` are its words, ``n_exact`` sent them as they are.
    """

    leader: str
    template: str
    members: tuple[str, ...]
    n_exact: int
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many responses ended where; the parts add up to the whole."""

    responses: int
    themed: int
    unthemed: int
    no_substantive_answer: int

    def __post_init__(self) -> None:
        if self.themed + self.unthemed + self.no_substantive_answer != self.responses:
            raise ValueError(f"The parts do not add up to {self.responses} responses: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What made a result, so that it can be made again: same record, same bytes.

    ``tier`` is the one that ran, ``tier_reason`` one sentence why that one, ``weights_digest`` the SHA-256 of the
    numbers it brought along ("" for tier 0, which brings none).
    """

    engine: str
    version: str
    libraries: str
    parameters: tuple[tuple[str, str], ...]
    input_digest: str
    tier: int = 0
    tier_reason: str = ""
    weights_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a run can say about itself without asking people; every figure lies between 0 and 1, but separation -1 to 1.

    Attributes:
        coverage: the share of the responses with a substantive answer that are in some theme.
        share_unsure: the share of those in a theme of which fewer than three runs in four agree.
        agreement: how far the runs agree with the result: the mean adjusted Rand index, 1 for always the same.
        separation: how much nearer a response lies to its theme than to the next: mean simplified silhouette.
        share_in_minorities: the share of the responses with a substantive answer whose main theme is a minority theme.
    """

    coverage: float
    share_unsure: float
    agreement: float
    separation: float
    share_in_minorities: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """The result of a run: themes by size, where each response ended, campaigns, and counts that add up."""

    themes: tuple[Theme, ...]
    placements: tuple[Placement, ...]
    campaigns: tuple[Campaign, ...]
    counts: Counts
    record: Record
    unsure_below: float = field(default=0.0)
    quality: Quality | None = None

    def __post_init__(self) -> None:
        if len(self.placements) != self.counts.responses:
            raise ValueError(f"{len(self.placements)} placements for {self.counts.responses} responses")
        sizes = {theme.key: theme.size for theme in self.themes}
        found = dict.fromkeys(sizes, 0)
        for placement in self.placements:
            for key in {assignment.theme for assignment in placement.assignments}:
                found[key] += 1
        if found != sizes:
            raise ValueError("The sizes of the themes are not the number of their responses")
