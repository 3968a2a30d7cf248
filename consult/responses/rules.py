"""What a response is and when it counts as in time: the pure part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from consult.consultations.rules import end_of_minute
from consult.kernel.errors import Invalid, Refused

LONGEST_ANSWER = 50_000
"""Characters in one answer or comment: about twenty pages, enough for an organisation's whole letter."""
LONGEST_NAME = 200
MOST_COMMENTS_ON_ONE = 9
"""Comments of one response on one paragraph: a question, a mistake and other words fit; a flood does not."""
LONGEST_DRAFT = 1_000_000
"""Characters in everything that one unsent response holds."""
DRAFT_KEPT_FOR = timedelta(days=30)
"""An unsent response is kept this long after it was last saved."""
RECEIPT_SHOWN_FOR = timedelta(minutes=30)
"""How long the receipt can be looked at, printed and downloaded in the browser that sent it."""


class TooLate(Refused):
    """Raised when someone sends, changes or withdraws a response after people could answer."""


class NotOpenYet(Refused):
    """Raised when someone answers before the consultation opens."""


class Incomplete(Invalid):
    """Raised when required questions have no answer; ``question_ids`` names them in the order asked."""

    def __init__(self, sentence: str, *, question_ids: tuple[int, ...]) -> None:
        super().__init__(sentence)
        self.question_ids = question_ids


class TooLong(Invalid):
    """Raised when an answer or comment has more characters than we can take."""


class Channel(StrEnum):
    """How a response came in."""

    WEB = "web"
    PAPER = "paper"
    EMAIL = "email"
    PHONE = "phone"
    MEETING = "meeting"
    IMPORT = "import"


class OnBehalfOf(StrEnum):
    """For whom someone answers."""

    SELF = "self"
    ORGANISATION = "organisation"
    SCHOOL = "school"


class PublishAs(StrEnum):
    """How a response may be published; information law may still require its release."""

    NOT_PUBLISHED = "not_published"
    WITHOUT_NAME = "without_name"
    WITH_ORGANISATION_NAME = "with_organisation_name"


class Purpose(StrEnum):
    """What a comment on a paragraph is for."""

    SUPPORT = "support"
    CONCERN = "concern"
    QUESTION = "question"
    ERROR = "error"
    UNDEFINED_TERM = "undefined_term"
    NO_EVIDENCE = "no_evidence"
    SILENT_ON = "silent_on"
    OTHER_WORDS = "other_words"


class Screening(StrEnum):
    """Whether a person has read a text and said that it may be published."""

    WAITING = "waiting"
    PUBLIC = "public"
    REFUSED = "refused"


class RefusedFor(StrEnum):
    """Why a text is not published; that the council does not like it is no reason."""

    IDENTIFIES = "identifies"
    ABUSIVE = "abusive"
    ACCUSES = "accuses"
    UNLAWFUL = "unlawful"
    ADVERTISES = "advertises"
    ELSEWHERE = "elsewhere"
    CONCERN = "concern"  # passed to the safeguarding officer; in public one of the other reasons
    OTHER = "other"


class Hand(StrEnum):
    """Who did it: the machine or an officer."""

    MACHINE = "machine"
    OFFICER = "officer"


class LateRule(StrEnum):
    """Which day decides whether a response on paper is late; fixed before the opening."""

    RECEIVED = "received"
    POSTMARKED = "postmarked"


