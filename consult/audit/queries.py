"""Reads the audit trail: what happened in a stream or to a subject, and whether the chain is whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from consult.audit.models import AuditEvent, AuditHead
from consult.audit.rules import FIRST_HASH, Happening, Link
from consult.storage.paging import Page, page_of

_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place where the chain does not hold, and why."""

    stream: str
    seq: int
    event_id: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What checking the trail found."""

    n_events: int
    n_streams: int
    first_break: Break | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was changed, removed, added or moved."""
        return self.first_break is None


def events_in(session: Session, stream: str, *, number: int = 1, size: int = 50) -> Page[AuditEvent]:
    """Page through a stream, the latest first."""
    return page_of(
        session, select(AuditEvent).where(AuditEvent.stream == stream), AuditEvent.seq.desc(), number=number, size=size
    )


def events_about(session: Session, subject: str, *, limit: int = 200) -> Sequence[AuditEvent]:
    """List what happened to one subject, in order."""
    about = select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.id).limit(limit)
    return session.scalars(about).all()


def latest_events(
    session: Session, *, happenings: Sequence[Happening] = (), number: int = 1, size: int = 50
) -> Page[AuditEvent]:
    """Page through everything that happened, the latest first, or only through some happenings."""
    asked = select(AuditEvent)
    if happenings:
        asked = asked.where(AuditEvent.happening.in_([happening.value for happening in happenings]))
    return page_of(session, asked, AuditEvent.id.desc(), number=number, size=size)


def verify(session: Session) -> Verdict:
    """Walk every stream from its first event to its head and name the first row that does not fit."""
    begun = select(AuditHead).where(AuditHead.seq > 0).execution_options(populate_existing=True)
    heads = {head.stream: head for head in session.scalars(begun)}
    n_events, last = 0, _Walk(stream="")
    seen: set[str] = set()
    for event in _in_order(session):
        if event.stream != last.stream:
            if broken := _end_of(last, heads):
                return Verdict(n_events=n_events, n_streams=len(seen), first_break=broken)
            last = _Walk(stream=event.stream)
            seen.add(event.stream)
        if broken := _fault_of(event, last):
            return Verdict(n_events=n_events, n_streams=len(seen), first_break=broken)
        last = _Walk(stream=event.stream, seq=event.seq, hash=event.hash)
        n_events += 1
    broken = _end_of(last, heads) or _missing_stream(heads, seen)
    return Verdict(n_events=n_events, n_streams=len(seen), first_break=broken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """How far the walk through one stream has come."""

    stream: str
    seq: int = 0
    hash: str = FIRST_HASH


def _in_order(session: Session) -> Iterator[AuditEvent]:
    """Give every event by stream and place, a batch at a time, as the database has it now."""
    ordered = select(AuditEvent).order_by(AuditEvent.stream, AuditEvent.seq, AuditEvent.id).limit(_BATCH)
    ordered = ordered.execution_options(populate_existing=True)
    after: tuple[str, int, int] | None = None
    while True:
        place = tuple_(AuditEvent.stream, AuditEvent.seq, AuditEvent.id)
        batch = session.scalars(ordered if after is None else ordered.where(place > after)).all()
        yield from batch
        if len(batch) < _BATCH:
            return
        after = (batch[-1].stream, batch[-1].seq, batch[-1].id)
        for event in batch:
            session.expunge(event)


def _fault_of(event: AuditEvent, last: _Walk) -> Break | None:
    if event.seq != last.seq + 1:
        return _break(event, f"event {last.seq + 1} is missing")
    if event.previous_hash != last.hash:
        return _break(event, "it does not follow from the event before it")
    if (
        Link(
            previous_hash=event.previous_hash,
            stream=event.stream,
            seq=event.seq,
            happening=event.happening,
            subject=event.subject,
            actor=event.actor,
            at=event.at,
            facts=event.facts,
        ).hash()
        != event.hash
    ):
        return _break(event, "it was changed after it was written")
    return None


def _end_of(last: _Walk, heads: dict[str, AuditHead]) -> Break | None:
    if not last.stream:
        return None
    head = heads.get(last.stream)
    if head is None or (head.seq, head.hash) == (last.seq, last.hash):
        return None if head else _lost(last.stream, last.seq, "the head of its stream is missing")
    if head.seq > last.seq:
        return _lost(last.stream, last.seq + 1, "it is missing from the end of its stream")
    return _lost(last.stream, last.seq, "it does not agree with the head of its stream")


def _missing_stream(heads: dict[str, AuditHead], seen: set[str]) -> Break | None:
    missing = sorted(set(heads) - seen)
    return _lost(missing[0], 1, "its whole stream is missing") if missing else None


def _break(event: AuditEvent, sentence: str) -> Break:
    return Break(stream=event.stream, seq=event.seq, event_id=event.id, sentence=sentence)


def _lost(stream: str, seq: int, sentence: str) -> Break:
    return Break(stream=stream, seq=seq, event_id=None, sentence=sentence)
