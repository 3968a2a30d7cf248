"""The questions of a draft: adding, changing, removing and ordering them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.consultations.actions.changing import begin_change, note
from consult.consultations.models import Choice, ChoiceWords, Consultation, Question, QuestionWords
from consult.consultations.rules import CHOICE_KINDS, WHY_KINDS, QuestionValues
from consult.kernel.words import clean_line, clean_text


def add_question(
    session: Session,
    *,
    consultation: Consultation,
    values: QuestionValues,
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Question:
    """Add a question at the end."""
    begin_change(session, consultation, version_seen=version_seen, now=now)
    position = max((question.position for question in consultation.questions), default=0) + 1
    question = Question(position=position, kind=values.kind)
    _fill(question, values, consultation.language)
    consultation.questions.append(question)
    session.flush()
    note(
        session,
        Happening.QUESTION_ADDED,
        consultation,
        actor=actor,
        now=now,
        subject=f"question:{question.id}",
        question_id=question.id,
        kind=values.kind,
        position=position,
    )
    return question


def change_question(
    session: Session,
    *,
    question: Question,
    values: QuestionValues,
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Question:
    """Change a question of a draft."""
    consultation = question.consultation
    begin_change(session, consultation, version_seen=version_seen, now=now)
    question.choices.clear()
    session.flush()  # their places must be free before the new ones take them
    _fill(question, values, consultation.language)
    session.flush()
    note(
        session,
        Happening.QUESTION_CHANGED,
        consultation,
        actor=actor,
        now=now,
        subject=f"question:{question.id}",
        question_id=question.id,
    )
    return question


def remove_question(
    session: Session, *, question: Question, actor: str, now: datetime, version_seen: int | None = None
) -> None:
    """Take a question out of a draft."""
    consultation = question.consultation
    begin_change(session, consultation, version_seen=version_seen, now=now)
    question_id = question.id
    consultation.questions.remove(question)
    session.flush()
    _number_anew(session, consultation.questions)
    note(session, Happening.QUESTION_REMOVED, consultation, actor=actor, now=now, question_id=question_id)


def move_question(
    session: Session, *, question: Question, by: int, actor: str, now: datetime, version_seen: int | None = None
) -> None:
    """Move a question up (``by=-1``) or down (``by=1``); at the end of the list it stays where it is."""
    consultation = question.consultation
    begin_change(session, consultation, version_seen=version_seen, now=now)
    order = sorted(consultation.questions, key=lambda other: other.position)
    place = order.index(question)
    order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
    _number_anew(session, order)
    session.expire(consultation, ["questions"])
    ids = [other.id for other in order]
    note(session, Happening.QUESTIONS_REORDERED, consultation, actor=actor, now=now, order=ids)


def _number_anew(session: Session, order: list[Question]) -> None:
    """Number questions from 1; they step aside first, because no two may share a place for a moment."""
    for place, question in enumerate(order, start=1):
        question.position = -place
    session.flush()
    for place, question in enumerate(order, start=1):
        question.position = place
    session.flush()


def _fill(question: Question, values: QuestionValues, language: str) -> None:
    question.kind, question.required = values.kind, values.required
    question.asks_why = values.asks_why and values.kind in WHY_KINDS
    words = next((row for row in question.words if row.language == language), None)
    if words is None:
        words = QuestionWords(language=language)
        question.words.append(words)
    words.prompt, words.help = clean_line(values.prompt), clean_text(values.help)
    labels = values.choices if values.kind in CHOICE_KINDS else ()
    question.choices += [
        Choice(position=position, words=[ChoiceWords(language=language, label=clean_line(label))])
        for position, label in enumerate(labels, start=1)
    ]
