"""The tables of a consultation: its words, dates, questions, approvals and clarifications."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.rules import ApprovalVerdict, CountingRule, QuestionKind
from consult.places.models import StakeholderGroup
from consult.storage.db import Base


class Consultation(Base):
    """An exercise in which the council asks people about a document or a decision."""

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason != ''", name="withdrawn_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="en")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id", ondelete="SET NULL"), index=True)
    document_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("document_versions.id", ondelete="RESTRICT"), index=True
    )
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    grace_minutes: Mapped[int] = mapped_column(default=10)
    answer_within_weeks: Mapped[int] = mapped_column(default=12)
    decided_by: Mapped[str] = mapped_column(default="")
    decision_maker_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    decision_expected_on: Mapped[date | None]
    contact_email: Mapped[str] = mapped_column(default="")
    asks_ward: Mapped[bool] = mapped_column(default=True)
    asks_equality: Mapped[bool] = mapped_column(default=False)
    publishes_responses: Mapped[bool] = mapped_column(default=True)
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    approved_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # when the opening was recorded; whether it is open is derived
    closed_at: Mapped[datetime | None]
    intake_complete_at: Mapped[datetime | None]
    analysed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    waiting_on: Mapped[str] = mapped_column(default="")
    waiting_since: Mapped[datetime | None]

    words: Mapped[list["ConsultationWords"]] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", order_by="ConsultationWords.id"
    )
    options: Mapped[list["ConsideredOption"]] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", order_by="ConsideredOption.position"
    )
    questions: Mapped[list["Question"]] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", order_by="Question.position"
    )
    groups_asked: Mapped[list["GroupAsked"]] = relationship(back_populates="consultation", cascade="all, delete-orphan")
    approvals: Mapped[list["Approval"]] = relationship(back_populates="consultation", order_by="Approval.id")
    extensions: Mapped[list["Extension"]] = relationship(back_populates="consultation", order_by="Extension.id")
    clarifications: Mapped[list["Clarification"]] = relationship(
        back_populates="consultation", order_by="Clarification.id"
    )
    counting: Mapped["CountingChoice | None"] = relationship(
        back_populates="consultation", cascade="all, delete-orphan"
    )
    pre_election_permissions: Mapped[list["PreElectionPermission"]] = relationship(back_populates="consultation")

    @property
    def counting_rule(self) -> CountingRule:
        """How the copies of one letter count; where nobody chose, everyone who sent one counts."""
        return self.counting.rule if self.counting else CountingRule.EACH_PERSON


class CountingChoice(Base):
    """How the copies of one letter count in a consultation, and who said so when, before it closed."""

    __tablename__ = "counting_choices"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    rule: Mapped[CountingRule]
    chosen_at: Mapped[datetime]
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    consultation: Mapped[Consultation] = relationship(back_populates="counting")


class ConsultationWords(Base):
    """What an officer wrote about a consultation, in one language."""

    __tablename__ = "consultation_words"
    __table_args__ = (UniqueConstraint("consultation_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    language: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    why_now: Mapped[str] = mapped_column(default="")
    open_to_influence: Mapped[str] = mapped_column(default="")
    already_decided: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    cost_and_impact: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship(back_populates="words")


class ConsideredOption(Base):
    """An option that the council considered; a rejected one says why (Moseley v Haringey [2014] UKSC 56)."""

    __tablename__ = "considered_options"
    __table_args__ = (CheckConstraint("NOT rejected OR reason != ''", name="rejected_with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(default="en")
    position: Mapped[int]
    name: Mapped[str]
    rejected: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship(back_populates="options")


class Question(Base):
    """Something asked of everyone."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("consultation_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    required: Mapped[bool] = mapped_column(default=False)
    asks_why: Mapped[bool] = mapped_column(default=False)  # an optional "Why?" beside a scale, choice or yes/no

    consultation: Mapped[Consultation] = relationship(back_populates="questions")
    words: Mapped[list["QuestionWords"]] = relationship(
        back_populates="question", cascade="all, delete-orphan", order_by="QuestionWords.id"
    )
    choices: Mapped[list["Choice"]] = relationship(
        back_populates="question", cascade="all, delete-orphan", order_by="Choice.position"
    )


