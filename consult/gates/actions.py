"""Put evidence on the record, go on with a reason, keep the calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.gates.models import GatePassed, GateProof, Holiday
from consult.gates.queries import shut_gates
from consult.gates.rules import CalendarPeriod, PeriodKind, Point, ProofValues
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text


class GateShut(Refused):
    """Raised when a gate is shut and nobody gave a reason for going on."""


def add_proof(
    session: Session,
    *,
    consultation: Consultation,
    values: ProofValues,
    by_id: int,
    now: datetime,
    submission_key: str | None = None,
) -> GateProof:
    """Put a piece of evidence on the record; the same key gives the same one."""
    known = submission_key and session.scalar(select(GateProof).where(GateProof.submission_key == submission_key))
    if known:
        return known
    proof = GateProof(
        consultation_id=consultation.id,
        proof=values.proof,
        looked_on=values.looked_on,
        looked_by=clean_line(values.by),
        words=clean_text(values.words),
        link=clean_line(values.link),
        by_id=by_id,
        at=now,
        submission_key=submission_key,
    )
    session.add(proof)
    session.flush()
    _note(session, Happening.GATE_PROVED, consultation, by_id=by_id, now=now, gate=values.proof)
    return proof


def go_on(
    session: Session, *, consultation: Consultation, point: Point, reason: str, by_id: int, now: datetime
) -> tuple[GatePassed, ...]:
    """Pass every shut gate of a point with one reason that everyone can read; with none shut nothing happens.

    Raises:
        GateShut: a gate is shut and there is no reason.
    """
    shut = shut_gates(session, consultation, point)
    why = clean_text(reason)
    if shut and not why:
        raise GateShut("Some checks are not met. Meet them, or say why you go on all the same. Everyone can read it.")
    passed = tuple(
        GatePassed(consultation_id=consultation.id, point=point, gate=gate, reason=why, by_id=by_id, at=now)
        for gate in shut
    )
    session.add_all(passed)
    session.flush()
    for each in passed:
        _note(session, Happening.GATE_PASSED, consultation, by_id=by_id, now=now, gate=each.gate, reason=why[:2000])
    return passed


def add_holiday(session: Session, *, kind: PeriodKind, name: str, starts_on: date, ends_on: date) -> Holiday:
    """Add some days to the council's calendar; the same name and first day give the same period, with the new end.

    Raises:
        Invalid: it has no name, or ends before it begins.
    """
    called = clean_line(name)
    if not called:
        raise Invalid("Name the holiday.")
    CalendarPeriod(name=called, starts_on=starts_on, ends_on=ends_on)
    known = session.scalar(select(Holiday).where(Holiday.name == called, Holiday.starts_on == starts_on))
    holiday = known or Holiday(kind=kind, name=called, starts_on=starts_on, ends_on=ends_on)
    holiday.kind, holiday.ends_on = kind, ends_on
    session.add(holiday)
    session.flush()
    return holiday


def drop_holiday(session: Session, *, number: int) -> None:
    """Take a period off the calendar; one that is gone already stays gone."""
    holiday = session.get(Holiday, number)
    if holiday is not None:
        session.delete(holiday)
        session.flush()


def _note(
    session: Session, happening: Happening, consultation: Consultation, *, by_id: int, now: datetime, **facts: object
) -> None:
    stream = f"consultation:{consultation.id}"
    record(session, happening, stream=stream, subject=stream, actor=f"account:{by_id}", at=now, **facts)
