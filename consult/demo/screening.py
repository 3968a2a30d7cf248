"""Read texts of the city as its officers would before they are published, and hide what tells who someone is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.demo.values import SaidResponse
from consult.responses.actions.concerns import raise_concern
from consult.responses.actions.screening import (
    claim_clean_texts,
    claim_next_text,
    confirm_texts,
    fill_queue,
    screen_text,
)
from consult.responses.models import ScreenedText
from consult.responses.queries.screening import text_of
from consult.responses.redaction import find_personal_data
from consult.responses.rules import RefusedFor, Screening
from consult.responses.screening import ScreeningChoice

_MOST_ROUNDS = 1000
_EACH_TEXT = timedelta(minutes=1)


def screen_texts(
    session: Session,
    *,
    consultation: Consultation,
    said: Mapping[int, SaidResponse],
    by_id: int,
    at: datetime,
    most: int | None = None,
) -> int:
    """Screen what waits, at most so many texts; the plain ones together, the others one by one.

    Args:
        session: one that may write.
        consultation: whose texts are read.
        said: what the city said, by the id of the response.
        by_id: the officer who reads.
        at: when the reading begins.
        most: how many texts; all that wait when left out.
    """
    done = 0
    for _round in range(_MOST_ROUNDS):
        if most is not None and done >= most:
            break
        now = at + done * _EACH_TEXT
        clean = claim_clean_texts(session, consultation=consultation, account_id=by_id, now=now)
        if not clean:
            break
        done += len(confirm_texts(session, screened=clean, account_id=by_id, now=now))
    return done + _screen_one_by_one(session, consultation, said, by_id=by_id, at=at + done * _EACH_TEXT, most=most)


def pass_on_concerns(
    session: Session, *, consultation: Consultation, said: Mapping[int, SaidResponse], by_id: int, at: datetime
) -> None:
    """Pass to the safeguarding officer what makes the city's reader fear for somebody."""
    fill_queue(session, consultation=consultation)
    worrying = {number: told.concern for number, told in said.items() if told.concern}
    waiting = select(ScreenedText).where(
        ScreenedText.response_id.in_(worrying), ScreenedText.screening == Screening.WAITING
    )
    for screened in session.scalars(waiting).all():
        if any(words in text_of(screened) for words in said[screened.response_id].hide):
            words = worrying[screened.response_id]
            raise_concern(session, screened=screened, words=words, account_id=by_id, now=at)


def _screen_one_by_one(
    session: Session,
    consultation: Consultation,
    said: Mapping[int, SaidResponse],
    *,
    by_id: int,
    at: datetime,
    most: int | None,
) -> int:
    for done in range(_MOST_ROUNDS if most is None else most // 10):
        now = at + done * _EACH_TEXT
        screened = claim_next_text(session, consultation=consultation, account_id=by_id, now=now)
        if screened is None:
            return done
        choice = choice_for(text_of(screened), said[screened.response_id])
        screen_text(session, screened=screened, choice=choice, account_id=by_id, now=now)
    return done + 1


def choice_for(text: str, said: SaidResponse) -> ScreeningChoice:
    """Hide what the machine marked and what the city's file says; refuse what the file refuses."""
    if said.refuse:
        why, sentence = said.refuse
        return ScreeningChoice(is_public=False, refused_for=RefusedFor(why), reason=sentence)
    marked = find_personal_data(text)
    words = tuple(words for words in said.hide if words in text)
    return ScreeningChoice(
        is_public=True,
        kept_places=frozenset((span.starts_at, span.ends_at) for span in marked),
        words_to_hide=words,
    )
