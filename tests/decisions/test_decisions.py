"""The written record of a decision, and when it is final."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from consult.audit.models import AuditEvent
from consult.decisions.actions import call_in_decision, end_call_in, note_minute
from consult.decisions.models import Decision
from consult.decisions.queries import decision_by_id, decisions
from consult.decisions.rules import Alternative, CallIn, CallInResult, DecisionStanding, Interest, Paper, is_final
from consult.demo.makers.accounts import make_account
from consult.demo.makers.decisions import decision_made, make_decision
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, NotFound, Refused, Stale

NOW = datetime(2026, 6, 22, 18, 0, tzinfo=UTC)
LAST_DAY = date(2026, 6, 29)


@pytest.fixture
def decision(session: Session) -> Decision:
    return make_decision(session, by_id=make_account(session).id, now=NOW)


def call_in(session: Session, decision: Decision, *, now: datetime = NOW, version: int | None = None) -> Decision:
    return call_in_decision(
        session,
        decision=decision,
        called_in_by="Five councillors",
        reason="The costs are not clear.",
        version=decision.version if version is None else version,
        by_id=decision.recorded_by_id,
        now=now,
    )


def end(session: Session, decision: Decision, result: CallInResult) -> Decision:
    return end_call_in(
        session,
        decision=decision,
        result=result,
        outcome="Scrutiny, minute 4.",
        version=decision.version,
        by_id=decision.recorded_by_id,
        now=NOW + timedelta(days=20),
    )


def test_a_decision_is_final_the_day_after_the_last_day_for_call_in(decision: Decision) -> None:
    assert decision.standing(today=LAST_DAY) is DecisionStanding.CALL_IN_RUNNING
    assert decision.standing(today=LAST_DAY + timedelta(days=1)) is DecisionStanding.FINAL


def test_a_decision_without_call_in_is_final_at_once() -> None:
    assert is_final(call_in=CallIn.DOES_NOT_APPLY, call_in_ends_on=None, called_in=False, today=LAST_DAY)


def test_a_called_in_decision_waits_however_long_it_takes(session: Session, decision: Decision) -> None:
    call_in(session, decision)
    assert decision.standing(today=LAST_DAY + timedelta(days=100)) is DecisionStanding.CALLED_IN


@pytest.mark.parametrize(
    ("result", "standing"),
    [(CallInResult.STANDS, DecisionStanding.FINAL), (CallInResult.RECONSIDER, DecisionStanding.SENT_BACK)],
)
def test_a_call_in_ends_with_a_word_for_everyone(
    session: Session, decision: Decision, result: CallInResult, standing: DecisionStanding
) -> None:
    call_in(session, decision)
    end(session, decision, result)
    assert decision.standing(today=LAST_DAY) is standing


def test_nobody_calls_in_a_final_decision(session: Session, decision: Decision) -> None:
    with pytest.raises(Refused):
        call_in(session, decision, now=NOW + timedelta(days=8))


def test_nobody_calls_a_decision_in_twice(session: Session, decision: Decision) -> None:
    call_in(session, decision)
    with pytest.raises(Refused):
        call_in(session, decision)


def test_a_call_in_that_never_was_cannot_end(session: Session, decision: Decision) -> None:
    with pytest.raises(Refused):
        end(session, decision, CallInResult.STANDS)


def test_two_people_changing_the_record_notice_each_other(session: Session, decision: Decision) -> None:
    note_minute(session, decision=decision, minuted_at="Minute 7", version=1, by_id=decision.recorded_by_id, now=NOW)
    with pytest.raises(Stale):
        call_in(session, decision, version=1)


def test_a_decision_is_not_recorded_before_its_day(session: Session) -> None:
    made = decision_made(decided_on=day_in_london(NOW) + timedelta(days=1))
    with pytest.raises(Refused):
        make_decision(session, by_id=make_account(session).id, now=NOW, made=made)


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ({"papers": ()}, "paper"),
        ({"reasons": " "}, "reasons"),
        ({"decided_by": ""}, "who decided"),
        ({"call_in": CallIn.DOES_NOT_APPLY}, "why call-in does not apply"),
        ({"call_in_ends_on": date(2026, 6, 1)}, "on or after"),
    ],
)
def test_a_record_that_leaves_out_what_the_law_asks_for_does_not_exist(
    left_out: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        decision_made(decided_on=date(2026, 6, 22), **left_out)  # type: ignore[arg-type] - each case is of its own kind


def test_every_row_of_a_record_is_whole() -> None:
    with pytest.raises(Invalid, match="https"):
        Paper(title="Report", link="javascript:alert(1)")
    with pytest.raises(Invalid):
        Alternative(alternative="Do nothing", reason="")
    with pytest.raises(Invalid):
        Interest(declared_by="", interest="Governor")


def test_the_record_keeps_papers_alternatives_and_interests(session: Session) -> None:
    interest = Interest(declared_by="Councillor Harrow", interest="Governor", dispensation="Granted on 1 June")
    made = make_decision(
        session,
        by_id=make_account(session).id,
        now=NOW,
        made=decision_made(decided_on=date(2026, 6, 22), interests=(interest,)),
    )
    session.expire_all()
    found = decision_by_id(session, made.id)
    assert found.papers[1].title == "Findings of the consultation"
    assert found.alternatives[0].reason == "Small schools would get no help."
    assert found.interests[0].dispensation == "Granted on 1 June"


def test_what_happened_to_a_decision_is_in_the_audit(session: Session, decision: Decision) -> None:
    call_in(session, decision)
    end(session, decision, CallInResult.STANDS)
    happened = [
        event.happening
        for event in session.query(AuditEvent).filter_by(stream=f"decision:{decision.id}").order_by(AuditEvent.seq)
    ]
    assert happened == ["decision:recorded", "decision:called_in", "decision:call_in_ended"]


def test_an_unknown_decision_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        decision_by_id(session, 999)


def test_the_latest_decision_comes_first(session: Session, decision: Decision) -> None:
    later = make_decision(session, by_id=decision.recorded_by_id, now=NOW + timedelta(days=1))
    assert [found.id for found in decisions(session).items] == [later.id, decision.id]
