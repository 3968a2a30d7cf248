"""One consultation as people read it, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.base import ExecutableOption

from consult.consultations.models import (
    Choice,
    Clarification,
    Consultation,
    ConsultationWords,
    Extension,
    GroupAsked,
    Question,
)
from consult.consultations.queries.stages import stage_at
from consult.consultations.rules import PUBLIC_STAGES, CountingRule, QuestionKind, Stage
from consult.kernel.errors import NotFound
from consult.storage.memo import remembered

NOT_FOUND = "We could not find this consultation."


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChoice:
    """One of the answers that a question offers."""

    id: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question as it is asked; numbers begin with 1."""

    id: int
    number: int
    kind: QuestionKind
    prompt: str
    help: str
    required: bool
    asks_why: bool
    choices: tuple[AskedChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOption:
    """An option that was considered."""

    name: str
    rejected: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarified:
    """A clarification question with its public answer."""

    question: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTime:
    """An extension, as everyone is told."""

    until: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A consultation as people read it."""

    id: int
    slug: str
    stage: Stage
    title: str
    summary: str
    why: str
    why_now: str
    open_to_influence: str
    already_decided: str
    evidence: str
    cost_and_impact: str
    contact: str
    options: tuple[ReadOption, ...]
    questions: tuple[AskedQuestion, ...]
    groups: tuple[str, ...]
    document_version_id: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    decided_by: str
    decision_expected_on: date | None
    answer_within_weeks: int
    counting_rule: CountingRule
    asks_ward: bool
    asks_equality: bool
    publishes_responses: bool
    clarified: tuple[Clarified, ...]
    more_time: tuple[MoreTime, ...]
    analysed_at: datetime | None
    answered_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    waiting_on: str
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a consultation says and asks: it changes only with its version."""

    title: str
    summary: str
    why: str
    why_now: str
    open_to_influence: str
    already_decided: str
    evidence: str
    cost_and_impact: str
    contact: str
    options: tuple[ReadOption, ...]
    questions: tuple[AskedQuestion, ...]
    groups: tuple[str, ...]


def consultation_by_id(session: Session, consultation_id: int) -> Consultation:
    """The consultation with this number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Consultation, consultation_id, options=[selectinload(Consultation.words)])
    if found is None:
        raise NotFound(NOT_FOUND)
    return found


def consultation_by_slug(session: Session, slug: str) -> Consultation:
    """The consultation at this address, whatever its stage.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(Consultation).where(Consultation.slug == slug).options(selectinload(Consultation.words))
    )
    if found is None:
        raise NotFound(NOT_FOUND)
    return found


def consultation_for_reading(session: Session, slug: str, *, now: datetime, language: str = "") -> Reading:
    """The consultation at this address, for anyone.

    Raises:
        NotFound: there is none, or people may not see it yet.
    """
    found = session.scalar(_AT_ADDRESS, {"slug": slug})
    if found is None:
        raise NotFound(NOT_FOUND)
    reading = reading_of(session, found, now=now, language=language)
    if reading.stage not in PUBLIC_STAGES or (reading.stage is Stage.WITHDRAWN and not _was_open(found)):
        raise NotFound(NOT_FOUND)
    return reading


def wording_of(session: Session, consultation: Consultation, language: str = "") -> Wording:
    """What a consultation says and asks, remembered by its version once it is out of its author's hands."""
    if consultation.submitted_at is None:
        return _wording(consultation, language)
    key = ("wording", consultation.id, consultation.version, language)
    return remembered(session, key, lambda: _wording(whole_consultation(session, consultation.id), language))


def reading_of(session: Session, consultation: Consultation, *, now: datetime, language: str = "") -> Reading:
    """A consultation as people read it, whatever its stage; for previews too."""
    wording = wording_of(session, consultation, language)
    return Reading(
        **{field.name: getattr(wording, field.name) for field in fields(Wording)},
        id=consultation.id,
        slug=consultation.slug,
        stage=stage_at(session, consultation, now=now),
        document_version_id=consultation.document_version_id,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        decided_by=consultation.decided_by,
        decision_expected_on=consultation.decision_expected_on,
        answer_within_weeks=consultation.answer_within_weeks,
        counting_rule=consultation.counting_rule,
        asks_ward=consultation.asks_ward,
        asks_equality=consultation.asks_equality,
        publishes_responses=consultation.publishes_responses,
        clarified=_clarified(session, consultation.id),
        more_time=_more_time(session, consultation.id),
        analysed_at=consultation.analysed_at,
        answered_at=consultation.answered_at,
        withdrawn_at=consultation.withdrawn_at,
        withdrawn_reason=consultation.withdrawn_reason,
        waiting_on=consultation.waiting_on,
        waiting_since=consultation.waiting_since,
    )


