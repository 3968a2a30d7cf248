"""Whatever people try, in whatever order, a consultation takes only the steps that are drawn."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.accounts.rules import Role
from consult.consultations import actions
from consult.consultations.queries import stage_at
from consult.consultations.queries.reading import reading_of
from consult.consultations.rules import CONSULTATION_MACHINE, Stage
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, JUST_BEFORE, make_draft
from consult.kernel.errors import ConsultError
from consult.storage.engine import Database

BY_TIME = {(Stage.SCHEDULED, Stage.OPEN), (Stage.OPEN, Stage.CLOSED), (Stage.SCHEDULED, Stage.CLOSED)}
ACTS = st.sampled_from(
    [
        "submit",
        "submit",
        "approve",
        "approve",
        "return",
        "take_back",
        "extend",
        "withdraw",
        "words",
        "question",
        "dates",
        "period",
        "analyse",
        "answer",
    ]
)
STEPS = st.lists(st.tuples(ACTS, st.integers(0, 40)), min_size=1, max_size=12)


@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_no_order_of_acts_breaks_the_drawing(engine, steps):
    with engine.connect() as connection:
        outer = connection.begin()
        with Database.over(connection).session(writing=True) as session:
            _walk(session, steps)
        outer.rollback()


def _walk(session, steps):
    officer, approver = make_account(session), make_account(session, role=Role.APPROVER)
    consultation, now = make_draft(session, officer=officer), JUST_BEFORE
    for act, days in steps:
        now += timedelta(days=days)
        before = stage_at(session, consultation, now=now)
        words = reading_of(session, consultation, now=now).why
        try:
            with session.begin_nested():
                _try(session, act, consultation, now, officer.id, approver.id)
        except (ConsultError, IndexError):
            session.expire_all()
        after = stage_at(session, consultation, now=now)
        allowed = {arrow.target for arrow in CONSULTATION_MACHINE.arrows if arrow.source is before}
        assert after is before or after in allowed or (before, after) in BY_TIME or act == "period"
        assert before is Stage.DRAFT or reading_of(session, consultation, now=now).why == words


def _try(session, act, consultation, now, officer_id, approver_id):
    by = {"consultation": consultation, "now": now}
    actor = f"account:{officer_id}"
    later = now + timedelta(days=60)
    acts = {
        "submit": lambda: actions.submit_for_approval(session, by_id=officer_id, **by),
        "approve": lambda: actions.approve(session, by_id=approver_id, **by),
        "return": lambda: actions.return_draft(session, reason="More", by_id=approver_id, **by),
        "take_back": lambda: actions.take_back(session, actor=actor, **by),
        "extend": lambda: actions.extend_consultation(
            session, closes_at=CLOSES_AT + timedelta(days=9), reason="Easter", by_id=officer_id, **by
        ),
        "withdraw": lambda: actions.withdraw_consultation(session, reason="Over", actor=actor, **by),
        "words": lambda: actions.change_words(session, words={"why": f"Because of {now}"}, actor=actor, **by),
        "question": lambda: actions.remove_question(session, question=consultation.questions[0], actor=actor, now=now),
        "dates": lambda: actions.set_dates(
            session, opens_at=now + timedelta(days=3), closes_at=later, actor=actor, **by
        ),
        "period": lambda: actions.call_pre_election_period(
            session, name="E", starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 7), by_id=approver_id, now=now
        ),
        "analyse": lambda: actions.mark_analysed(session, actor=actor, themes=3, **by),
        "answer": lambda: actions.mark_answered(session, actor=actor, edition=1, **by),
    }
    acts[act]()
