"""The responses of one consultation as they may leave this room: never the text as given.

A text that a person screened is given in its public form. Any other has what the rules find hidden, and says that
nobody has screened it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Choice, Consultation, Question
from consult.consultations.queries import AskedQuestion, asked_questions
from consult.consultations.rules import QuestionKind
from consult.documents.models import Paragraph
from consult.responses.models import Answer, Response, ScreenedText
from consult.responses.redaction import find_personal_data, public_text
from consult.responses.rules import Channel, OnBehalfOf, PublishAs, Purpose, Screening, Timeliness

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeText:
    """A text without what tells who someone is, and whether a person has looked; ``None``: nobody has yet."""

    text: str
    screening: Screening | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeAnswer:
    """What a response answers to one question: the labels it picked, its place on the scale, its words."""

    kind: QuestionKind
    picks: tuple[str, ...]
    scale: int | None
    said: SafeText


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeComment:
    """What a response says about one paragraph."""

    paragraph: str
    purpose: Purpose
    said: SafeText


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeResponse:
    """One response, fit to leave the room."""

    reference: str
    received_on: date
    channel: Channel
    timeliness: Timeliness
    group: str
    ward: str
    on_behalf_of: OnBehalfOf
    organisation: str
    publish_as: PublishAs
    is_incomplete: bool
    claimed_people: int | None
    language: str
    source_reference: str
    answers: Mapping[int, SafeAnswer]
    comments: tuple[SafeComment, ...]


def questions_exported(session: Session, *, consultation: Consultation) -> tuple[AskedQuestion, ...]:
    """The questions of a consultation, in the order asked."""
    session.scalars(
        select(Question)
        .where(Question.consultation_id == consultation.id)
        .options(selectinload(Question.words), selectinload(Question.choices).selectinload(Choice.words))
    ).all()
    return asked_questions(consultation)


def safe_responses(session: Session, *, consultation: Consultation) -> Iterator[SafeResponse]:
    """Every response that was not withdrawn, in the order of recording, a part at a time so that memory stays small."""
    questions = {asked.id: asked for asked in questions_exported(session, consultation=consultation)}
    numbers = _paragraph_numbers(session, consultation)
    after = 0
    while part := _part(session, consultation, after=after):
        screened = _screened(session, [response.id for response in part])
        for response in part:
            yield _safe(response, questions, numbers, screened)
        after = part[-1].id
        for response in part:
            session.expunge(response)


def _part(session: Session, consultation: Consultation, *, after: int) -> list[Response]:
    return list(
        session.scalars(
            select(Response)
            .where(Response.consultation_id == consultation.id, Response.withdrawn_at.is_(None), Response.id > after)
            .options(
                joinedload(Response.group),
                joinedload(Response.ward),
                joinedload(Response.organisation),
                selectinload(Response.answers).selectinload(Answer.picks),
                selectinload(Response.comments),
            )
            .order_by(Response.id)
            .limit(AT_ONCE)
        )
    )


def _screened(session: Session, response_ids: list[int]) -> dict[tuple[str, int], ScreenedText]:
    rows = session.scalars(select(ScreenedText).where(ScreenedText.response_id.in_(response_ids)))
    return {("answer", row.answer_id) if row.answer_id else ("comment", row.comment_id or 0): row for row in rows}


def _paragraph_numbers(session: Session, consultation: Consultation) -> dict[int, str]:
    rows = session.execute(
        select(Paragraph.id, Paragraph.number).where(Paragraph.version_id == consultation.document_version_id)
    )
    return {row.id: row.number for row in rows}


def _safe(
    response: Response,
    questions: Mapping[int, AskedQuestion],
    numbers: Mapping[int, str],
    screened: Mapping[tuple[str, int], ScreenedText],
) -> SafeResponse:
    return SafeResponse(
        reference=response.reference,
        received_on=response.received_on,
        channel=response.channel,
        timeliness=response.timeliness,
        group=response.group.name if response.group else "",
        ward=response.ward.name if response.ward else "",
        on_behalf_of=response.on_behalf_of,
        organisation=response.organisation.name if response.organisation else response.organisation_name,
        publish_as=response.publish_as,
        is_incomplete=response.incomplete,
        claimed_people=response.claimed_people,
        language=response.language,
        source_reference=response.source_reference,
        answers={
            answer.question_id: _safe_answer(answer, questions[answer.question_id], screened.get(("answer", answer.id)))
            for answer in response.answers
            if answer.question_id in questions
        },
        comments=tuple(
            SafeComment(
                paragraph=numbers.get(comment.paragraph_id, ""),
                purpose=comment.purpose,
                said=_safe_text(comment.text, screened.get(("comment", comment.id))),
            )
            for comment in response.comments
        ),
    )


def _safe_answer(answer: Answer, asked: AskedQuestion, screened: ScreenedText | None) -> SafeAnswer:
    labels = {choice.id: choice.label for choice in asked.choices}
    return SafeAnswer(
        kind=asked.kind,
        picks=tuple(labels.get(pick.choice_id, "") for pick in answer.picks),
        scale=answer.scale,
        said=_safe_text(answer.text, screened),
    )


def _safe_text(text: str, screened: ScreenedText | None) -> SafeText:
    if screened is not None and screened.screening is Screening.PUBLIC:
        return SafeText(text=screened.public_text, screening=Screening.PUBLIC)
    decided = screened.screening if screened is not None and screened.screening is Screening.REFUSED else None
    return SafeText(text=public_text(text, find_personal_data(text)), screening=decided)
