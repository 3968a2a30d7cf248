"""Send in what the people of the city said, each through the one door of every response."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.consultations.models import Consultation, Question
from consult.consultations.rules import QuestionKind
from consult.demo.diary import Deed
from consult.demo.finding import paragraph_at
from consult.demo.settling import Settled
from consult.demo.values import AskedInCity, CityConsultation, FilledResponse, SaidComment, SaidResponse
from consult.documents.models import Paragraph
from consult.kernel.clock import LONDON
from consult.kernel.references import Reference, SecretCode
from consult.places.models import Organisation
from consult.places.rules import OrganisationKind
from consult.responses.actions.submit import submit_response
from consult.responses.receipts import reference_of, secret_code_of
from consult.responses.rules import (
    Channel,
    GivenAnswer,
    GivenComment,
    OnBehalfOf,
    PublishAs,
    Submitted,
)

_FIRST_HOUR = 7
_UNTIL_KEYED = timedelta(days=2)
_WORKS_NIGHTS = 1  # the place in the file of the answered consultation


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """What was asked, as told and as stored, in the same order; and the paragraphs that comments are about."""

    told: Sequence[AskedInCity]
    questions: Sequence[Question]
    paragraphs: Sequence[Paragraph]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When a response came and when it was recorded."""

    received_at: datetime
    recorded_at: datetime


def sent_responses(
    *,
    told: CityConsultation,
    consultation: Consultation,
    paragraphs: Sequence[Paragraph],
    filled: Sequence[FilledResponse],
    settled: Settled,
    opened_at: datetime,
    until: datetime,
) -> tuple[list[Deed], dict[int, SaidResponse]]:
    """Everything that people send in; the mapping says, once the deeds are done, what each stored response is."""
    asked = AskedOf(told=told.questions, questions=consultation.questions, paragraphs=paragraphs)
    stored: dict[int, SaidResponse] = {}

    def deed(place: int, one: FilledResponse) -> Deed:
        moment = _moments(one, opened_at=opened_at, until=until)
        submitted = _submitted(asked, one, moment, settled=settled, key=demo_key(told.key, place))

        def send(session: Session) -> None:
            response = submit_response(
                session,
                consultation=consultation,
                submitted=submitted,
                received_at=moment.received_at,
                now=moment.recorded_at,
            )
            stored[response.id] = one.said

        return Deed(at=moment.recorded_at, do=send)

    return [deed(place, one) for place, one in enumerate(filled)], stored


def _submitted(asked: AskedOf, one: FilledResponse, moment: Moments, *, settled: Settled, key: str) -> Submitted:
    is_keyed = one.said.channel is not Channel.WEB
    organisation = settled.organisations.get(one.said.organisation)
    return Submitted(
        channel=one.said.channel,
        submission_key=key,
        group_id=settled.groups[one.said.group].id,
        answers=_answers(asked, one),
        comments=_comments(asked.paragraphs, one),
        on_behalf_of=_on_behalf_of(organisation),
        organisation_id=organisation.id if organisation else None,
        ward_id=settled.wards[one.ward].id if one.ward else None,
        publish_as=_publish_as(one),
        language=one.said.language,
        email="respondent@example.org" if one.wants_outcome else "",
        wants_outcome=one.wants_outcome,
        equality=one.equality,
        received_on=moment.received_at.astimezone(LONDON).date() if is_keyed else None,
        form_opened_at=None if is_keyed else moment.received_at - timedelta(minutes=9),
        keyed_by_id=settled.by(Role.OFFICER) if is_keyed else None,
        claimed_people=one.said.claimed,
    )


def _moments(one: FilledResponse, *, opened_at: datetime, until: datetime) -> Moments:
    """When it came and when it was recorded: at once on the web, a few days later when an officer keyed it."""
    received_at = min(moment_of(one, opened_at=opened_at), until - timedelta(minutes=1 + one.minute % 45))
    if one.said.channel is Channel.WEB:
        return Moments(received_at=received_at, recorded_at=received_at)
    return Moments(received_at=received_at, recorded_at=min(received_at + _UNTIL_KEYED, until))


def moment_of(one: FilledResponse, *, opened_at: datetime) -> datetime:
    """When a response came: so many days after the opening, at a time of day when people are awake."""
    day = (opened_at + timedelta(days=one.day)).astimezone(LONDON)
    morning = day.replace(hour=_FIRST_HOUR, minute=0, second=0, microsecond=0)
    return max(morning + timedelta(minutes=one.minute), opened_at + timedelta(minutes=1 + one.minute % 50))


def demo_key(consultation: str, place: int) -> str:
    """The submission key of one response of the city: the same every time, so that its receipt can be printed."""
    return hashlib.sha256(f"the invented city, {consultation}, response {place}".encode()).hexdigest()


def receipt_to_follow() -> tuple[Reference, SecretCode]:
    """The receipt of someone whose words were answered, for whoever wants to see what following is like."""
    key = demo_key("fair_say", _WORKS_NIGHTS)
    return reference_of(key), secret_code_of(key)


def _answers(asked: AskedOf, one: FilledResponse) -> tuple[GivenAnswer, ...]:
    pairs = zip(asked.told, asked.questions, strict=True)
    given = (_answer(told, question, one) for told, question in pairs)
    return tuple(answer for answer in given if not answer.is_empty)


def _answer(told: AskedInCity, question: Question, one: FilledResponse) -> GivenAnswer:
    scale: int | None = None
    if told.kind is QuestionKind.SCALE:
        scale = one.scale
    elif told.kind is QuestionKind.YES_NO and one.yes is not None:
        scale = int(one.yes)
    return GivenAnswer(
        question_id=question.id,
        text=one.said.answers.get(told.key, ""),
        choice_ids=tuple(question.choices[place].id for place in one.picks.get(told.key, ())),
        scale=scale,
    )


def _comments(paragraphs: Sequence[Paragraph], one: FilledResponse) -> tuple[GivenComment, ...]:
    texts = [paragraph.text for paragraph in paragraphs]
    return tuple(_comment(paragraphs[paragraph_at(texts, said.at)], said) for said in one.said.comments)


def _comment(paragraph: Paragraph, said: SaidComment) -> GivenComment:
    starts_at = paragraph.text.index(said.at)
    return GivenComment(
        paragraph_id=paragraph.id,
        purpose=said.purpose,
        text=said.text,
        quote=said.at,
        starts_at=starts_at,
        ends_at=starts_at + len(said.at),
    )


def _on_behalf_of(organisation: Organisation | None) -> OnBehalfOf:
    if organisation is None:
        return OnBehalfOf.SELF
    return OnBehalfOf.SCHOOL if organisation.kind is OrganisationKind.SCHOOL else OnBehalfOf.ORGANISATION


def _publish_as(one: FilledResponse) -> PublishAs:
    if not one.said.publish:
        return PublishAs.NOT_PUBLISHED
    return PublishAs.WITH_ORGANISATION_NAME if one.said.organisation else PublishAs.WITHOUT_NAME
