"""How every change of a body is noted: in the audit stream of the body, and in its version."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.models import Body
from consult.kernel.errors import Stale


def note(
    session: Session, happening: Happening, body: Body, *, by: str, now: datetime, stream: str = "", **facts: object
) -> None:
    """Append what happened to the stream of a body, or to another that a part of its work has, such as a meeting."""
    session.flush()  # the event names rows that must have numbers
    place = f"body:{body.id}"
    record(session, happening, stream=stream or place, subject=place, actor=by, at=now, body_id=body.id, **facts)


def begin_change(body: Body, *, version_seen: int | None) -> None:
    """Raise the version of a body that someone changes.

    Raises:
        Stale: someone else changed it after this person saw it.
    """
    if version_seen is not None and version_seen != body.version:
        raise Stale("Someone changed this body after you opened it. Look at it again, then make your change.")
    body.version += 1
