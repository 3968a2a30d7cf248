"""Whether what was sent fits what was asked: the right questions, choices that were offered, nothing too long."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from consult.consultations.rules import QuestionKind
from consult.kernel.errors import Invalid
from consult.responses.rules import (
    LONGEST_ANSWER,
    LONGEST_NAME,
    MOST_COMMENTS_ON_ONE,
    GivenAnswer,
    GivenComment,
    Submitted,
    TooLong,
)

_FOREIGN = "One of the answers is to a question that this consultation does not ask. Start again from its page."
_NOT_OFFERED = "One of the answers was not offered. Choose one of the answers on the page."
SCALES = {QuestionKind.SCALE: range(1, 6), QuestionKind.YES_NO: range(2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """The part of a question that decides which answers fit it."""

    id: int
    kind: QuestionKind
    required: bool
    asks_why: bool
    choice_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that a response to one consultation may speak about."""

    questions: tuple[AskedQuestion, ...]
    paragraph_ids: frozenset[int]

    @property
    def required_ids(self) -> tuple[int, ...]:
        """The questions that need an answer, in the order asked."""
        return tuple(question.id for question in self.questions if question.required)


def require_fit(asked: Asked, submitted: Submitted) -> None:
    """Refuse what nobody asked.

    Raises:
        Invalid: an answer to another question, a choice that was not offered, a comment on another document.
        TooLong: more characters than we can take.
    """
    by_id = {question.id: question for question in asked.questions}
    if len({answer.question_id for answer in submitted.answers}) < len(submitted.answers):
        raise Invalid("One question was answered twice. Go back and answer it once.")
    for answer in submitted.answers:
        _require_answer_fits(by_id, answer)
    for comment in submitted.comments:
        _require_comment_fits(asked.paragraph_ids, comment)
    if max(Counter(comment.paragraph_id for comment in submitted.comments).values(), default=0) > MOST_COMMENTS_ON_ONE:
        raise Invalid(f"There are more than {MOST_COMMENTS_ON_ONE} comments on one paragraph. Join some of them.")
    if len(submitted.organisation_name) > LONGEST_NAME:
        raise TooLong(f"The name of the organisation is longer than {LONGEST_NAME} characters. Shorten it.")


def require_length(text: str) -> None:
    """Refuse an answer that is longer than we can take.

    Raises:
        TooLong: it says how much to take out; nothing was thrown away.
    """
    over = len(text) - LONGEST_ANSWER
    if over > 0:
        raise TooLong(
            f"This answer has {len(text):,} characters and we can take {LONGEST_ANSWER:,}. Shorten it by {over:,}, "
            "or send the long version by email. Your words are still on this page."
        )


def _require_answer_fits(by_id: Mapping[int, AskedQuestion], answer: GivenAnswer) -> None:
    question = by_id.get(answer.question_id)
    if question is None:
        raise Invalid(_FOREIGN)
    require_length(answer.text)
    picks = answer.choice_ids
    if len(set(picks)) < len(picks) or not set(picks) <= set(question.choice_ids):
        raise Invalid(_NOT_OFFERED)
    if question.kind is QuestionKind.ONE_CHOICE and len(picks) > 1:
        raise Invalid("Choose one answer, not several.")
    if answer.scale is not None and answer.scale not in SCALES.get(question.kind, ()):
        raise Invalid(_NOT_OFFERED)


def _require_comment_fits(paragraph_ids: frozenset[int], comment: GivenComment) -> None:
    if comment.paragraph_id not in paragraph_ids:
        raise Invalid("One of the comments is about a paragraph of another document. Comment on it again.")
    require_length(comment.whole_text)
