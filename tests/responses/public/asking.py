"""A consultation that asks one question of every kind, made directly, for the tests of this folder."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consult.consultations.models import (
    Choice,
    ChoiceWords,
    Consultation,
    ConsultationWords,
    Question,
    QuestionWords,
)
from consult.consultations.rules import QuestionKind
from consult.demo.makers.accounts import make_account
from consult.demo.makers.documents import make_document_version
from consult.documents.models import DocumentVersion
from consult.places.models import District, StakeholderGroup, Ward

LONG_AGO = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
OPENS = datetime(2026, 2, 23, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 27, 17, 0, tzinfo=UTC)  # before the clocks change, so London shows the same time
ASKED = (
    (QuestionKind.OPEN_TEXT, "What do you think of the networks?", True, False, ()),
    (QuestionKind.SCALE, "Networks will help every school", False, True, ()),
    (QuestionKind.ONE_CHOICE, "How often should a network meet?", False, False, ("Every month", "Every term")),
    (QuestionKind.SEVERAL_CHOICES, "Who should come?", False, False, ("Heads", "Parents", "Pupils")),
    (QuestionKind.RANKING, "What matters most?", False, False, ("Reading", "Attendance", "Inclusion")),
    (QuestionKind.YES_NO, "Have you been asked before?", False, True, ()),
)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The consultation and what tests need of it."""

    consultation: Consultation
    version: DocumentVersion
    questions: list[Question]
    parent: StakeholderGroup
    ward: Ward

    def choices(self, number):
        return [choice.id for choice in self.questions[number - 1].choices]


def make_asking(session: Session, **over: object) -> Asking:
    """Make it: open from 23 February to 27 March 2026 at 5 pm unless told otherwise."""
    officer = make_account(session)
    version = make_document_version(session)
    parent = StakeholderGroup(code="parent", name="Parents and carers", answering_as="a parent or carer", position=1)
    other = StakeholderGroup(code="teacher", name="Teachers", answering_as="a teacher", position=2)
    district = District(code="X1", name="Old City")
    ward = Ward(code="X1W1", name="Old Wharf", district=district)
    session.add_all([parent, other, district, ward])
    values = {
        "slug": "networks",
        "created_at": LONG_AGO,
        "created_by_id": officer.id,
        "document_version_id": version.id,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "submitted_at": LONG_AGO,
        "approved_at": LONG_AGO,
        "asks_equality": True,
        "contact_email": "schools@ambleford.example",
    } | over
    consultation = Consultation(
        **values, words=[ConsultationWords(language="en", title="Helping every school to improve", summary="A plan.")]
    )
    session.add(consultation)
    questions = [
        Question(
            consultation=consultation,
            position=position,
            kind=kind,
            required=required,
            asks_why=asks_why,
            words=[QuestionWords(language="en", prompt=prompt)],
            choices=[
                Choice(position=place, words=[ChoiceWords(language="en", label=label)])
                for place, label in enumerate(labels, start=1)
            ],
        )
        for position, (kind, prompt, required, asks_why, labels) in enumerate(ASKED, start=1)
    ]
    session.add_all(questions)
    session.flush()
    return Asking(consultation=consultation, version=version, questions=questions, parent=parent, ward=ward)
