"""What one may ask of the jobs table."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.jobs.models import Job
from consult.jobs.registry import kinds
from consult.jobs.rules import JobState
from consult.kernel.errors import NotFound
from consult.storage.paging import Page, page_of


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


def jobs_page(session: Session, *, state: JobState | None, number: int = 1, size: int = 25) -> Page[Job]:
    """One page of what was ordered, the latest first; what is done each minute is left out unless it failed."""
    asked = select(Job)
    if state is not None:
        asked = asked.where(Job.state == state)
    ticks = [kind.name for kind in kinds() if kind.is_each_minute]
    asked = asked.where(or_(Job.name.not_in(ticks), Job.state == JobState.FAILED))
    return page_of(session, asked, Job.ordered_at.desc(), Job.id.desc(), number=number, size=size)


def job_by_id(session: Session, job_id: int) -> Job:
    """Give one job.

    Raises:
        NotFound: there is none, or it was forgotten.
    """
    found = session.get(Job, job_id)
    if found is None:
        raise NotFound("We could not find this job. It may be done and forgotten.")
    return found
