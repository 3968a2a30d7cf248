"""Makes analyses for tests and for the demonstration city: responses in people's words, runs, themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.actions import start_run, store_themes
from consult.analysis.models import Codebook, Run, Theme
from consult.analysis.pipeline import Options, find_themes
from consult.analysis.queries.texts import texts_to_analyse
from consult.consultations.models import Consultation, Question
from consult.jobs.actions import cancel_job
from consult.jobs.queries import job_by_key
from consult.places.models import StakeholderGroup
from consult.responses.actions.submit import submit_response
from consult.responses.models import Response
from consult.responses.rules import Channel, GivenAnswer, GivenComment, Purpose, Submitted

_numbers = count(1)

SAID: Mapping[str, Sequence[str]] = {
    "crossing": (
        "The road outside the school is dangerous at home time",
        "We need a safe crossing on the main road outside school",
        "Cars speed past the school gates and there is no crossing",
        "Put a crossing patrol back on the road by the gates",
        "Traffic on the road makes walking to school dangerous",
        "Please slow the traffic down near the school crossing",
        "My son was nearly hit by a car crossing the road",
        "A zebra crossing at the gates would slow the cars",
    ),
    "meals": (
        "School meals are cold and the portions are too small",
        "Free school meals should go to every hungry child",
        "The dinners are poor and my daughter comes home hungry",
        "Hot meals at lunch would help hungry children learn",
        "Better lunches please, the meals are not fresh",
        "Fresh fruit and hot dinners for every child at lunch",
        "Lunch portions are small and meals run out",
    ),
    "support": (
        "Children with special needs wait years for an assessment",
        "There are not enough teaching assistants for special needs",
        "Support for autistic pupils came after a two year wait",
        "More teaching assistants to support pupils who need help",
        "The wait for an assessment of special needs is too long",
        "Autistic children get no support until the assessment",
    ),
}
"""What invented people say to an open question, by what it is about."""
ALL_SAID = tuple(words for said in SAID.values() for words in said)


def make_response(
    session: Session,
    *,
    consultation: Consultation,
    text: str,
    question: Question | None = None,
    group: StakeholderGroup | None = None,
    paragraph_id: int | None = None,
    scale: int | None = None,
    channel: Channel = Channel.EMAIL,
    received_on: date | None = None,
    now: datetime,
) -> Response:
    """Make one response that answers the first question (or ``question``) in words, or comments on a paragraph."""
    asked = question or consultation.questions[0]
    answers = (GivenAnswer(question_id=asked.id, text=text, scale=scale),) if paragraph_id is None else ()
    comments = (
        (GivenComment(paragraph_id=paragraph_id, purpose=next(iter(Purpose)), text=text),) if paragraph_id else ()
    )
    submitted = Submitted(
        channel=channel,
        submission_key=f"made-{next(_numbers)}",
        group_id=group.id if group else None,
        answers=answers,
        comments=comments,
        received_on=received_on or now.date(),
    )
    return submit_response(session, consultation=consultation, submitted=submitted, received_at=now, now=now)


def make_responses(
    session: Session,
    *,
    consultation: Consultation,
    texts: Sequence[str] = ALL_SAID,
    groups: Sequence[StakeholderGroup] = (),
    now: datetime,
) -> list[Response]:
    """Make one response for each text, the groups taking turns."""
    return [
        make_response(
            session,
            consultation=consultation,
            text=text,
            group=groups[place % len(groups)] if groups else None,
            now=now - timedelta(minutes=place),
        )
        for place, text in enumerate(texts)
    ]


def make_run(
    session: Session,
    *,
    consultation: Consultation,
    question: Question | None = None,
    of_comments: bool = False,
    granularity: float = 1.0,
    by_id: int | None = None,
    now: datetime,
) -> Run:
    """Analyse the answers to the first question, or to ``question``, or the comments, here and now."""
    asked = None if of_comments else question or consultation.questions[0]
    run = start_run(session, consultation=consultation, question=asked, granularity=granularity, by_id=by_id, now=now)
    ordered = job_by_key(session, f"analysis.run:{run.id}")
    if ordered is not None and not ordered.is_over:
        cancel_job(session, job=ordered, now=now)  # it is done here; the queue must not do it again
    codebook = session.get_one(Codebook, run.codebook_id)
    texts = texts_to_analyse(session, codebook, closed_question_id=run.parameters["closed_question_id"])
    found = find_themes(texts, Options(seed=run.seed, granularity=granularity))
    return store_themes(session, run=run, found=found, now=now)


def themes_of(session: Session, run: Run) -> list[Theme]:
    """The themes of a run's codebook, in the order in which they were made."""
    return list(session.scalars(select(Theme).where(Theme.codebook_id == run.codebook_id).order_by(Theme.id)))
