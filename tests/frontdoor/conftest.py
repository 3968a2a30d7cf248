"""A consultation that was answered, with one response in it that somebody follows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.analysis.models import Assignment, Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.consultations.models import Consultation, ConsultationWords, Question, QuestionWords
from consult.consultations.rules import QuestionKind
from consult.decisions.models import Decision
from consult.decisions.rules import CallIn
from consult.demo.makers.accounts import make_account
from consult.kernel.references import code_from, hash_code, reference_from
from consult.outcomes.models import Commitment, Findings, Progress, Reply
from consult.outcomes.rules import CommitmentProgress, Position
from consult.responses.models import Answer, Response
from consult.responses.rules import Channel, Hand, OnBehalfOf, PublishAs, Timeliness

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
REFERENCE = reference_from(bytes(range(10)))
CODE = code_from(bytes(range(40, 56)))
WORDS = "Nobody stops at the crossing on Fenwick Road. 🚸"


def add_consultation(session: Session, *, title: str, slug: str, by: Account, **over: Any) -> Consultation:
    """An approved consultation that opened a month ago and closes in nine days, unless told otherwise."""
    made = Consultation(
        slug=slug,
        created_at=NOW - timedelta(days=60),
        created_by_id=by.id,
        **{
            "approved_at": NOW - timedelta(days=40),
            "submitted_at": NOW - timedelta(days=45),
            "opens_at": NOW - timedelta(days=30),
            "closes_at": NOW + timedelta(days=9),
            "opened_at": NOW - timedelta(days=30),
        }
        | over,
    )
    made.words.append(ConsultationWords(language="en", title=title, summary="How children get to school safely."))
    session.add(made)
    session.flush()
    return made


@dataclass
class Followed:
    """What the tests of following start from; each may change a part before it opens the page."""

    session: Session
    officer: Account
    consultation: Consultation
    response: Response
    theme: Theme

    def publish_findings(self) -> None:
        self.session.add(
            Findings(
                consultation_id=self.consultation.id,
                number=1,
                body={},
                sha256="0" * 64,
                published_at=NOW,
                published_by_id=self.officer.id,
            )
        )
        self.session.flush()

    def propose_reply(self, position: Position = Position.AGREE_IN_PART) -> Reply:
        reply = Reply(
            theme_id=self.theme.id,
            position=position,
            words="We will mark two new crossings this autumn.",
            proposed_by_id=self.officer.id,
            proposed_at=NOW,
        )
        self.session.add(reply)
        self.session.flush()
        return reply

    def decide(self, reply: Reply) -> Decision:
        decision = Decision(
            title="Safe ways to school",
            decided="To mark two crossings.",
            decided_by="The Cabinet",
            decided_on=date(2026, 2, 27),
            reasons="Because 112 people asked for it.",
            minuted_at="Cabinet, minute 7",
            call_in=CallIn.DOES_NOT_APPLY,
            no_call_in_reason="Urgent works",
            recorded_by_id=self.officer.id,
            recorded_at=NOW,
        )
        self.session.add(decision)
        self.session.flush()
        reply.decision_id = decision.id
        self.session.flush()
        return decision

    def promise(self, reply: Reply, *, reference: str = "AB-1") -> Commitment:
        commitment = Commitment(
            reference=reference,
            reply_id=reply.id,
            consultation_id=self.consultation.id,
            promise="Two new crossings on Fenwick Road",
            owner="Head of Highways",
            due_on=date(2026, 2, 1),
            made_by_id=self.officer.id,
            made_at=NOW - timedelta(days=20),
        )
        commitment.progress.append(
            Progress(
                progress=CommitmentProgress.ON_TRACK,
                note="The first one is marked out.",
                by_id=self.officer.id,
                at=NOW - timedelta(days=3),
            )
        )
        self.session.add(commitment)
        self.session.flush()
        return commitment


@pytest.fixture
def officer(session: Session) -> Account:
    return make_account(session)


@pytest.fixture
def followed(session: Session, officer: Account) -> Followed:
    consultation = add_consultation(
        session, title="Safe ways to school", slug="safe-ways", by=officer, closes_at=NOW - timedelta(days=5)
    )
    question = Question(consultation_id=consultation.id, position=1, kind=QuestionKind.OPEN_TEXT)
    question.words.append(QuestionWords(language="en", prompt="What would make walking to school safer?"))
    session.add(question)
    session.flush()
    response = Response(
        consultation_id=consultation.id,
        reference=REFERENCE,
        secret_hash=hash_code(CODE),
        public_number="p1",
        submission_key="k1",
        channel=Channel.WEB,
        timeliness=Timeliness.IN_TIME,
        received_at=NOW - timedelta(days=10),
        received_on=date(2026, 2, 20),
        recorded_at=NOW - timedelta(days=10),
        on_behalf_of=OnBehalfOf.SELF,
        publish_as=PublishAs.WITHOUT_NAME,
    )
    answer = Answer(question_id=question.id, text=WORDS)
    response.answers.append(answer)
    codebook = Codebook(consultation_id=consultation.id, question_id=question.id, confirmed_at=NOW)
    session.add_all([response, codebook])
    session.flush()
    theme = Theme(
        codebook_id=codebook.id,
        state=ThemeState.CONFIRMED,
        name="Crossings near schools do not feel safe",
        named_by=Hand.OFFICER,
        created_at=NOW,
    )
    session.add(theme)
    session.flush()
    session.add(
        Assignment(theme_id=theme.id, response_id=response.id, answer_id=answer.id, confidence=0.9, hand=Hand.MACHINE)
    )
    session.flush()
    return Followed(session=session, officer=officer, consultation=consultation, response=response, theme=theme)
