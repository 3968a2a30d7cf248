"""What a spreadsheet may say about a response to one consultation: its questions, and which groups and wards."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Choice, Consultation, Question
from consult.places.queries import stakeholder_groups, wards
from consult.responses.intake_mapping import QuestionToFill, ThingsToFill
from consult.responses.intake_matching import Option


def things_to_fill(session: Session, *, consultation: Consultation) -> ThingsToFill:
    """Everything that a column may mean, in a constant number of queries; choices go by every language they have."""
    questions = session.scalars(
        select(Question)
        .where(Question.consultation_id == consultation.id)
        .order_by(Question.position)
        .options(selectinload(Question.words), selectinload(Question.choices).selectinload(Choice.words))
    ).all()
    return ThingsToFill(
        questions=tuple(
            _question(question, number, consultation.language) for number, question in enumerate(questions, start=1)
        ),
        groups=tuple(
            Option(group.id, (group.name, group.code, group.answering_as)) for group in stakeholder_groups(session)
        ),
        wards=tuple(Option(ward.id, (ward.name, ward.code)) for ward in wards(session)),
    )


def _question(question: Question, number: int, language: str) -> QuestionToFill:
    words = next((each for each in question.words if each.language == language), question.words[0])
    return QuestionToFill(
        id=question.id,
        position=number,
        prompt=words.prompt,
        kind=question.kind,
        asks_why=question.asks_why,
        choices=tuple(_choice(choice, language) for choice in question.choices),
    )


def _choice(choice: Choice, language: str) -> Option:
    in_its_language = [words.label for words in choice.words if words.language == language]
    return Option(choice.id, (*in_its_language, *(words.label for words in choice.words)))
