"""Clarification questions: anyone asks before closing, an officer makes them fit to publish and answers in public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.rules import RESIDENT, Happening
from consult.consultations.actions.changing import note
from consult.consultations.models import Clarification, Consultation
from consult.consultations.queries.stages import stage_at
from consult.consultations.rules import LONGEST_CLARIFICATION, Stage
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_text


def ask_clarification(
    session: Session, *, consultation: Consultation, asked: str, submission_key: str, now: datetime
) -> Clarification:
    """Keep a question for an officer to look at; the same form sent twice asks once.

    Raises:
        Refused: the consultation is not open.
        Invalid: nothing was asked, or too much.
    """
    known = session.scalar(select(Clarification).where(Clarification.submission_key == submission_key))
    if known is not None:
        return known
    if stage_at(session, consultation, now=now) is not Stage.OPEN:
        raise Refused("This consultation is not open, so questions about it can no longer be answered in time.")
    text = clean_text(asked)
    if not text or len(text) > LONGEST_CLARIFICATION:
        raise Invalid(f"Write your question, in {LONGEST_CLARIFICATION:,} characters or fewer.")
    clarification = Clarification(asked=text, asked_at=now, submission_key=submission_key)
    consultation.clarifications.append(clarification)
    session.flush()
    _note(session, Happening.CLARIFICATION_ASKED, clarification, actor=RESIDENT, now=now)
    return clarification


def answer_clarification(
    session: Session, *, clarification: Clarification, public_wording: str, answer: str, by_id: int, now: datetime
) -> Clarification:
    """Publish a question, as an officer made it fit to publish, with its dated answer.

    Raises:
        Invalid: the question or the answer is missing.
    """
    wording, words = clean_text(public_wording), clean_text(answer)
    if not wording or not words:
        raise Invalid("Write the question as everyone will read it, and the answer.")
    clarification.public_wording, clarification.answer = wording, words
    clarification.answered_at, clarification.answered_by_id = now, by_id
    clarification.not_published_reason = ""
    session.flush()
    _note(session, Happening.CLARIFICATION_ANSWERED, clarification, actor=f"account:{by_id}", now=now)
    return clarification


def decline_clarification(
    session: Session, *, clarification: Clarification, reason: str, by_id: int, now: datetime
) -> Clarification:
    """Do not publish a question, and keep the reason.

    Raises:
        Invalid: there is no reason.
    """
    why = clean_text(reason)
    if not why:
        raise Invalid("Say why it is not published.")
    clarification.not_published_reason = why
    clarification.answered_at, clarification.answered_by_id = now, by_id
    session.flush()
    _note(session, Happening.CLARIFICATION_DECLINED, clarification, actor=f"account:{by_id}", now=now)
    return clarification


def _note(session: Session, happening: Happening, clarification: Clarification, *, actor: str, now: datetime) -> None:
    note(
        session,
        happening,
        clarification.consultation,
        actor=actor,
        now=now,
        subject=f"clarification:{clarification.id}",
        clarification_id=clarification.id,
    )
