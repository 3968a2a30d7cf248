"""A closed and themed consultation, written straight into the tables, for tests of what comes after."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Role
from consult.analysis.models import Assignment, Codebook, Run, Theme
from consult.analysis.rules import ThemeState
from consult.consultations.models import Consultation, ConsultationWords, GroupAsked, Question, QuestionWords
from consult.consultations.rules import QuestionKind
from consult.demo.makers.accounts import make_account
from consult.places.models import StakeholderGroup
from consult.responses.models import Answer, Response, ResponseContact, ScreenedText
from consult.responses.rules import Channel, Hand, OnBehalfOf, PublishAs, RefusedFor, Screening, Timeliness

CLOSED = datetime(2026, 6, 12, 16, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 22, 9, 0, tzinfo=UTC)
_numbers = count(1)


@dataclass
class Scene:
    """One consultation with an officer, an approver and a decision maker, its question and its themes."""

    session: Session
    consultation: Consultation
    question: Question
    codebook: Codebook
    run: Run
    officer: Account
    approver: Account
    maker: Account
    groups: dict[str, StakeholderGroup]
    themes: list[Theme] = field(default_factory=list)

    def theme(self, name: str, *, said_by: dict[str, int], **over: object) -> Theme:
        """Add a confirmed theme that so many people of each group said."""
        theme = Theme(
            **{
                "codebook": self.codebook,
                "run_id": self.run.id,
                "state": ThemeState.CONFIRMED,
                "name": name,
                "suggested_name": name,
                "description": f"What people said about {name.lower()}.",
                "created_at": NOW,
            }
            | over
        )
        self.session.add(theme)
        self.session.flush()
        for group, n in said_by.items():
            for _ in range(n):
                self.said(theme, group=group)
        self.themes.append(theme)
        return theme

    def said(self, theme: Theme, *, group: str = "Parents", text: str = "", **over: object) -> Response:
        """Add one response whose answer lies in a theme."""
        response = self.response(group=group, text=text or f"{theme.name} matters to us {next(_numbers)}", **over)
        self.session.add(
            Assignment(
                theme_id=theme.id,
                response_id=response.id,
                answer_id=response.answers[0].id,
                confidence=0.9,
                hand=Hand.MACHINE,
            )
        )
        self.session.flush()
        return response

    def response(self, *, group: str = "Parents", text: str = "Something.", **over: object) -> Response:
        """Add one response with one answer."""
        number = next(_numbers)
        response = Response(
            **{
                "consultation_id": self.consultation.id,
                "reference": f"REF{number:07}",
                "secret_hash": "x",
                "public_number": f"P{number:07}",
                "submission_key": f"key-{number}",
                "channel": Channel.WEB,
                "timeliness": Timeliness.IN_TIME,
                "received_at": CLOSED - timedelta(days=3),
                "received_on": (CLOSED - timedelta(days=3)).date(),
                "recorded_at": CLOSED - timedelta(days=3),
                "group_id": self.groups[group].id,
                "on_behalf_of": OnBehalfOf.SELF,
                "publish_as": PublishAs.WITHOUT_NAME,
                "answers": [Answer(question_id=self.question.id, text=text)],
            }
            | over
        )
        self.session.add(response)
        self.session.flush()
        return response

    def screen(self, response: Response, *, screening: Screening = Screening.PUBLIC) -> ScreenedText:
        """Say that a person read the answer and whether it may be published."""
        screened = ScreenedText(
            consultation_id=self.consultation.id,
            response_id=response.id,
            answer_id=response.answers[0].id,
            screening=screening,
            public_text=response.answers[0].text,
            refused_for=RefusedFor.IDENTIFIES if screening is Screening.REFUSED else None,
            refused_reason="Names a child" if screening is Screening.REFUSED else "",
        )
        self.session.add(screened)
        self.session.flush()
        return screened

    def wants_outcome(self, response: Response, email: str) -> None:
        """Let a respondent ask for the outcome."""
        self.session.add(ResponseContact(response_id=response.id, email=email, wants_outcome=True))
        self.session.flush()


def make_scene(session: Session, *, slug: str = "schools") -> Scene:
    """Make a consultation that closed ten days ago and whose intake is complete, with one question and no theme."""
    officer, approver, maker = (make_account(session, role=role) for role in _ROLES)
    groups = {
        name: StakeholderGroup(code=f"{name}-{slug}", name=name, answering_as=f"one of the {name}", position=place)
        for place, name in enumerate(("Parents", "Pupils", "Teachers", "Governors"))
    }
    session.add_all(groups.values())
    session.flush()
    consultation = Consultation(
        slug=slug,
        created_at=CLOSED - timedelta(days=90),
        created_by_id=officer.id,
        opens_at=CLOSED - timedelta(days=60),
        closes_at=CLOSED,
        submitted_at=CLOSED - timedelta(days=80),
        submitted_by_id=officer.id,
        approved_at=CLOSED - timedelta(days=70),
        opened_at=CLOSED - timedelta(days=60),
        closed_at=CLOSED,
        intake_complete_at=CLOSED + timedelta(days=3),
        analysed_at=CLOSED + timedelta(days=8),
        decided_by="Cabinet",
        decision_maker_id=maker.id,
        words=[ConsultationWords(language="en", title="Helping every school to improve")],
        groups_asked=[GroupAsked(group_id=group.id) for group in groups.values()],
    )
    question = Question(
        position=1,
        kind=QuestionKind.OPEN_TEXT,
        words=[QuestionWords(language="en", prompt="What should change first?")],
    )
    consultation.questions.append(question)
    session.add(consultation)
    session.flush()
    codebook = Codebook(
        consultation_id=consultation.id,
        question_id=question.id,
        confirmed_at=NOW - timedelta(days=1),
        confirmed_by_id=officer.id,
    )
    session.add(codebook)
    session.flush()
    run = Run(codebook_id=codebook.id, requested_at=CLOSED + timedelta(days=4), seed=7, engine="consult-themes 1")
    run.finished_at = CLOSED + timedelta(days=4)
    session.add(run)
    session.flush()
    return Scene(
        session=session,
        consultation=consultation,
        question=question,
        codebook=codebook,
        run=run,
        officer=officer,
        approver=approver,
        maker=maker,
        groups=groups,
    )


_ROLES = (Role.OFFICER, Role.APPROVER, Role.DECISION_MAKER)
