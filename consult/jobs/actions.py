"""What changes the jobs table: ordering, claiming, renewing, finishing, failing, cancelling, sweeping."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from consult.jobs.models import Job
from consult.jobs.registry import kind_of, kinds
from consult.jobs.rules import JOB_MACHINE, KEEP_TICKS, LEASE, TRIES, JobState, wait_before_try

ORDERED = "consult_ordered_jobs"  # the key in session.info under which delivery finds what this transaction ordered
_INTERRUPTED = "It was interrupted too often. Start it again, and tell your administrator if it stops again."


def enqueue(
    session: Session,
    name: str,
    *,
    key: str,
    args: Mapping[str, Any] | None = None,
    now: datetime,
    not_before: datetime | None = None,
) -> Job:
    """Order a job in the caller's transaction; the same key again gives the job that was ordered first."""
    kind_of_insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        kind_of_insert(Job)
        .values(name=name, key=key, args=dict(args or {}), not_before=not_before or now, ordered_at=now)
        .on_conflict_do_nothing(index_elements=["key"])
    )
    ordered = session.scalars(select(Job).where(Job.key == key)).one()
    session.info.setdefault(ORDERED, []).append(ordered.id)
    return ordered


def claim_job(session: Session, *, job_id: int, worker: str, now: datetime) -> bool:
    """Take a job that is due, or whose worker has vanished, and say whether it is ours now."""
    return _change(
        session,
        Job.id == job_id,
        or_(
            (Job.state == JobState.WAITING) & (Job.not_before <= now),
            (Job.state == JobState.RUNNING) & (Job.lease_until < now),
        ),
        state=JobState.RUNNING,
        leased_by=worker,
        lease_until=now + LEASE,
        started_at=now,
        attempts=Job.attempts + 1,
    )


def renew_lease(session: Session, *, job_id: int, worker: str, now: datetime) -> bool:
    """Say that the worker is still alive, and tell whether the job is still its own."""
    return _change(session, *_held(job_id, worker), lease_until=now + LEASE)


def tell_progress(
    session: Session, *, job_id: int, worker: str, done: int, total: int, sentence: str, now: datetime
) -> bool:
    """Note how far the job is, renew its lease, and tell whether it is still the worker's own."""
    return _change(
        session,
        *_held(job_id, worker),
        progress_done=max(done, 0),
        progress_total=max(total, 0),
        progress_sentence=sentence,
        lease_until=now + LEASE,
    )


def finish_job(session: Session, *, job_id: int, worker: str, result: Mapping[str, Any] | None, now: datetime) -> bool:
    """Mark the job done, unless it was cancelled or taken over meanwhile."""
    return _change(
        session,
        *_held(job_id, worker),
        state=JobState.DONE,
        result=None if result is None else dict(result),
        fault="",
        lease_until=None,
        leased_by=None,
        finished_at=now,
    )


def fail_job(session: Session, *, job_id: int, worker: str, fault: str, is_final: bool, now: datetime) -> None:
    """Note why an attempt failed; the job waits for its next try, or has failed for good and shows it."""
    failed = session.scalars(select(Job).where(*_held(job_id, worker))).one_or_none()
    if failed is None:
        return
    kind = kind_of(failed.name)
    is_over = is_final or failed.attempts >= (kind.tries if kind else TRIES)
    failed.state = JOB_MACHINE.after(failed.state, "fail" if is_over else "put_back")
    failed.fault = fault
    failed.lease_until = failed.leased_by = None
    failed.not_before = now + wait_before_try(failed.attempts)
    failed.finished_at = now if is_over else None
    session.flush()


def cancel_job(session: Session, *, job: Job, now: datetime) -> Job:
    """Stop a job that waits or runs; a running one stops at its next step.

    Raises:
        Refused: it is already over.
    """
    job.state = JOB_MACHINE.after(job.state, "cancel")
    job.lease_until = job.leased_by = None
    job.finished_at = now
    session.flush()
    return job


def retry_job(session: Session, *, job: Job, now: datetime) -> Job:
    """Let a failed job wait for a worker again.

    Raises:
        Refused: it has not failed.
    """
    job.state = JOB_MACHINE.after(job.state, "put_back")
    job.attempts, job.not_before, job.finished_at = 0, now, None
    session.flush()
    session.info.setdefault(ORDERED, []).append(job.id)
    return job


def sweep_jobs(session: Session, *, now: datetime) -> list[int]:
    """Put back the jobs whose worker has vanished, fail those that vanish each time, and list what is due."""
    for left in session.scalars(select(Job).where(Job.state == JobState.RUNNING, Job.lease_until < now)):
        kind = kind_of(left.name)
        is_over = left.attempts >= (kind.tries if kind else TRIES)
        left.state = JOB_MACHINE.after(left.state, "fail" if is_over else "put_back")
        left.lease_until = left.leased_by = None
        left.fault = _INTERRUPTED if is_over else ""
        left.finished_at = now if is_over else None
    session.flush()
    due = select(Job.id).where(Job.state == JobState.WAITING, Job.not_before <= now).order_by(Job.not_before, Job.id)
    return list(session.scalars(due.limit(500)))


def order_ticks(session: Session, *, now: datetime) -> None:
    """Order what is done each minute, once per minute however many processes ask, and forget the old ones."""
    minute = now.replace(second=0, microsecond=0)
    for kind in kinds():
        if kind.is_each_minute:
            enqueue(session, kind.name, key=f"{kind.name}@{minute:%Y-%m-%dT%H:%MZ}", now=now)
            session.execute(
                delete(Job).where(
                    Job.name == kind.name,
                    Job.ordered_at < now - KEEP_TICKS,
                    Job.state.in_([JobState.DONE, JobState.FAILED, JobState.CANCELLED]),
                )
            )


def _held(job_id: int, worker: str) -> tuple[ColumnElement[bool], ...]:
    return (Job.id == job_id, Job.state == JobState.RUNNING, Job.leased_by == worker)


def _change(session: Session, *where: ColumnElement[bool], **values: Any) -> bool:
    """Change the rows that match in one statement, so that of two workers only one succeeds."""
    changed = session.execute(update(Job).where(*where).values(**values).execution_options(synchronize_session=False))
    assert isinstance(changed, CursorResult)  # noqa: S101 - an UPDATE always gives one; tells the type checker
    return changed.rowcount == 1
