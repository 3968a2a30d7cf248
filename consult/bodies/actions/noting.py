"""How every change of a body is noted: in the audit stream of the body, and in its version."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.models import Body
from consult.kernel.errors import Stale


def note(session: Session, happening: Happening, body: Body, *, by: str, now: datetime, **facts: object) -> None:
    """Append what happened to the stream of a body."""
    session.flush()  # a body that was just made has its number now
    note_in(f"body:{body.id}", session, happening, body, by=by, now=now, **facts)


def note_in(
    stream: str, session: Session, happening: Happening, body: Body, *, by: str, now: datetime, **facts: object
) -> None:
    """Append what happened to a body to a stream that a part of its work has for itself, such as a meeting."""
    session.flush()  # the event names rows that must have numbers
    record(session, happening, stream=stream, subject=f"body:{body.id}", actor=by, at=now, body_id=body.id, **facts)


def begin_change(body: Body, *, version_seen: int | None) -> None:
    """Raise the version of a body that someone changes.

    Raises:
        Stale: someone else changed it after this person saw it.
    """
    if version_seen is not None and version_seen != body.version:
        raise Stale("Someone changed this body after you opened it. Look at it again, then make your change.")
    body.version += 1
