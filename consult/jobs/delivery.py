"""Brings jobs to workers: huey carries them at once, and a pulse brings again what got lost on the way.

The jobs table is the truth; whatever huey loses, delivers twice or delivers too late does no harm, because a worker
first claims the row. Work ordered by a process without workers is found by the pulse of one that has them.
"""

import logging
import threading
import time
from datetime import datetime
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy import event
from sqlalchemy.orm import Session

from consult.jobs.actions import ORDERED
from consult.jobs.engine import JobEngine
from consult.settings import Settings

log = logging.getLogger("consult.jobs")
_PULSE_SECONDS = 2.0
_SECONDS_UNTIL_BROUGHT_AGAIN = 30.0


class _QuietConsumer(Consumer):  # type: ignore[misc]  # huey is untyped
    """Huey's consumer, which leaves the signals of the process to the process."""

    def _set_signal_handlers(self) -> None:
        pass


class Delivery:
    """Carries the jobs of one database to the workers of this process, and those of others to theirs."""

    def __init__(self, engine: JobEngine, settings: Settings) -> None:
        self._engine = engine
        self._huey = _make_huey(settings)
        self._run: Any = self._huey.task(name="consult.run_job")(engine.run)
        self._is_over = threading.Event()
        self._brought: dict[int, float] = {}
        self._last_minute: datetime | None = None
        self._consumer: Consumer | None = None
        self._pulse: threading.Thread | None = None

    def notify_after_commit(self) -> None:
        """Carry a job to huey as soon as the transaction that ordered it is committed."""
        event.listen(Session, "after_commit", self._after_commit)

    def start(self, *, workers: int = 2) -> None:
        """Start the workers and the pulse in threads of this process."""
        self.notify_after_commit()
        if workers:
            self._consumer = _QuietConsumer(self._huey, workers=workers, periodic=False, max_delay=1.0)
            self._consumer.start()
        self._pulse = threading.Thread(target=self._beat, name="job-pulse", daemon=True)
        self._pulse.start()

    def stop(self) -> None:
        """Let the running jobs come to an end and stop."""
        self._is_over.set()
        if event.contains(Session, "after_commit", self._after_commit):
            event.remove(Session, "after_commit", self._after_commit)
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
        if self._pulse is not None:
            self._pulse.join()
        self._huey.storage.close()

    def beat(self) -> None:
        """Order what is done each minute, sweep, and bring what is due and was not brought just now."""
        now = self._engine.clock.now()
        minute = now.replace(second=0, microsecond=0)
        if minute != self._last_minute:
            self._engine.tick()
            self._last_minute = minute
        limit = time.monotonic() - _SECONDS_UNTIL_BROUGHT_AGAIN
        self._brought = {job_id: at for job_id, at in self._brought.copy().items() if at > limit}
        for job_id in self._engine.due():
            if job_id not in self._brought:
                self._bring(job_id)

    def _bring(self, job_id: int) -> None:
        """Hand a job to huey, or do it here when huey's queue cannot be reached."""
        self._brought[job_id] = time.monotonic()
        try:
            self._run(job_id)
        except Exception as error:  # noqa: BLE001 - Redis away or a full disk; the work must go on
            log.warning("the queue cannot be reached (%s); job %s is done here", type(error).__name__, job_id)
            self._engine.run(job_id)

    def _beat(self) -> None:
        while not self._is_over.wait(_PULSE_SECONDS):
            try:
                self.beat()
            except Exception as error:  # noqa: BLE001 - the next beat tries again
                log.warning("a beat of the jobs failed: %s", type(error).__name__)

    def _after_commit(self, session: Session) -> None:
        if session.in_nested_transaction():
            return
        for job_id in session.info.pop(ORDERED, ()):
            try:
                self._run(job_id)
            except Exception as error:  # noqa: BLE001 - what was committed stays good; the pulse brings the job
                log.warning("the queue cannot be reached: %s", type(error).__name__)
            else:
                self._brought[job_id] = time.monotonic()


def _make_huey(settings: Settings) -> Huey:
    if settings.redis_url:
        return RedisHuey("consult", url=settings.redis_url, results=False)
    settings.data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("consult", filename=str(settings.data / "queue.sqlite3"), results=False, fsync=False)