def _wording(consultation: Consultation, language: str) -> Wording:
    words = words_of(consultation, language)
    return Wording(
        title=words.title,
        summary=words.summary,
        why=words.why,
        why_now=words.why_now,
        open_to_influence=words.open_to_influence,
        already_decided=words.already_decided,
        evidence=words.evidence,
        cost_and_impact=words.cost_and_impact,
        contact=words.contact,
        options=tuple(
            ReadOption(name=option.name, rejected=option.rejected, reason=option.reason)
            for option in consultation.options
        ),
        questions=asked_questions(consultation, language),
        groups=tuple(
            asked.group.name for asked in sorted(consultation.groups_asked, key=lambda asked: asked.group.position)
        ),
    )


def asked_questions(consultation: Consultation, language: str = "") -> tuple[AskedQuestion, ...]:
    """The questions in a language, or in the consultation's own where they are not translated."""
    wanted = language or consultation.language
    return tuple(
        _asked(question, number, wanted)
        for number, question in enumerate(sorted(consultation.questions, key=lambda asked: asked.position), start=1)
    )


def words_of(consultation: Consultation, language: str = "") -> ConsultationWords:
    """What officers wrote, in a language or else in the consultation's own."""
    by_language = {row.language: row for row in consultation.words}
    return by_language.get(language) or by_language.get(consultation.language) or consultation.words[0]


def title_of(consultation: Consultation, language: str = "") -> str:
    """The title, in a language or else in the consultation's own."""
    return words_of(consultation, language).title


def clarifications_waiting(session: Session, consultation_ids: Sequence[int]) -> Sequence[Clarification]:
    """The clarification questions that nobody has answered or declined yet, the oldest first."""
    return session.scalars(
        select(Clarification)
        .where(Clarification.consultation_id.in_(consultation_ids), Clarification.answered_at.is_(None))
        .order_by(Clarification.asked_at)
    ).all()


def whole_consultation(session: Session, consultation_id: int) -> Consultation:
    """The consultation with everything that hangs on it, for pages that show it all.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Consultation).where(Consultation.id == consultation_id).options(*_whole()))
    if found is None:
        raise NotFound(NOT_FOUND)
    return found


def _whole() -> tuple[ExecutableOption, ...]:
    question = selectinload(Consultation.questions)
    return (
        selectinload(Consultation.words),
        selectinload(Consultation.options),
        question.selectinload(Question.words),
        question.selectinload(Question.choices).selectinload(Choice.words),
        selectinload(Consultation.groups_asked).joinedload(GroupAsked.group),
    )


def _was_open(consultation: Consultation) -> bool:
    """Say whether people could answer before it was withdrawn, so that they may read why it was."""
    opens_at, withdrawn_at = consultation.opens_at, consultation.withdrawn_at
    if consultation.approved_at is None or opens_at is None or withdrawn_at is None:
        return False
    return opens_at <= withdrawn_at


def _asked(question: Question, number: int, language: str) -> AskedQuestion:
    words = next((row for row in question.words if row.language == language), question.words[0])
    return AskedQuestion(
        id=question.id,
        number=number,
        kind=question.kind,
        prompt=words.prompt,
        help=words.help,
        required=question.required,
        asks_why=question.asks_why,
        choices=tuple(
            AskedChoice(
                id=choice.id,
                label=next((row.label for row in choice.words if row.language == language), choice.words[0].label),
            )
            for choice in question.choices
        ),
    )


def _clarified(session: Session, consultation_id: int) -> tuple[Clarified, ...]:
    rows = session.execute(_CLARIFIED, {"consultation_id": consultation_id})
    return tuple(Clarified(question=words, answer=answer, answered_at=at) for words, answer, at in rows if at)


def _more_time(session: Session, consultation_id: int) -> tuple[MoreTime, ...]:
    rows = session.execute(_MORE_TIME, {"consultation_id": consultation_id})
    return tuple(MoreTime(until=until, reason=reason, at=at) for until, reason, at in rows)


# Written once: for a page as busy as this one, making a statement takes longer than running it.
_AT_ADDRESS = select(Consultation).where(Consultation.slug == bindparam("slug"))
_CLARIFIED = (
    select(Clarification.public_wording, Clarification.answer, Clarification.answered_at)
    .where(
        Clarification.consultation_id == bindparam("consultation_id"),
        Clarification.answered_at.is_not(None),
        Clarification.answer != "",
    )
    .order_by(Clarification.id)
)
_MORE_TIME = (
    select(Extension.to_closes_at, Extension.reason, Extension.at)
    .where(Extension.consultation_id == bindparam("consultation_id"))
    .order_by(Extension.id)
)
