"""The jobs table, which is the truth about work that is waiting, running, done or failed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.jobs.rules import JobState
from consult.storage.db import Base


class Job(Base):
    """One piece of work that someone ordered; ``key`` makes ordering it twice the same as once."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("progress_done >= 0 AND progress_total >= 0", name="progress_not_negative"),
        CheckConstraint("state <> 'running' OR lease_until IS NOT NULL", name="running_has_lease"),
        Index(None, "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    args: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    progress_sentence: Mapped[str] = mapped_column(default="")
    result: Mapped[dict[str, Any] | None]
    fault: Mapped[str] = mapped_column(default="")
    ordered_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen with it by itself."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def share_done(self) -> float:
        """Tell how much is done, from 0 to 1."""
        if self.state is JobState.DONE:
            return 1.0
        return min(self.progress_done / self.progress_total, 1.0) if self.progress_total else 0.0
