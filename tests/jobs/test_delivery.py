"""What people see of delivery: ordered work is done soon, also when the queue lost it, and after kill -9."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.jobs.actions import enqueue
from consult.jobs.context import JobContext
from consult.jobs.delivery import Delivery
from consult.jobs.engine import JobEngine
from consult.jobs.models import Job
from consult.jobs.queries import job_by_key
from consult.jobs.registry import job
from consult.jobs.rules import LEASE, JobState
from consult.kernel.clock import HandClock, SystemClock
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.engine import Database

STEPS = 40
PATIENCE_SECONDS = 30


@job("test.count_steps")
def count_steps(context: JobContext, *, folder: str) -> dict[str, int]:
    """Leave one file a step, each the same when written twice."""
    for step in range(STEPS):
        (Path(folder) / f"{step:02}").write_text(str(step * step))
        context.progress(step + 1, STEPS, f"Step {step + 1}")
        time.sleep(0.02)
    return {"steps": STEPS}


@pytest.fixture
def file_database(settings: Settings) -> Iterator[Database]:
    settings.data.mkdir()
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    yield database
    database.close()


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "steps"
    folder.mkdir()
    return folder


def order_steps(database: Database, steps: Path) -> None:
    with database.transaction() as session:
        enqueue(session, "test.count_steps", key="steps", args={"folder": str(steps)}, now=SystemClock().now())


def state_of(database: Database) -> Job:
    with database.transaction(writing=False) as session:
        found = job_by_key(session, "steps")
        assert found is not None
        return found


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def what_should_be(steps: Path) -> bool:
    return {file.name: file.read_text() for file in steps.iterdir()} == {
        f"{step:02}": str(step * step) for step in range(STEPS)
    }


def test_ordered_work_is_done_by_a_worker_of_the_same_process(
    file_database: Database, settings: Settings, steps: Path
) -> None:
    engine = JobEngine(database=file_database, clock=SystemClock(), settings=settings)
    delivery = Delivery(engine, settings)
    delivery.start(workers=1)
    try:
        order_steps(file_database, steps)
        wait_until(lambda: state_of(file_database).state is JobState.DONE)
    finally:
        delivery.stop()
    assert what_should_be(steps)
    assert state_of(file_database).result == {"steps": STEPS}


def test_work_that_the_queue_cannot_carry_is_done_all_the_same(
    file_database: Database, settings: Settings, steps: Path
) -> None:
    pytest.importorskip("redis", reason="the client of Redis belongs to the extra [redis]")
    away = replace(settings, redis_url="redis://127.0.0.1:9/0")
    delivery = Delivery(JobEngine(database=file_database, clock=SystemClock(), settings=settings), away)
    order_steps(file_database, steps)
    delivery.beat()
    assert state_of(file_database).state is JobState.DONE


WORKER = """
import sys
sys.path.insert(0, {tests!r})
import test_delivery
from pathlib import Path
from consult.jobs.engine import JobEngine
from consult.kernel.clock import SystemClock
from consult.settings import Settings
from consult.storage.engine import Database
settings = Settings(data=Path({data!r}), secret_key="x" * 40, is_production=False)
JobEngine(database=Database.at(settings.database_address), clock=SystemClock(), settings=settings).run_due()
"""


def start_worker(settings: Settings) -> "subprocess.Popen[bytes]":
    code = WORKER.format(tests=str(Path(__file__).parent), data=str(settings.data))
    return subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})  # noqa: S603 - our own code


def test_a_worker_killed_in_the_middle_loses_nothing(file_database: Database, settings: Settings, steps: Path) -> None:
    order_steps(file_database, steps)
    with start_worker(settings) as worker:
        wait_until(lambda: 0 < state_of(file_database).progress_done < STEPS - 10 and len(list(steps.iterdir())) > 5)
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(10) == -signal.SIGKILL
    left = state_of(file_database)
    assert left.state is JobState.RUNNING
    after_the_lease = HandClock(SystemClock().now() + LEASE * 2)
    assert JobEngine(database=file_database, clock=after_the_lease, settings=settings).run_due() == 1
    done = state_of(file_database)
    assert (done.state, done.attempts, done.result) == (JobState.DONE, 2, {"steps": STEPS})
    assert what_should_be(steps)


@pytest.mark.services
def test_redis_carries_ordered_work(file_database: Database, settings: Settings, steps: Path) -> None:
    with_redis = replace(settings, redis_url=os.environ.get("CONSULT_TEST_REDIS_URL", "redis://127.0.0.1:6379/15"))
    delivery = Delivery(JobEngine(database=file_database, clock=SystemClock(), settings=settings), with_redis)
    delivery.start(workers=1)
    try:
        order_steps(file_database, steps)
        wait_until(lambda: state_of(file_database).state is JobState.DONE)
    finally:
        delivery.stop()
    assert what_should_be(steps)


def test_each_minute_is_ordered_by_the_pulse(file_database: Database, settings: Settings, clock: HandClock) -> None:
    delivery = Delivery(JobEngine(database=file_database, clock=clock, settings=settings), settings)
    for _beat in range(3):
        delivery.beat()
    with file_database.transaction(writing=False) as session:
        assert len(session.scalars(select(Job).where(Job.name == "post.forget")).all()) == 1
    delivery.stop()
