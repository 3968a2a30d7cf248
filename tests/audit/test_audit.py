"""What people can rely on in the audit trail: nothing is changed, removed, moved or added without being seen."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consult.audit.actions import Follows, install_when, record
from consult.audit.models import AuditEvent
from consult.audit.queries import events_about, events_in, latest_events, verify
from consult.audit.rules import FACTS, Happening, checked_facts
from consult.jobs.models import Job
from consult.kernel.clock import HandClock


def write_events(session: Session, clock: HandClock, *, n_each: int = 5) -> list[AuditEvent]:
    return [
        record(
            session,
            Happening.CONSULTATION_EXTENDED,
            stream=stream,
            subject=stream,
            actor="account:7",
            at=clock.advance(minutes=1),
            reason=f"Reason {number} – with “words”",
            closes_at=datetime(2026, 4, 1, 12, tzinfo=UTC),
        )
        for number in range(n_each)
        for stream in ("consultation:1", "consultation:2", "account:7")
    ]


def drop_triggers(connection: Connection) -> None:
    """Do as an intruder with full rights over the database would."""
    where = " ON audit_events" if connection.dialect.name == "postgresql" else ""
    for change in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER audit_events_refuse_{change}{where}"))


def test_a_chain_that_nobody_touched_is_whole(session: Session, clock: HandClock) -> None:
    write_events(session, clock)
    verdict = verify(session)
    assert verdict.is_whole
    assert (verdict.n_events, verdict.n_streams) == (15, 3)


def test_an_empty_trail_is_whole(session: Session) -> None:
    assert verify(session).is_whole


def test_the_database_refuses_to_change_an_event(session: Session, clock: HandClock) -> None:
    [event, *_] = write_events(session, clock)
    with pytest.raises(DatabaseError, match="never changed or deleted"), session.begin_nested():
        session.execute(text("UPDATE audit_events SET actor = 'system' WHERE id = :id"), {"id": event.id})


def test_the_database_refuses_to_delete_an_event(session: Session, clock: HandClock) -> None:
    [event, *_] = write_events(session, clock)
    with pytest.raises(DatabaseError, match="never changed or deleted"), session.begin_nested():
        session.execute(text("DELETE FROM audit_events WHERE id = :id"), {"id": event.id})


def test_whatever_an_intruder_does_to_a_row_the_first_bad_row_is_named(
    session: Session, clock: HandClock, connection: Connection
) -> None:
    events = write_events(session, clock)
    drop_triggers(connection)
    chance = random.Random(14)  # noqa: S311 - which row is tampered with need not be secret
    for _round in range(60):
        event = chance.choice(events)
        stream, seq = event.stream, event.seq
        with session.begin_nested() as tampering:
            expected = tamper(session, event, chance)
            session.expunge_all()
            broken = verify(session).first_break
            assert broken is not None
            assert (broken.stream, broken.seq) == (stream, expected), (stream, seq, broken)
            tampering.rollback()
        events = list(session.scalars(select(AuditEvent)))
    assert verify(session).is_whole


def tamper(session: Session, event: AuditEvent, chance: random.Random) -> int:
    """Change, delete or swap rows, and tell at which place of the stream the chain must break."""
    match chance.randrange(4):
        case 0:
            field = chance.choice(["actor", "subject", "happening", "hash", "previous_hash"])
            value = "f" * 64 if "hash" in field else "someone else"
            session.execute(
                text(f"UPDATE audit_events SET {field} = :value WHERE id = :id"),  # noqa: S608 - one of five names above
                {"value": value, "id": event.id},
            )
            return event.seq
        case 1:
            session.execute(text("DELETE FROM audit_events WHERE id = :id"), {"id": event.id})
            following = select(AuditEvent.seq).where(AuditEvent.stream == event.stream, AuditEvent.seq > event.seq)
            return session.scalar(following.order_by(AuditEvent.seq).limit(1)) or event.seq
        case 2:
            session.execute(
                text("UPDATE audit_events SET at = :at WHERE id = :id"),
                {"at": (event.at - timedelta(days=1)).replace(tzinfo=None), "id": event.id},
            )
            return event.seq
        case _:
            session.execute(
                text("DELETE FROM audit_events WHERE stream = :s AND seq >= :n"), {"s": event.stream, "n": event.seq}
            )
            return event.seq


def test_a_whole_stream_that_vanished_is_noticed(session: Session, clock: HandClock, connection: Connection) -> None:
    write_events(session, clock)
    drop_triggers(connection)
    session.execute(text("DELETE FROM audit_events WHERE stream = 'consultation:2'"))
    session.expunge_all()
    broken = verify(session).first_break
    assert broken is not None
    assert (broken.stream, broken.seq) == ("consultation:2", 1)


def test_an_event_carries_only_the_facts_listed_for_it(session: Session, clock: HandClock) -> None:
    with pytest.raises(ValueError, match="carries no words"):
        record(
            session,
            Happening.RESPONSE_RECEIVED,
            stream="consultation:1",
            subject="response:1",
            actor="resident",
            at=clock.now(),
            words="what people said",
        )


def test_every_happening_lists_its_facts() -> None:
    assert set(FACTS) == set(Happening)


def test_facts_read_back_as_they_were_hashed(session: Session, clock: HandClock) -> None:
    record(
        session,
        Happening.QUESTIONS_REORDERED,
        stream="consultation:1",
        subject="consultation:1",
        actor="system",
        at=clock.now(),
        order=(3, 1, 2),
    )
    session.expire_all()
    assert session.scalars(select(AuditEvent)).one().facts == {"order": [3, 1, 2]}
    assert verify(session).is_whole


def test_a_fact_is_never_a_long_text() -> None:
    with pytest.raises(ValueError, match="no fact"):
        checked_facts(Happening.CONSULTATION_EXTENDED, {"reason": "x" * 3000})


def test_what_follows_from_an_event_is_ordered_in_the_same_transaction(session: Session, clock: HandClock) -> None:
    install_when({Happening.CONSULTATION_EXTENDED: (Follows(job="test.after"),)})
    try:
        with session.begin_nested() as part:
            event = record(
                session,
                Happening.CONSULTATION_EXTENDED,
                stream="consultation:1",
                subject="consultation:1",
                actor="system",
                at=clock.now(),
            )
            ordered = session.scalars(select(Job)).one()
            assert (ordered.name, ordered.args) == ("test.after", {"event_id": event.id})
            part.rollback()
        assert session.scalars(select(Job)).all() == []
    finally:
        install_when({})


def test_the_trail_is_read_by_stream_by_subject_and_as_a_whole(session: Session, clock: HandClock) -> None:
    write_events(session, clock)
    page = events_in(session, "consultation:1", size=2)
    assert ([event.seq for event in page.items], page.total, page.next) == ([5, 4], 5, 2)
    assert len(events_about(session, "account:7")) == 5
    assert latest_events(session, happenings=[Happening.SIGNED_IN]).total == 0
    assert latest_events(session).total == 15