class Timeliness(StrEnum):
    """Whether a response came while people could answer."""

    IN_TIME = "in_time"
    IN_GRACE = "in_grace"  # typed into a form that was open before the close, within the printed grace
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What someone answered to one question, whatever its kind.

    ``choice_ids`` holds the picks of a choice question, or for a ranking the choices from first to last.
    ``scale`` is 1 to 5, or 1 (yes) and 0 (no) for a yes/no question.
    """

    question_id: int
    text: str = ""
    choice_ids: tuple[int, ...] = ()
    scale: int | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        return not self.text.strip() and not self.choice_ids and self.scale is None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenComment:
    """What someone said about one paragraph; ``quote`` and positions (characters) when words were selected.

    ``instead`` is what they would write in place of the quote, or of the paragraph; ``prefix`` and ``suffix`` are a few
    characters around the quote.
    """

    paragraph_id: int
    purpose: Purpose
    text: str
    quote: str = ""
    starts_at: int | None = None
    ends_at: int | None = None
    prefix: str = ""
    suffix: str = ""
    instead: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        return not self.text.strip() and not self.instead.strip()

    @property
    def whole_text(self) -> str:
        """Everything that was said, the suggested words last: what is stored, screened and read."""
        return f"{self.text.strip()}\n\n{self.instead.strip()}".strip()

    @property
    def suggests_from(self) -> int | None:
        """The character of ``whole_text`` at which the suggested words begin."""
        suggested = self.instead.strip()
        return len(self.whole_text) - len(suggested) if suggested else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """Everything that one person or organisation sends in, by any channel, ready to be judged and stored."""

    channel: Channel
    submission_key: str
    group_id: int | None
    answers: tuple[GivenAnswer, ...] = ()
    comments: tuple[GivenComment, ...] = ()
    supports: tuple[str, ...] = ()  # handles of others' comments that they agree with
    on_behalf_of: OnBehalfOf = OnBehalfOf.SELF
    organisation_id: int | None = None
    organisation_name: str = ""
    ward_id: int | None = None
    publish_as: PublishAs = PublishAs.NOT_PUBLISHED
    language: str = "en"
    email: str = ""
    wants_outcome: bool = False
    equality: tuple[tuple[str, str], ...] = ()  # (question code, answer code)
    received_on: date | None = None  # the day an officer received it; None on the web, where the server's clock decides
    form_opened_at: datetime | None = None  # when the web form was first shown, for the grace
    keyed_by_id: int | None = None
    import_batch_id: int | None = None
    row_hash: str | None = None
    source_reference: str = ""
    late_exception: str = ""  # why one that came late counts as in time; only for what an officer keys in
    invited_by: str | None = None  # the handle of the invitation whose link it came by
    posted_on: date | None = None  # the postmark of what came by post, where that decides
    authority: str = ""  # who in the organisation agreed to what it says
    members_asked: str = ""  # how it asked those it speaks for
    claimed_people: int | None = None  # members, signatures or hands claimed; stands beside the count, never added


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom the council asked by a link of its own, as far as answering needs to know."""

    handle: str
    name: str
    has_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When people could answer: aware UTC moments."""

    opens_at: datetime
    closes_at: datetime
    grace: timedelta = field(default=timedelta(0))


def judge_web(window: Window, *, received_at: datetime, form_opened_at: datetime | None) -> Timeliness:
    """In time until the end of the printed minute; then within the grace for a form that was open before."""
    end = end_of_minute(window.closes_at)
    if received_at < end:
        return Timeliness.IN_TIME
    opened_before = form_opened_at is not None and form_opened_at < end
    return Timeliness.IN_GRACE if opened_before and received_at < end + window.grace else Timeliness.LATE


def judge_received_on(*, received_on: date, last_day: date, posted_on: date | None = None) -> Timeliness:
    """Other channels are judged by the day the council received them, in London, not by when they were keyed.

    Args:
        received_on: that day.
        last_day: the last one on which people can answer.
        posted_on: the postmark, where the consultation fixed that it decides.

    Raises:
        Invalid: it was posted after it came.
    """
    if posted_on is not None and posted_on > received_on:
        raise Invalid("The postmark cannot be later than the day on which it came.")
    decides = received_on if posted_on is None else posted_on
    return Timeliness.IN_TIME if decides <= last_day else Timeliness.LATE


def missing_answers(required: Sequence[int], answers: Sequence[GivenAnswer]) -> tuple[int, ...]:
    """Ids of required questions without an answer, in the order asked."""
    given = {answer.question_id for answer in answers if not answer.is_empty}
    return tuple(question_id for question_id in required if question_id not in given)
