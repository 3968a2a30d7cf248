"""What a running job is handed: short transactions, progress, the clock, the settings, and whether to stop."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.jobs.actions import renew_lease, tell_progress
from consult.jobs.models import Job
from consult.kernel.clock import Clock
from consult.settings import Settings
from consult.storage.engine import Database

_SECONDS_BETWEEN_NOTES = 0.25


class JobLost(Exception):
    """Raised inside a job that was cancelled, or that another worker took over; nothing of this step is kept."""


class JobContext:
    """The hands of one running job.

    Args:
        database: where its transactions run.
        clock: what time it is.
        settings: the installation's settings.
        job_id: the row that it works for.
        worker: who holds the lease.
    """

    def __init__(self, *, database: Database, clock: Clock, settings: Settings, job_id: int, worker: str) -> None:
        self.database = database
        self.settings = settings
        self.job_id = job_id
        self.worker = worker
        self._clock = clock
        self._last_note = 0.0
        self._last_sentence: str | None = None

    def now(self) -> datetime:
        """Tell the time."""
        return self._clock.now()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Run a short writing transaction; it is committed only while the job is still ours.

        Raises:
            JobLost: the job was cancelled or taken over; the transaction is rolled back.
        """
        with self.database.transaction(writing=True) as session:
            yield session
            session.flush()
            if not renew_lease(session, job_id=self.job_id, worker=self.worker, now=self.now()):
                raise JobLost

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one moment of the database without making any writer wait."""
        with self.database.transaction(writing=False) as session:
            yield session

    def progress(self, done: int, total: int, sentence: str = "") -> None:
        """Show how far the work is; calls in quick succession are thinned out, so call it as often as you like.

        Raises:
            JobLost: the job was cancelled or taken over.
        """
        sentence = str(sentence)
        is_news = sentence != self._last_sentence or done >= total
        if not is_news and time.monotonic() - self._last_note < _SECONDS_BETWEEN_NOTES:
            return
        self._last_note, self._last_sentence = time.monotonic(), sentence
        with self.database.transaction(writing=True) as session:
            is_ours = tell_progress(
                session,
                job_id=self.job_id,
                worker=self.worker,
                done=done,
                total=total,
                sentence=sentence,
                now=self.now(),
            )
        if not is_ours:
            raise JobLost

    def cancelled(self) -> bool:
        """Say whether the work should stop because someone cancelled it or another worker has it."""
        with self.database.transaction(writing=False) as session:
            holder = session.scalar(select(Job.leased_by).where(Job.id == self.job_id))
        return holder != self.worker
