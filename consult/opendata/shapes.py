"""What leaves in an export: the only place where a public field is named, with what it means.

A shape is a list of fields; a field has a name that never changes, a sentence for people, and how it is taken from
the thing that a row stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from consult.consultations.queries import AskedQuestion
from consult.consultations.rules import QuestionKind
from consult.outcomes.frozen import (
    AnsweredTheme,
    Breakdown,
    CategoryFigure,
    ChannelFigure,
    EditionBody,
    FoundTheme,
    GroupFigure,
    Promise,
    Quote,
    Section,
)
from consult.responses.queries.exporting import SafeAnswer, SafeComment, SafeResponse
from consult.responses.rules import Timeliness

T = TypeVar("T")
Cell = str | int | float | bool | date | None
SCALE_WORDS = {1: "strongly disagree", 2: "disagree", 3: "neither", 4: "agree", 5: "strongly agree"}


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One column: its name, what it means, and where it comes from."""

    name: str
    meaning: str
    take: Callable[[T], Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Generic[T]):
    """One kind of table; ``name`` is the name of the file."""

    name: str
    about: str
    fields: tuple[Field[T], ...]

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(names) != len(set(names)):
            raise ValueError(f"The shape {self.name} names a field twice.")

    @property
    def heading(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(field.name for field in self.fields)

    def row(self, thing: T) -> tuple[Cell, ...]:
        """The cells of one row."""
        return tuple(field.take(thing) for field in self.fields)

    def rows(self, things: Iterable[T]) -> Iterator[tuple[Cell, ...]]:
        """The cells of every row."""
        return (self.row(thing) for thing in things)


# Responses, for officers


def responses_shape(questions: Iterable[AskedQuestion]) -> Shape[SafeResponse]:
    """One row a response; three columns for each question."""
    fields: list[Field[SafeResponse]] = [
        Field("reference", "Identifies the response; it opens nothing.", lambda r: r.reference),
        Field("received_on", "The day on which the council received it.", lambda r: r.received_on),
        Field("channel", "How it came in.", lambda r: r.channel.value),
        Field("is_late", "Whether it came after people could answer; late ones are counted apart.", _is_late),
        Field("stakeholder_group", "The capacity in which they answer.", lambda r: r.group),
        Field("ward", "Where they live.", lambda r: r.ward),
        Field("on_behalf_of", "For themselves, a school or an organisation.", lambda r: r.on_behalf_of.value),
        Field("organisation", "Which school or organisation.", lambda r: r.organisation),
        Field("publish_as", "How they let the council publish their words.", lambda r: r.publish_as.value),
        Field("is_incomplete", "Whether a question that needs an answer has none.", lambda r: r.is_incomplete),
        Field("claimed_people", "How many people it says it speaks for; never added.", lambda r: r.claimed_people),
        Field("language", "The language of the form.", lambda r: r.language),
        Field("source_reference", "Its number in the file or on the paper it came from.", lambda r: r.source_reference),
    ]
    for question in questions:
        fields += _question_fields(question)
    about = "Responses to one consultation, without what tells who someone is. Withdrawn ones are left out."
    return Shape(name="responses", about=about, fields=tuple(fields))


def _is_late(response: SafeResponse) -> bool:
    return response.timeliness is Timeliness.LATE


def _question_fields(question: AskedQuestion) -> list[Field[SafeResponse]]:
    number, prompt = f"question_{question.number}", question.prompt[:120]
    fields: list[Field[SafeResponse]] = []
    if question.kind is not QuestionKind.OPEN_TEXT:
        fields.append(Field(number, f"Answer to: {prompt}", lambda r: _closed(r.answers.get(question.id))))
    if question.kind is QuestionKind.OPEN_TEXT or question.asks_why:
        fields += [
            Field(f"{number}_text", f"Words about: {prompt}", lambda r: _words(r.answers.get(question.id))),
            Field(
                f"{number}_screening",
                "Who made the words safe: “public” and “refused” are a person's decision, “machine” is not.",
                lambda r: _screening(r.answers.get(question.id)),
            ),
        ]
    return fields


def _closed(answer: SafeAnswer | None) -> str:
    if answer is None:
        return ""
    if answer.scale is not None:
        return SCALE_WORDS[answer.scale] if answer.kind is QuestionKind.SCALE else ("yes" if answer.scale else "no")
    return (" > " if answer.kind is QuestionKind.RANKING else "; ").join(answer.picks)


def _words(answer: SafeAnswer | None) -> str:
    return answer.said.text if answer else ""


def _screening(answer: SafeAnswer | SafeComment | None) -> str:
    if answer is None or not answer.said.text:
        return ""
    return answer.said.screening.value if answer.said.screening else "machine"


@dataclass(frozen=True, slots=True)
class CommentOfResponse:
    """A comment with the response it belongs to."""

    response: SafeResponse
    comment: SafeComment


COMMENTS: Shape[CommentOfResponse] = Shape(
    name="comments",
    about="Comments on paragraphs of the document, without what tells who someone is.",
    fields=(
        Field("reference", "The response that the comment belongs to.", lambda c: c.response.reference),
        Field("stakeholder_group", "The capacity in which they answer.", lambda c: c.response.group),
        Field("is_late", "Whether the response came late.", lambda c: _is_late(c.response)),
        Field("paragraph", "The number of the paragraph.", lambda c: c.comment.paragraph),
        Field("purpose", "What the comment is for.", lambda c: c.comment.purpose.value),
        Field("text", "What it says.", lambda c: c.comment.said.text),
        Field("screening", "Who made the words safe; “machine” is no person.", lambda c: _screening(c.comment)),
    ),
)


# What was published, for anyone


@dataclass(frozen=True, slots=True)
class PublishedTheme:
    """One theme of an edition with its section and its answer."""

    edition: EditionBody
    section: Section
    theme: FoundTheme
    answer: AnsweredTheme | None


THEMES: Shape[PublishedTheme] = Shape(
    name="themes",
    about="The main points of one edition of “You said, we did”, in order of weight, and what the council replied.",
    fields=(
        Field("consultation", "The address of the consultation.", lambda t: t.edition.asked.slug),
        Field("edition", "The number of the edition.", lambda t: t.edition.number),
        Field("question", "What was asked; empty for comments on the document.", lambda t: t.section.question),
        Field("base", "How many responses said something here.", lambda t: t.section.base),
        Field("theme_id", "Identifies the theme.", lambda t: t.theme.id),
        Field("theme", "Its name.", lambda t: t.theme.name),
        Field("description", "What it means.", lambda t: t.theme.description),
        Field("responses", "How many responses say it, those in time.", lambda t: t.theme.n),
        Field("share", "Their share of the base, from 0 to 1.", lambda t: round(t.theme.share, 4)),
        Field(
            "late_responses", "How many late responses say it; they are in no other number.", lambda t: t.theme.n_late
        ),
        Field("is_minority", "Whether few people say it.", lambda t: t.theme.minority),
        Field("position", "What the council replied: agree, partly, not …", lambda t: _position(t.answer)),
        Field("reply", "The council's words.", lambda t: t.answer.reply.words if t.answer and t.answer.reply else ""),
        Field("no_reply_reason", "Why there is no reply.", lambda t: t.answer.no_reply_reason if t.answer else ""),
    ),
)


def _position(answer: AnsweredTheme | None) -> str:
    return answer.reply.position.value if answer and answer.reply else ""


@dataclass(frozen=True, slots=True)
class GroupOfTheme:
    """How many of one group say one theme; no theme: how many of the group responded at all."""

    edition: EditionBody
    theme: FoundTheme | None
    figure: GroupFigure


GROUPS: Shape[GroupOfTheme] = Shape(
    name="groups",
    about="How many of each stakeholder group responded, and how many of them said each main point.",
    fields=(
        Field("consultation", "The address of the consultation.", lambda g: g.edition.asked.slug),
        Field("edition", "The number of the edition.", lambda g: g.edition.number),
        Field("theme_id", "Identifies the theme; empty for all responses.", lambda g: g.theme.id if g.theme else None),
        Field("theme", "Its name; empty for all responses.", lambda g: g.theme.name if g.theme else ""),
        Field("stakeholder_group", "The group; empty for those who named none.", lambda g: g.figure.group),
        Field("about", "About how many, rounded to five; empty where it is not shown.", lambda g: g.figure.about),
    ),
)


@dataclass(frozen=True, slots=True)
class CategoryOfTheme:
    """How many of one category say one theme; no theme: how many of the category wrote something to the question."""

    edition: EditionBody
    section: Section
    breakdown: Breakdown
    theme: FoundTheme | None
    figure: CategoryFigure


BREAKDOWNS: Shape[CategoryOfTheme] = Shape(
    name="breakdowns",
    about="Each main point by stakeholder group, ward, district, channel and ticked answer, made safe together.",
    fields=(
        Field("consultation", "The address of the consultation.", lambda c: c.edition.asked.slug),
        Field("edition", "The number of the edition.", lambda c: c.edition.number),
        Field("question", "What was asked; empty for comments on the document.", lambda c: c.section.question),
        Field("theme_id", "Identifies the theme; empty for all who wrote.", lambda c: c.theme.id if c.theme else None),
        Field("theme", "Its name; empty for all who wrote.", lambda c: c.theme.name if c.theme else ""),
        Field("by", "What tells them apart.", lambda c: c.breakdown.dimension.value),
        Field("by_question", "The question whose ticked answers do.", lambda c: c.breakdown.question),
        Field("category", "Which of them; a step of a scale from 1 to 5, 1 for yes.", lambda c: c.figure.category),
        Field("about", "About how many, rounded to five; empty where not shown.", lambda c: c.figure.about),
    ),
)


@dataclass(frozen=True, slots=True)
class ChannelOfEdition:
    """How many responses came in one way."""

    edition: EditionBody
    figure: ChannelFigure


CHANNELS: Shape[ChannelOfEdition] = Shape(
    name="channels",
    about="How the responses came in.",
    fields=(
        Field("consultation", "The address of the consultation.", lambda c: c.edition.asked.slug),
        Field("edition", "The number of the edition.", lambda c: c.edition.number),
        Field("channel", "How they came in.", lambda c: c.figure.channel.value),
        Field("responses", "About how many, rounded to five; empty where not shown.", lambda c: c.figure.n),
    ),
)


@dataclass(frozen=True, slots=True)
class QuoteOfTheme:
    """Words that were published under one theme."""

    edition: EditionBody
    theme: FoundTheme
    quote: Quote


QUOTES: Shape[QuoteOfTheme] = Shape(
    name="quotes",
    about="The words that were published, read by a person first and shown with their writers' permission.",
    fields=(
        Field("consultation", "The address of the consultation.", lambda q: q.edition.asked.slug),
        Field("edition", "The number of the edition.", lambda q: q.edition.number),
        Field("theme_id", "Identifies the theme.", lambda q: q.theme.id),
        Field("theme", "Its name.", lambda q: q.theme.name),
        Field("text", "The words.", lambda q: q.quote.text),
        Field("channel", "How they came in.", lambda q: q.quote.channel.value),
        Field("stakeholder_group", "The capacity in which they were said.", lambda q: q.quote.group),
        Field("organisation", "The organisation, where it let itself be named.", lambda q: q.quote.organisation),
    ),
)


@dataclass(frozen=True, slots=True)
class PromiseOfTheme:
    """What was promised because of one theme."""

    edition: EditionBody
    theme_id: int
    promise: Promise


PROMISES: Shape[PromiseOfTheme] = Shape(
    name="commitments",
    about="What the council promised, as it was promised; the page of each commitment says how it goes.",
    fields=(
        Field("consultation", "The address of the consultation.", lambda p: p.edition.asked.slug),
        Field("edition", "The number of the edition.", lambda p: p.edition.number),
        Field("theme_id", "The theme it was promised for.", lambda p: p.theme_id),
        Field("commitment", "Identifies the commitment.", lambda p: p.promise.reference),
        Field("promise", "What was promised.", lambda p: p.promise.promise),
        Field("owner", "Who answers for it.", lambda p: p.promise.owner),
        Field("due_on", "By which day.", lambda p: p.promise.due_on),
    ),
)


def as_written(cell: Cell) -> Cell:
    """A cell as every kind of file writes it: yes and no for truth, year-month-day for a day."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return cell
