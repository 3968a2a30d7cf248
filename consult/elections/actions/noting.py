"""Writes down what the returning officer and others did, never what a voter did."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.elections.models import Contest
from consult.elections.rules import CONTEST
from consult.kernel.errors import Stale


def note(session: Session, happening: Happening, contest: Contest, *, by: str, now: datetime, **facts: object) -> None:
    """Append an event about a contest to the stream of its election."""
    record(
        session,
        happening,
        stream=f"election:{contest.election_id}",
        subject=f"contest:{contest.id}",
        actor=by,
        at=now,
        contest_id=contest.id,
        **facts,
    )


def move(contest: Contest, act: str) -> None:
    """Take a contest along the arrow that an act names, and say that it changed.

    Raises:
        Refused: the act is not allowed where the contest stands.
    """
    contest.state = CONTEST.after(contest.state, act)
    contest.version += 1


def require_fresh(version: int, *, seen: int | None) -> None:
    """Refuse a change made from an old page.

    Raises:
        Stale: somebody changed it meanwhile.
    """
    if seen is not None and version != seen:
        raise Stale("Someone changed this after you opened it. Look at it again, then make your change.")
