"""Runs jobs: claims one, keeps its lease alive, does the work, and writes down how it ended."""

import logging
import os
import threading
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from consult.jobs.actions import claim_job, fail_job, finish_job, order_ticks, renew_lease, sweep_jobs
from consult.jobs.context import JobContext, JobLost
from consult.jobs.models import Job
from consult.jobs.queries import has_due_jobs
from consult.jobs.registry import Kind, kind_of
from consult.jobs.rules import LEASE
from consult.kernel.clock import Clock
from consult.kernel.errors import Busy, ConsultError
from consult.settings import Settings
from consult.storage.engine import Database

log = logging.getLogger("consult.jobs")
_UNKNOWN = "No part of this installation knows how to do this work. Ask your administrator to look at the version."
_BROKEN = "Something went wrong in our software ({fault}). It is tried again by itself a few times."


class JobEngine:
    """Runs the jobs of one database.

    Args:
        keeps_alive: renew the lease from a second thread while a job runs; off where one connection is shared.
    """

    def __init__(self, *, database: Database, clock: Clock, settings: Settings, keeps_alive: bool = True) -> None:
        self.database = database
        self.clock = clock
        self.settings = settings
        self._keeps_alive = keeps_alive

    def due(self) -> list[int]:
        """Sweep, and list the jobs that wait for a worker; when nothing waits, nothing is written."""
        with self.database.transaction(writing=False) as session:
            if not has_due_jobs(session, now=self.clock.now()):
                return []
        with self.database.transaction(writing=True) as session:
            return sweep_jobs(session, now=self.clock.now())

    def tick(self) -> None:
        """Order what is done each minute."""
        with self.database.transaction(writing=True) as session:
            order_ticks(session, now=self.clock.now())

    def run(self, job_id: int) -> bool:
        """Run one job if it is free, and say whether it was."""
        worker = f"{os.uname().nodename}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
        with self.database.transaction(writing=True) as session:
            if not claim_job(session, job_id=job_id, worker=worker, now=self.clock.now()):
                return False
            claimed = session.get_one(Job, job_id, populate_existing=True)
            name, args = claimed.name, dict(claimed.args)
        context = JobContext(
            database=self.database, clock=self.clock, settings=self.settings, job_id=job_id, worker=worker
        )
        self._work(context, name, args)
        return True

    def run_due(self, *, limit: int = 1000) -> int:
        """Run what is due, and what that orders in turn, and count the runs."""
        count = 0
        while count < limit and (due := self.due()):
            count += sum(self.run(job_id) for job_id in due)
        return count

    def _work(self, context: JobContext, name: str, args: dict[str, object]) -> None:
        kind = kind_of(name)
        if kind is None:
            self._note_fault(context, _UNKNOWN, is_final=True)
            return
        try:
            with self._alive(context):
                self._do(context, kind, args)
        except JobLost:
            log.info("job %s %s was cancelled or taken over", context.job_id, name)
        except Busy as busy:
            self._note_fault(context, busy.sentence, is_final=False)
        except ConsultError as refusal:
            self._note_fault(context, refusal.sentence, is_final=True)
        except Exception as error:  # noqa: BLE001 - whatever a room's work raises must not stop the worker
            log.error("job %s %s failed: %s", context.job_id, name, _place_of(error))  # noqa: TRY400 - see _place_of
            self._note_fault(context, _BROKEN.format(fault=type(error).__name__), is_final=False)

    def _do(self, context: JobContext, kind: Kind, args: dict[str, object]) -> None:
        result = kind.work(context, **args)
        with self.database.transaction(writing=True) as session:
            finish_job(session, job_id=context.job_id, worker=context.worker, result=result, now=self.clock.now())

    def _note_fault(self, context: JobContext, fault: str, *, is_final: bool) -> None:
        with self.database.transaction(writing=True) as session:
            fail_job(
                session,
                job_id=context.job_id,
                worker=context.worker,
                fault=fault,
                is_final=is_final,
                now=self.clock.now(),
            )

    @contextmanager
    def _alive(self, context: JobContext) -> Iterator[None]:
        if not self._keeps_alive:
            yield
            return
        is_over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(context, is_over), name="job-heartbeat", daemon=True)
        heart.start()
        try:
            yield
        finally:
            is_over.set()
            heart.join()

    def _beat(self, context: JobContext, is_over: threading.Event) -> None:
        while not is_over.wait(LEASE.total_seconds() / 4):
            try:
                with self.database.transaction(writing=True) as session:
                    if not renew_lease(session, job_id=context.job_id, worker=context.worker, now=self.clock.now()):
                        return
            except Exception as error:  # noqa: BLE001 - a missed beat is made up by the next one
                log.warning("job %s missed a heartbeat: %s", context.job_id, _place_of(error))


def run_due_jobs(database: Database, *, clock: Clock, settings: Settings, limit: int = 1000) -> int:
    """Run every job that is due, here and now, and count the runs; commit what you wrote before."""
    return JobEngine(database=database, clock=clock, settings=settings, keeps_alive=False).run_due(limit=limit)


def run_due_jobs_within(session: Session, *, clock: Clock, settings: Settings, limit: int = 1000) -> int:
    """Run every job that is due inside the caller's own transaction, for tests and for the demonstration city."""
    session.flush()
    count = run_due_jobs(Database.over(session.connection()), clock=clock, settings=settings, limit=limit)
    session.expire_all()
    return count


def _place_of(error: Exception) -> str:
    """Name the error and where it arose, without its message, which may quote what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
