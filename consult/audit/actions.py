"""Appends what happened to its stream, and orders the jobs that follow from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.audit.models import AuditEvent, AuditHead
from consult.audit.rules import FIRST_HASH, Happening, Link, checked_facts
from consult.jobs.actions import enqueue


def _event_id(event: AuditEvent) -> Mapping[str, Any]:
    return {"event_id": event.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """A job that follows from a happening; its arguments are made from the event."""

    job: str
    args: Callable[[AuditEvent], Mapping[str, Any]] = _event_id


WhenTable = Mapping[Happening, tuple[Follows, ...]]
_when: dict[Happening, tuple[Follows, ...]] = {}


def install_when(table: WhenTable) -> None:
    """Say which jobs follow from which happenings; ``create_app`` and the command line call it once."""
    _when.clear()
    _when.update(table)


def record(
    session: Session,
    happening: Happening,
    *,
    stream: str,
    subject: str,
    actor: str,
    at: datetime,
    **facts: object,
) -> AuditEvent:
    """Append one event to its stream and order what follows from it, in the caller's transaction.

    Raises:
        ValueError: a fact is not listed for this happening.
    """
    stored = checked_facts(happening, facts)
    head = _locked_head(session, stream)
    link = Link(
        previous_hash=head.hash,
        stream=stream,
        seq=head.seq + 1,
        happening=happening.value,
        subject=subject,
        actor=actor,
        at=at,
        facts=stored,
    )
    event = AuditEvent(
        stream=stream,
        seq=link.seq,
        happening=link.happening,
        subject=subject,
        actor=actor,
        at=at,
        facts=stored,
        previous_hash=link.previous_hash,
        hash=link.hash(),
    )
    session.add(event)
    session.flush()
    session.execute(_MOVE_HEAD, {"of": stream, "seq": event.seq, "hash": event.hash})
    for follows in _when.get(happening, ()):
        key = f"{follows.job}@event:{event.id}"
        enqueue(session, follows.job, key=key, args=follows.args(event), now=at)
    return event


def _locked_head(session: Session, stream: str) -> Row[int, str]:
    """Give the head of a stream, made when new, locked until the transaction ends."""
    head = session.execute(_HEAD, {"of": stream}).one_or_none()
    if head is not None:
        return head
    kind_of_insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        kind_of_insert(AuditHead)
        .values(stream=stream, seq=0, hash=FIRST_HASH)
        .on_conflict_do_nothing(index_elements=["stream"])
    )
    return session.execute(_HEAD, {"of": stream}).one()


# As columns and not as an object: a head is only ever read under its lock, so nothing may be remembered of it.
_HEAD = select(AuditHead.seq, AuditHead.hash).where(AuditHead.stream == bindparam("of")).with_for_update()
_MOVE_HEAD = (
    update(AuditHead)
    .where(AuditHead.stream == bindparam("of"))
    .values(seq=bindparam("seq"), hash=bindparam("hash"))
    .execution_options(synchronize_session=False)
)