class QuestionWords(Base):
    """A question's prompt and help in one language."""

    __tablename__ = "question_words"
    __table_args__ = (UniqueConstraint("question_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    language: Mapped[str]
    prompt: Mapped[str]
    help: Mapped[str] = mapped_column(default="")

    question: Mapped[Question] = relationship(back_populates="words")


class Choice(Base):
    """One of the answers that a choice or ranking question offers."""

    __tablename__ = "choices"
    __table_args__ = (UniqueConstraint("question_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    position: Mapped[int]

    question: Mapped[Question] = relationship(back_populates="choices")
    words: Mapped[list["ChoiceWords"]] = relationship(
        back_populates="choice", cascade="all, delete-orphan", order_by="ChoiceWords.id"
    )


class ChoiceWords(Base):
    """A choice's label in one language."""

    __tablename__ = "choice_words"
    __table_args__ = (UniqueConstraint("choice_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("choices.id", ondelete="CASCADE"))
    language: Mapped[str]
    label: Mapped[str]

    choice: Mapped[Choice] = relationship(back_populates="words")


class GroupAsked(Base):
    """A stakeholder group that this consultation sets out to hear."""

    __tablename__ = "groups_asked"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), primary_key=True)

    consultation: Mapped[Consultation] = relationship(back_populates="groups_asked")
    group: Mapped[StakeholderGroup] = relationship()


class Approval(Base):
    """One verdict on one version of a draft, by someone who is not its author."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    verdict: Mapped[ApprovalVerdict]
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship(back_populates="approvals")


class Extension(Base):
    """More time, with the reason that everyone is told."""

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("to_closes_at > from_closes_at", name="later"),
        CheckConstraint("reason != ''", name="with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    from_closes_at: Mapped[datetime]
    to_closes_at: Mapped[datetime]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship(back_populates="extensions")


class Clarification(Base):
    """A question that anyone asked before closing, and the council's dated public answer."""

    __tablename__ = "clarifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    asked: Mapped[str]
    asked_at: Mapped[datetime]
    submission_key: Mapped[str] = mapped_column(unique=True)
    public_wording: Mapped[str] = mapped_column(default="")  # the question as an officer made it fit to publish
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    not_published_reason: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship(back_populates="clarifications")


class PreElectionPeriod(Base):
    """The weeks before an election in which a council is careful about what it launches."""

    __tablename__ = "pre_election_periods"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    called_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    called_at: Mapped[datetime]


class PreElectionPermission(Base):
    """The monitoring officer's word that a consultation may open all the same, with the reason."""

    __tablename__ = "pre_election_permissions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "period_id"),
        CheckConstraint("reason != ''", name="with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    period_id: Mapped[int] = mapped_column(ForeignKey("pre_election_periods.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str]

    consultation: Mapped[Consultation] = relationship(back_populates="pre_election_permissions")


class PublishingPermission(Base):
    """The monitoring officer's word that an answer may be published in a pre-election period, with the reason."""

    __tablename__ = "publishing_permissions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "period_id"),
        CheckConstraint("reason != ''", name="with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    period_id: Mapped[int] = mapped_column(ForeignKey("pre_election_periods.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str]


class Subject(Base):
    """What consultations can be about, in a word that people can follow, such as “Walking and cycling”."""

    __tablename__ = "subjects"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)


class ConsultationSubject(Base):
    """That a consultation is about a subject."""

    __tablename__ = "consultation_subjects"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subjects.id", ondelete="CASCADE"), primary_key=True, index=True)


class ConsultationWard(Base):
    """That a consultation is about a ward; one without any is about the whole area."""

    __tablename__ = "consultation_wards"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id", ondelete="CASCADE"), primary_key=True, index=True)


class ForChildren(Base):
    """That a consultation is for children: it asks for no way to reach anyone, and speaks to a grown-up first."""

    __tablename__ = "for_children"
    __table_args__ = (CheckConstraint("guardian_note != ''", name="speaks_to_a_grown_up"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    guardian_note: Mapped[str]
    since: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
