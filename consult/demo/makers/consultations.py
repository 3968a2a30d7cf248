"""Makes consultations at any stage for the invented city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Role
from consult.consultations.actions import (
    add_question,
    approve,
    attach_document,
    change_words,
    choose_groups,
    draft_consultation,
    plan_decision,
    set_dates,
    set_options,
    submit_for_approval,
)
from consult.consultations.actions.drafting import OptionValues
from consult.consultations.models import Consultation
from consult.consultations.rules import QuestionKind, QuestionValues
from consult.demo.makers.accounts import make_account
from consult.documents.models import DocumentVersion
from consult.places.models import StakeholderGroup

JUST_BEFORE = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
OPENS_AT = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)
CLOSES_AT = datetime(2026, 4, 27, 16, 0, tzinfo=UTC)
_numbers = count(1)

OPEN_TEXT = QuestionValues(kind=QuestionKind.OPEN_TEXT, prompt="What would make the biggest difference to schools?")
QUESTIONS = (
    OPEN_TEXT,
    QuestionValues(kind=QuestionKind.SCALE, prompt="How far do you agree with the plan?", required=True, asks_why=True),
    QuestionValues(
        kind=QuestionKind.ONE_CHOICE,
        prompt="Where should the money go first?",
        choices=("Reading", "Attendance", "Buildings"),
    ),
)
WORDS = {
    "summary": "How the city should help its schools over the next five years.",
    "why": "Results differ too much from school to school.",
    "why_now": "The last plan ends this year.",
    "open_to_influence": "What comes first, and how we measure it.",
    "already_decided": "The total budget.",
    "evidence": "Results of the last three years.",
    "cost_and_impact": "2 million pounds a year.",
    "contact": "The schools team, schools@ambleford.example",
}


def make_group(session: Session, *, code: str = "parent", name: str = "", answering_as: str = "") -> StakeholderGroup:
    """Make a stakeholder group; the same code again gives the same group."""
    known = session.scalar(select(StakeholderGroup).where(StakeholderGroup.code == code))
    if known is not None:
        return known
    called = name or code.replace("_", " ").capitalize()
    group = StakeholderGroup(
        code=code, name=called, answering_as=answering_as or f"a {called.lower()}", position=next(_numbers)
    )
    session.add(group)
    session.flush()
    return group


def make_draft(
    session: Session,
    *,
    title: str = "",
    officer: Account | None = None,
    questions: Sequence[QuestionValues] = QUESTIONS,
    groups: Sequence[StakeholderGroup] = (),
    document: DocumentVersion | None = None,
    words: dict[str, str] | None = None,
    opens_at: datetime = OPENS_AT,
    closes_at: datetime = CLOSES_AT,
    decision_maker: Account | None = None,
    now: datetime | None = None,
) -> Consultation:
    """Make a complete draft, ready to be sent for approval."""
    now = now or min(JUST_BEFORE, opens_at - timedelta(days=14))
    author = officer or make_account(session, role=Role.OFFICER, now=now)
    consultation = draft_consultation(
        session, title=title or f"Better schools {next(_numbers)}", created_by_id=author.id, now=now
    )
    by = {"consultation": consultation, "actor": author.actor, "now": now}
    change_words(session, words=WORDS | (words or {}), **by)  # type: ignore[arg-type]  # the three that all share
    set_options(
        session,
        options=[
            OptionValues(name="Help the schools that need it most", rejected=False),
            OptionValues(name="The same for every school", rejected=True, reason="It would not narrow the gap."),
        ],
        **by,  # type: ignore[arg-type]  # as above
    )
    plan_decision(
        session,
        consultation=consultation,
        decided_by="The Cabinet",
        decision_expected_on=(closes_at + timedelta(weeks=10)).date(),
        decision_maker_id=decision_maker.id if decision_maker else None,
        actor=author.actor,
        now=now,
    )
    for values in questions:
        add_question(session, values=values, **by)  # type: ignore[arg-type]  # as above
    asked = groups or (make_group(session, code="parent"), make_group(session, code="teacher"))
    choose_groups(session, group_ids=[group.id for group in asked], **by)  # type: ignore[arg-type]  # as above
    if document is not None:
        attach_document(session, version=document, **by)  # type: ignore[arg-type]  # as above
    set_dates(session, opens_at=opens_at, closes_at=closes_at, **by)  # type: ignore[arg-type]  # as above
    return consultation


def make_consultation(session: Session, *, approver: Account | None = None, **over: object) -> Consultation:
    """Make an approved consultation; with the dates left as they are it is open on Monday 2 March 2026."""
    consultation = make_draft(session, **over)  # type: ignore[arg-type]  # the names of make_draft
    assert consultation.opens_at is not None  # noqa: S101 - make_draft sets it; tells the type checker
    now = max(consultation.created_at, consultation.opens_at - timedelta(days=7))
    submit_for_approval(session, consultation=consultation, by_id=consultation.created_by_id, now=now)
    judge = approver or make_account(session, role=Role.APPROVER, now=now)
    approve(session, consultation=consultation, by_id=judge.id, now=now)
    return consultation
