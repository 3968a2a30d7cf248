"""What one consultation asks, as the rules of fitting need it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Choice, Consultation, Question
from consult.documents.models import Paragraph
from consult.responses.fitting import Asked, AskedQuestion
from consult.storage.memo import remembered


def asked_by(session: Session, consultation: Consultation) -> Asked:
    """The questions, choices and paragraphs that a response may speak about; they change only with the version."""
    key = ("asked", consultation.id, consultation.version, consultation.document_version_id)
    return remembered(session, key, lambda: _asked_by(session, consultation))


def _asked_by(session: Session, consultation: Consultation) -> Asked:
    questions = session.execute(
        select(Question.id, Question.kind, Question.required, Question.asks_why)
        .where(Question.consultation_id == consultation.id)
        .order_by(Question.position)
    ).all()
    choices: dict[int, list[int]] = {}
    for question_id, choice_id in session.execute(
        select(Choice.question_id, Choice.id)
        .join(Question)
        .where(Question.consultation_id == consultation.id)
        .order_by(Choice.question_id, Choice.position)
    ):
        choices.setdefault(question_id, []).append(choice_id)
    paragraph_ids = session.scalars(
        select(Paragraph.id).where(Paragraph.version_id == consultation.document_version_id)
    )
    return Asked(
        questions=tuple(
            AskedQuestion(
                id=question.id,
                kind=question.kind,
                required=question.required,
                asks_why=question.asks_why,
                choice_ids=tuple(choices.get(question.id, ())),
            )
            for question in questions
        ),
        paragraph_ids=frozenset(paragraph_ids),
    )
