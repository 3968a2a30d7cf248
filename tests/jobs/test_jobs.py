"""What people see of work that runs by itself: done once, tried again, shown when it fails, taken up after a crash."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.jobs.actions import cancel_job, claim_job, enqueue, order_ticks, retry_job, sweep_jobs
from consult.jobs.context import JobContext
from consult.jobs.engine import JobEngine, run_due_jobs, run_due_jobs_within
from consult.jobs.models import Job
from consult.jobs.queries import failed_jobs, job_by_key, job_counts
from consult.jobs.registry import every_minute, job
from consult.jobs.rules import LEASE, JobState
from consult.kernel.clock import HandClock
from consult.kernel.errors import Refused
from consult.settings import Settings
from consult.storage.engine import Database

seen: list[str] = []


@job("test.say")
def say(context: JobContext, *, word: str) -> dict[str, int]:
    seen.append(word)
    context.progress(1, 2, "Halfway")
    return {"letters": len(word)}


@job("test.stumble", tries=2)
def stumble(context: JobContext) -> None:
    raise ValueError("a sentence with what people wrote")


@job("test.refuse")
def refuse(context: JobContext) -> None:
    raise Refused("The consultation is still open. Wait until it closes.")


@job("test.cancel_self")
def cancel_self(context: JobContext) -> None:
    with context.session() as session:
        cancel_job(session, job=session.get_one(Job, context.job_id), now=context.now())


@job("test.order_more")
def order_more(context: JobContext) -> None:
    with context.session() as session:
        enqueue(session, "test.say", key="more", args={"word": "more"}, now=context.now())


@every_minute("test.each_minute")
def each_minute(context: JobContext) -> None:
    seen.append("tick")


@pytest.fixture(autouse=True)
def _forget() -> None:
    seen.clear()


@pytest.fixture
def engine_of_jobs(database: Database, clock: HandClock, settings: Settings) -> JobEngine:
    return JobEngine(database=database, clock=clock, settings=settings, keeps_alive=False)


def test_work_ordered_twice_under_one_key_is_done_once(
    database: Database, session: Session, clock: HandClock, settings: Settings
) -> None:
    first = enqueue(session, "test.say", key="one", args={"word": "hello"}, now=clock.now())
    second = enqueue(session, "test.say", key="one", args={"word": "again"}, now=clock.now())
    session.commit()
    assert first.id == second.id
    assert run_due_jobs(database, clock=clock, settings=settings) == 1
    assert seen == ["hello"]


def test_finished_work_shows_its_result_and_progress(session: Session, clock: HandClock, settings: Settings) -> None:
    enqueue(session, "test.say", key="one", args={"word": "hello"}, now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    done = job_by_key(session, "one")
    assert done is not None
    assert (done.state, done.result, done.progress_sentence) == (JobState.DONE, {"letters": 5}, "Halfway")
    assert done.is_over
    assert done.share_done == 1.0


def test_work_that_orders_more_work_is_followed(session: Session, clock: HandClock, settings: Settings) -> None:
    enqueue(session, "test.order_more", key="one", now=clock.now())
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 2
    assert seen == ["more"]


def test_work_for_later_waits(session: Session, clock: HandClock, settings: Settings) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    enqueue(session, "test.say", key="one", args={"word": "later"}, now=clock.now(), not_before=tomorrow)
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 0
    clock.move_to(tomorrow)
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 1


def test_a_fault_is_tried_again_later_and_then_shown_without_what_people_wrote(
    session: Session, clock: HandClock, settings: Settings
) -> None:
    enqueue(session, "test.stumble", key="one", now=clock.now())
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 1
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 0
    clock.advance(hours=1)
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 1
    [failed] = failed_jobs(session)
    assert "ValueError" in failed.fault
    assert "people wrote" not in failed.fault
    assert job_counts(session)[JobState.FAILED] == 1


def test_a_rule_that_says_no_is_not_tried_again(session: Session, clock: HandClock, settings: Settings) -> None:
    enqueue(session, "test.refuse", key="one", now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    [failed] = failed_jobs(session)
    assert failed.fault.startswith("The consultation is still open.")


def test_failed_work_can_be_started_again_by_a_person(session: Session, clock: HandClock, settings: Settings) -> None:
    refused = enqueue(session, "test.refuse", key="one", now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    retry_job(session, job=refused, now=clock.now())
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 1


def test_what_a_cancelled_job_was_writing_is_not_kept(session: Session, clock: HandClock, settings: Settings) -> None:
    enqueue(session, "test.cancel_self", key="one", now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    left = job_by_key(session, "one")
    assert left is not None
    assert left.state is JobState.RUNNING  # its own step was rolled back with the cancelling in it


def test_only_one_of_two_workers_gets_a_job(session: Session, clock: HandClock) -> None:
    one = enqueue(session, "test.say", key="one", args={"word": "x"}, now=clock.now())
    assert claim_job(session, job_id=one.id, worker="a", now=clock.now())
    assert not claim_job(session, job_id=one.id, worker="b", now=clock.now())


def test_a_job_whose_worker_vanished_is_taken_up_again(session: Session, clock: HandClock, settings: Settings) -> None:
    one = enqueue(session, "test.say", key="one", args={"word": "again"}, now=clock.now())
    claim_job(session, job_id=one.id, worker="killed", now=clock.now())
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 0
    clock.advance(LEASE + timedelta(seconds=1))
    assert run_due_jobs_within(session, clock=clock, settings=settings) == 1
    assert seen == ["again"]


def test_a_job_that_kills_each_worker_fails_visibly(session: Session, clock: HandClock) -> None:
    one = enqueue(session, "test.stumble", key="one", now=clock.now())
    for _attempt in range(2):
        assert claim_job(session, job_id=one.id, worker="killed", now=clock.now())
        clock.advance(LEASE + timedelta(seconds=1))
        session.expire_all()
        sweep_jobs(session, now=clock.now())
    assert [failed.id for failed in failed_jobs(session)] == [one.id]
    assert "interrupted" in one.fault


def test_work_that_nobody_knows_fails_with_a_sentence(session: Session, clock: HandClock, settings: Settings) -> None:
    enqueue(session, "test.unknown", key="one", now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    [failed] = failed_jobs(session)
    assert "administrator" in failed.fault


def test_each_minute_is_ordered_once_however_many_ask(session: Session, clock: HandClock) -> None:
    for _process in range(3):
        order_ticks(session, now=clock.now())
    clock.advance(minutes=1)
    order_ticks(session, now=clock.now())
    assert len(session.scalars(select(Job).where(Job.name == "test.each_minute")).all()) == 2


def test_a_finished_job_cannot_be_cancelled(session: Session, clock: HandClock, settings: Settings) -> None:
    one = enqueue(session, "test.say", key="one", args={"word": "x"}, now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    with pytest.raises(Refused, match="cancel"):
        cancel_job(session, job=one, now=clock.now())
