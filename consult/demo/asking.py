"""Run the consultations of the city: drafted, approved, opened, asked about, extended, closed, each at its moment."""

from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.consultations.actions import (
    add_question,
    answer_clarification,
    approve,
    ask_clarification,
    attach_document,
    change_words,
    choose_groups,
    draft_consultation,
    extend_consultation,
    plan_decision,
    record_closing,
    record_opening,
    set_dates,
    set_options,
    set_what_is_asked,
    submit_for_approval,
)
from consult.consultations.actions.drafting import OptionValues
from consult.consultations.models import Consultation
from consult.consultations.rules import QuestionValues
from consult.demo.answering import demo_key
from consult.demo.diary import Deed
from consult.demo.settling import Settled
from consult.demo.values import AskedInCity, CityClarification, CityConsultation, Council
from consult.documents.actions import import_document
from consult.documents.importing.registry import import_pasted
from consult.kernel.clock import LONDON

_OPENS, _CLOSES = time(9, 0), time(17, 0)
_DRAFTED_BEFORE = timedelta(days=30)
_SUBMITTED_BEFORE = timedelta(days=9)
_APPROVED_BEFORE = timedelta(days=7)
_EXTENDED_BEFORE = timedelta(days=3)


def opens_at(told: CityConsultation, *, now: datetime) -> datetime:
    """When people could answer: at nine in the morning in London."""
    return _at(now - timedelta(days=told.opened_days_ago), _OPENS)


def closes_at(told: CityConsultation, *, now: datetime) -> datetime:
    """When people can no longer answer: at five in the afternoon in London, after any extension."""
    return _at(now + timedelta(days=told.closes_in_days), _CLOSES)


def draft_and_open(
    session: Session, *, told: CityConsultation, council: Council, settled: Settled, now: datetime
) -> Consultation:
    """Take a consultation from its first draft to its opening."""
    opening = opens_at(told, now=now)
    drafted_at = opening - _DRAFTED_BEFORE
    consultation = _draft(session, told, council, settled, now=drafted_at)
    set_dates(
        session,
        consultation=consultation,
        opens_at=opening,
        closes_at=closes_at(told, now=now) - timedelta(days=told.extended_days),
        actor=_officer(settled),
        now=drafted_at + timedelta(hours=3),
    )
    _plan_decision(session, told, consultation, settled, now=now)
    by_id = settled.by(Role.OFFICER)
    submit_for_approval(session, consultation=consultation, by_id=by_id, now=opening - _SUBMITTED_BEFORE)
    approve(session, consultation=consultation, by_id=settled.by(Role.APPROVER), now=opening - _APPROVED_BEFORE)
    return record_opening(session, consultation=consultation, now=opening)


def while_open(*, told: CityConsultation, consultation: Consultation, settled: Settled, now: datetime) -> list[Deed]:
    """What happens between the opening and the close, besides responses: questions, answers, more time, the close."""
    opening, closing = opens_at(told, now=now), closes_at(told, now=now)
    by_id = settled.by(Role.OFFICER)
    deeds = [
        deed
        for place, asked in enumerate(told.clarifications)
        for deed in _clarification(asked, consultation, opening, by_id=by_id, key=demo_key(f"{told.key} asked", place))
    ]
    if told.extended_days:
        extended_at = closing - timedelta(days=told.extended_days) - _EXTENDED_BEFORE
        give_more_time = partial(
            extend_consultation,
            consultation=consultation,
            closes_at=closing,
            reason=told.extension_reason,
            by_id=by_id,
            now=extended_at,
        )
        deeds.append(Deed(at=extended_at, do=give_more_time))
    if closing < now:
        closed_at = closing + timedelta(minutes=1)
        deeds.append(Deed(at=closed_at, do=partial(record_closing, consultation=consultation, now=closed_at)))
    return deeds


def _clarification(
    told: CityClarification, consultation: Consultation, opening: datetime, *, by_id: int, key: str
) -> list[Deed]:
    """Somebody asks, and some days later an officer answers everyone; the last question still waits."""
    asked_at = opening + timedelta(days=told.day, hours=2)
    ask = partial(ask_clarification, consultation=consultation, asked=told.question, submission_key=key, now=asked_at)
    if told.answered_day is None:
        return [Deed(at=asked_at, do=ask)]
    answered_at = opening + timedelta(days=told.answered_day, hours=4)

    def answer(session: Session) -> None:
        answer_clarification(
            session,
            clarification=ask(session),  # the same key gives the question that was asked
            public_wording=told.question,
            answer=told.answer,
            by_id=by_id,
            now=answered_at,
        )

    return [Deed(at=asked_at, do=ask), Deed(at=answered_at, do=answer)]


def _draft(
    session: Session, told: CityConsultation, council: Council, settled: Settled, *, now: datetime
) -> Consultation:
    actor = _officer(settled)
    consultation = draft_consultation(session, title=told.title, created_by_id=settled.by(Role.OFFICER), now=now)
    change_words(session, consultation=consultation, words=_words(told, council), actor=actor, now=now)
    options = [OptionValues(name=name, rejected=True, reason=reason) for name, reason in told.options]
    set_options(session, consultation=consultation, options=options, actor=actor, now=now)
    imported = import_pasted(told.document, title=told.document_title)
    document = import_document(session, imported=imported, by=actor, now=now)
    attach_document(session, consultation=consultation, version=document.versions[0], actor=actor, now=now)
    for asked in told.questions:
        add_question(session, consultation=consultation, values=_question(asked), actor=actor, now=now)
    group_ids = [group.id for group in settled.groups.values()]
    choose_groups(session, consultation=consultation, group_ids=group_ids, actor=actor, now=now)
    set_what_is_asked(
        session,
        consultation=consultation,
        asks_ward=True,
        asks_equality=True,
        publishes_responses=True,
        actor=actor,
        now=now,
    )
    return consultation


def _plan_decision(
    session: Session, told: CityConsultation, consultation: Consultation, settled: Settled, *, now: datetime
) -> None:
    plan_decision(
        session,
        consultation=consultation,
        decided_by=told.who_decides,
        decision_expected_on=(now + timedelta(days=told.decides_in_days)).date(),
        decision_maker_id=settled.by(Role.DECISION_MAKER),
        actor=_officer(settled),
        now=opens_at(told, now=now) - _DRAFTED_BEFORE + timedelta(hours=4),
    )


def _words(told: CityConsultation, council: Council) -> dict[str, str]:
    return {
        "summary": told.summary,
        "why": told.why,
        "why_now": told.why_now,
        "open_to_influence": told.can_change,
        "already_decided": told.already_decided,
        "evidence": told.evidence,
        "cost_and_impact": told.cost_and_impact,
        "contact": council.contact,
    }


def _question(told: AskedInCity) -> QuestionValues:
    return QuestionValues(
        kind=told.kind,
        prompt=told.text,
        help=told.help,
        required=told.required,
        asks_why=told.with_why,
        choices=told.choices,
    )


def _officer(settled: Settled) -> str:
    return settled.accounts[Role.OFFICER].actor


def _at(day: datetime, clock_time: time) -> datetime:
    return datetime.combine(day.astimezone(LONDON).date(), clock_time, tzinfo=LONDON)
