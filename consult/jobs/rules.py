"""The states of a job, how long a worker may hold it, and when it is tried again."""

from datetime import timedelta
from enum import StrEnum

from consult.kernel.states import Machine


class JobState(StrEnum):
    """Where one job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


JOB_MACHINE: Machine[JobState] = Machine(
    JobState,
    first=JobState.WAITING,
    arrows={
        "claim": ((JobState.WAITING, JobState.RUNNING), JobState.RUNNING),
        "put_back": ((JobState.RUNNING, JobState.FAILED), JobState.WAITING),
        "finish": ((JobState.RUNNING,), JobState.DONE),
        "fail": ((JobState.RUNNING,), JobState.FAILED),
        "cancel": ((JobState.WAITING, JobState.RUNNING), JobState.CANCELLED),
    },
)

LEASE = timedelta(seconds=60)
TRIES = 5
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=30)
KEEP_TICKS = timedelta(hours=1)


def wait_before_try(attempts: int) -> timedelta:
    """Give the pause after a failed attempt: 5 s, 20 s, 80 s … at most half an hour."""
    pause: timedelta = _FIRST_WAIT * int(4 ** min(attempts - 1, 10))
    return min(pause, _LONGEST_WAIT)
