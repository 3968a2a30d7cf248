"""Makes responses, and screens what they say, for tests and for the demonstration city."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.kernel.references import draw_token
from consult.responses.actions.importing import noon_in_london
from consult.responses.actions.screening import claim_next_text, screen_text
from consult.responses.actions.submit import submit_response
from consult.responses.models import Response, ScreenedText
from consult.responses.queries.screening import text_of
from consult.responses.redaction import find_personal_data
from consult.responses.rules import Channel, GivenAnswer, GivenComment, PublishAs, Submitted
from consult.responses.screening import ScreeningChoice


def make_response(
    session: Session,
    *,
    consultation: Consultation,
    now: datetime,
    text: str = "The crossings near our school are not safe.",
    answers: tuple[GivenAnswer, ...] = (),
    comments: tuple[GivenComment, ...] = (),
    group_id: int | None = None,
    ward_id: int | None = None,
    channel: Channel = Channel.WEB,
    received_on: date | None = None,
    publish_as: PublishAs = PublishAs.WITHOUT_NAME,
    submission_key: str = "",
    email: str = "",
) -> Response:
    """Send a response through the one door: ``text`` answers the first question unless ``answers`` say all."""
    first = next((question.id for question in sorted(consultation.questions, key=lambda asked: asked.position)), None)
    said = (GivenAnswer(question_id=first, text=text),) if first is not None and text else ()
    submitted = Submitted(
        channel=channel,
        submission_key=submission_key or draw_token(),
        group_id=group_id,
        ward_id=ward_id,
        answers=answers or said,
        comments=comments,
        publish_as=publish_as,
        email=email,
        received_on=received_on,
    )
    received_at = noon_in_london(received_on) if received_on else now
    return submit_response(session, consultation=consultation, submitted=submitted, received_at=received_at, now=now)


def make_screened(
    session: Session, *, consultation: Consultation, by_id: int, now: datetime, most: int = 1000
) -> list[ScreenedText]:
    """Let a person read what waits and publish it without what the rules find; at most ``most`` texts."""
    done: list[ScreenedText] = []
    while len(done) < most:
        taken = claim_next_text(session, consultation=consultation, account_id=by_id, now=now)
        if taken is None:
            break
        found = frozenset((span.starts_at, span.ends_at) for span in find_personal_data(text_of(taken)))
        choice = ScreeningChoice(is_public=True, kept_places=found)
        done.append(screen_text(session, screened=taken, choice=choice, account_id=by_id, now=now))
    return done
