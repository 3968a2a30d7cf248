"""Where a consultation stands, over time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.accounts.rules import Role
from consult.consultations.actions import allow_opening, call_pre_election_period, extend_consultation
from consult.consultations.models import Consultation
from consult.consultations.queries import PublicFilter, public_consultations, stage_at
from consult.consultations.rules import Period, Stage, StageFacts, end_of_minute, is_held_back, stage_of
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, OPENS_AT, make_consultation
from consult.jobs.engine import run_due_jobs_within
from consult.kernel.clock import LONDON

YEAR_BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=364)).map(lambda since: YEAR_BEGINS + since)
ORDER = [Stage.SCHEDULED, Stage.OPEN, Stage.CLOSED]


@given(opens=MOMENTS, length=st.timedeltas(timedelta(minutes=2), timedelta(days=120)), times=st.lists(MOMENTS))
def test_time_alone_only_moves_a_consultation_forward(opens, length, times):
    facts = StageFacts(submitted_at=opens, approved_at=opens, opens_at=opens, closes_at=opens + length)
    places = [ORDER.index(stage_of(facts, now=now)) for now in sorted(times)]
    assert places == sorted(places)


@given(opens=MOMENTS, length=st.timedeltas(timedelta(minutes=2), timedelta(days=120)))
def test_it_is_open_from_the_opening_to_the_last_instant_of_the_closing_minute(opens, length):
    closes = opens + length
    facts = StageFacts(submitted_at=opens, approved_at=opens, opens_at=opens, closes_at=closes)
    tick = timedelta(microseconds=1)
    assert stage_of(facts, now=opens - tick) is Stage.SCHEDULED
    assert stage_of(facts, now=opens) is Stage.OPEN
    assert stage_of(facts, now=end_of_minute(closes) - tick) is Stage.OPEN
    assert stage_of(facts, now=end_of_minute(closes)) is Stage.CLOSED


@given(now=MOMENTS, withdrawn=MOMENTS)
def test_a_withdrawn_consultation_is_withdrawn_for_ever(now, withdrawn):
    facts = StageFacts(approved_at=withdrawn, opens_at=withdrawn, closes_at=now, withdrawn_at=withdrawn)
    assert stage_of(facts, now=now) is Stage.WITHDRAWN


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_it_closes_at_the_printed_london_time_on_the_days_when_the_clocks_change(month, day):
    local = datetime(2026, month, day, 17, 0, tzinfo=LONDON)
    facts = StageFacts(submitted_at=OPENS_AT, approved_at=OPENS_AT, opens_at=OPENS_AT, closes_at=local.astimezone(UTC))
    assert stage_of(facts, now=local.replace(minute=0, second=59)) is Stage.OPEN
    assert stage_of(facts, now=local.replace(minute=1)) is Stage.CLOSED


def test_a_closing_time_that_london_shows_twice_closes_the_first_time():
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    facts = StageFacts(submitted_at=OPENS_AT, approved_at=OPENS_AT, opens_at=OPENS_AT, closes_at=first.astimezone(UTC))
    assert stage_of(facts, now=datetime(2026, 10, 25, 0, 30, 59, tzinfo=UTC)) is Stage.OPEN
    assert stage_of(facts, now=datetime(2026, 10, 25, 0, 31, tzinfo=UTC)) is Stage.CLOSED


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), hour=st.integers(0, 23))
def test_a_pre_election_period_counts_in_london_days(day, hour):
    opens = datetime(day.year, day.month, day.day, hour, 30, tzinfo=LONDON)
    period = Period(starts_on=day, ends_on=day, called_at=opens - timedelta(days=20))
    assert is_held_back(opens_at=opens, periods=[period])
    next_day = Period(starts_on=day + timedelta(days=1), ends_on=day + timedelta(days=9), called_at=period.called_at)
    assert not is_held_back(opens_at=opens, periods=[next_day])


def test_it_opens_and_closes_by_itself_and_the_job_only_writes_it_down(session, clock, settings):
    consultation = make_consultation(session)
    assert stage_at(session, consultation, now=clock.now()) is Stage.OPEN
    assert consultation.opened_at is None
    _tick(session, clock, settings)
    assert session.get_one(Consultation, consultation.id).opened_at == clock.now()
    clock.move_to(CLOSES_AT + timedelta(seconds=59))
    assert stage_at(session, consultation, now=clock.now()) is Stage.OPEN
    clock.advance(seconds=1)
    assert stage_at(session, consultation, now=clock.now()) is Stage.CLOSED
    _tick(session, clock, settings)
    assert session.get_one(Consultation, consultation.id).closed_at == clock.now()


def test_a_pre_election_period_called_meanwhile_makes_the_opening_wait(session, clock, settings):
    guard = make_account(session, role=Role.MONITORING_OFFICER, email="law@ambleford.example")
    consultation = make_consultation(session)
    clock.move_to(OPENS_AT - timedelta(days=2))
    period = call_pre_election_period(
        session,
        name="City elections",
        starts_on=date(2026, 2, 14),
        ends_on=date(2026, 5, 7),
        by_id=guard.id,
        now=clock.now(),
    )
    clock.move_to(OPENS_AT + timedelta(days=1))
    assert stage_at(session, consultation, now=clock.now()) is Stage.SCHEDULED
    _tick(session, clock, settings)
    assert "pre-election" in next(settings.outbox_folder.rglob("*.eml")).read_text()
    allow_opening(session, consultation=consultation, period=period, reason="By law", by_id=guard.id, now=clock.now())
    assert stage_at(session, consultation, now=clock.now()) is Stage.OPEN


def test_a_pre_election_period_called_later_closes_nothing_that_is_open(session, clock):
    consultation = make_consultation(session)
    call_pre_election_period(
        session,
        name="City elections",
        starts_on=date(2026, 2, 14),
        ends_on=date(2026, 5, 7),
        by_id=make_account(session, role=Role.MONITORING_OFFICER).id,
        now=clock.now(),
    )
    assert stage_at(session, consultation, now=clock.now()) is Stage.OPEN


def test_more_time_moves_the_closing(session, clock):
    consultation = make_consultation(session)
    later = CLOSES_AT + timedelta(days=14)
    extend_consultation(
        session,
        consultation=consultation,
        closes_at=later,
        reason="Easter",
        by_id=consultation.created_by_id,
        now=clock.now(),
    )
    assert stage_at(session, consultation, now=CLOSES_AT + timedelta(minutes=5)) is Stage.OPEN
    assert stage_at(session, consultation, now=later + timedelta(minutes=1)) is Stage.CLOSED


@pytest.mark.parametrize("days", [-20, -14, 0, 30, 56, 57, 100])
@pytest.mark.parametrize("is_held", [True, False])
def test_the_public_list_agrees_with_the_derived_stage(session, clock, days, is_held):
    consultation = make_consultation(session)
    if is_held:
        call_pre_election_period(
            session,
            name="City elections",
            starts_on=date(2026, 2, 14),
            ends_on=date(2026, 5, 7),
            by_id=consultation.created_by_id,
            now=OPENS_AT - timedelta(days=3),
        )
    now = clock.advance(days=days)
    stage = stage_at(session, consultation, now=now)
    shown = {show for show in PublicFilter if public_consultations(session, now=now, show=show).items}
    expected = {Stage.OPEN: {PublicFilter.OPEN}, Stage.CLOSED: {PublicFilter.CLOSED}}.get(stage, set())
    assert shown == expected


def _tick(session, clock, settings):
    from consult.jobs.actions import order_ticks

    order_ticks(session, now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
