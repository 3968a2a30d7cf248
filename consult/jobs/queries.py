"""What one may ask of the jobs table."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.jobs.models import Job
from consult.jobs.rules import JobState


def job_by_key(session: Session, key: str) -> Job | None:
    """Give the job that was ordered under this key."""
    return session.scalars(select(Job).where(Job.key == key)).one_or_none()


def job_counts(session: Session) -> dict[JobState, int]:
    """Count the jobs in each state."""
    counted = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    return dict.fromkeys(JobState, 0) | {row[0]: row[1] for row in counted}


def failed_jobs(session: Session, *, limit: int = 50) -> Sequence[Job]:
    """List the jobs that failed for good, the latest first."""
    return session.scalars(
        select(Job).where(Job.state == JobState.FAILED).order_by(Job.finished_at.desc(), Job.id.desc()).limit(limit)
    ).all()


def has_due_jobs(session: Session, *, now: datetime) -> bool:
    """Say whether a job waits for a worker, or lost its worker."""
    waiting = (Job.state == JobState.WAITING) & (Job.not_before <= now)
    stranded = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    return session.scalar(select(Job.id).where(waiting | stranded).limit(1)) is not None
