"""Put evidence on the record, look at the gates, go on with a reason, keep legal advice and the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.consultations.models import Consultation
from consult.consultations.queries.drafts import author_ids
from consult.gates.asking import ItemFound, ReadQuestion
from consult.gates.models import GateLook, GatePassed, GateProof, Holiday, LegalAdvice, QuestionCheck
from consult.gates.queries import GateLine, gates_at, proofs_of, shut_gates
from consult.gates.rules import WAITS_FOR_ANOTHER, CalendarPeriod, PeriodKind, Point, Proof, ProofValues
from consult.kernel.errors import Invalid, NotAllowed, Refused
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
    session: Session,
    *,
    consultation: Consultation,
    point: Point,
    reason: str,
    by_id: int,
    now: datetime,
    decision_id: int | None = None,
) -> tuple[GatePassed, ...]:
    """Pass every shut gate of a point with one reason that everyone can read, and keep how all of them stood.

    Raises:
        GateShut: a gate is shut and there is no reason.
    """
    lines = gates_at(session, consultation, point, now=now)
    shut = [judged for judged in shut_gates(lines) if judged.gate not in WAITS_FOR_ANOTHER]
    why = clean_text(reason)
    if shut and not why:
        raise GateShut("Some checks are not met. Meet them, or say why you go on all the same. Everyone can read it.")
    passed = tuple(
        GatePassed(
            consultation_id=consultation.id,
            point=point,
            gate=judged.gate,
            detail=list(judged.detail),
            reason=why,
            by_id=by_id,
            at=now,
        )
        for judged in shut
    )
    session.add_all(passed)
    session.flush()
    for each in passed:
        _note(session, Happening.GATE_PASSED, consultation, by_id=by_id, now=now, gate=each.gate, reason=why[:2000])
    keep_look(session, consultation=consultation, point=point, lines=lines, by_id=by_id, now=now, of=decision_id)
    return passed


def keep_look(
    session: Session,
    *,
    consultation: Consultation,
    point: Point,
    lines: Sequence[GateLine],
    by_id: int | None = None,
    now: datetime,
    of: int | None = None,
) -> GateLook:
    """Keep how the gates of a point stood, with the equality impact assessment that stood then.

    Args:
        session: to write with.
        consultation: whose gates.
        point: which of them.
        lines: as they stood.
        by_id: who stood before them; nobody when the clock did.
        now: when.
        of: the number of the decision that was recorded before them.
    """
    assessments = [each.id for each in proofs_of(session, consultation.id) if each.proof is Proof.EQUALITY]
    look = GateLook(
        consultation_id=consultation.id,
        point=point,
        at=now,
        by_id=by_id,
        judged=[
            {"gate": line.judged.gate.value, "is_open": line.judged.is_open, "detail": list(line.judged.detail)}
            for line in lines
        ],
        assessment_id=assessments[-1] if assessments else None,
        decision_id=of,
    )
    session.add(look)
    session.flush()
    n_shut = sum(not line.judged.is_open for line in lines)
    actor = SYSTEM if by_id is None else f"account:{by_id}"
    stream = f"consultation:{consultation.id}"
    record(
        session,
        Happening.GATES_LOOKED_AT,
        stream=stream,
        subject=stream,
        actor=actor,
        at=now,
        point=point,
        not_met=n_shut,
    )
    return look


def check_questions(
    session: Session,
    *,
    consultation: Consultation,
    questions: Sequence[ReadQuestion],
    found: Sequence[ItemFound],
    looked_by: str,
    by_id: int,
    now: datetime,
) -> None:
    """Keep what someone who did not write the questions found in each; it stands for what was found before.

    Raises:
        NotAllowed: they wrote some of them.
        Invalid: it does not say which office looked.
    """
    if by_id in author_ids(session, consultation):
        raise NotAllowed("You wrote some of this, so someone else must check the questions.")
    office = clean_line(looked_by)
    if not office:
        raise Invalid("Say which team or office looked.")
    digests = {question.id: question.digest for question in questions}
    session.execute(delete(QuestionCheck).where(QuestionCheck.question_id.in_(digests)))
    session.add_all(
        QuestionCheck(
            question_id=each.question_id,
            item=each.item,
            is_met=each.is_met,
            note=clean_text(each.note),
            words_seen=digests[each.question_id],
            looked_by=office,
            by_id=by_id,
            at=now,
        )
        for each in found
    )
    session.flush()
    n_faults = sum(not each.is_met for each in found)
    count = len(questions)
    _note(session, Happening.QUESTIONS_CHECKED, consultation, by_id=by_id, now=now, count=count, faults=n_faults)


def keep_legal_advice(
    session: Session,
    *,
    consultation: Consultation,
    words: str,
    by_id: int,
    now: datetime,
    submission_key: str | None = None,
) -> LegalAdvice:
    """Keep what the lawyers said, where only those with the right can read it; the trail says that, and never what.

    Raises:
        Invalid: it says nothing.
    """
    known = submission_key and session.scalar(select(LegalAdvice).where(LegalAdvice.submission_key == submission_key))
    if known:
        return known
    said = clean_text(words)
    if not said:
        raise Invalid("Write down the advice.")
    advice = LegalAdvice(
        consultation_id=consultation.id, words=said, by_id=by_id, at=now, submission_key=submission_key
    )
    session.add(advice)
    session.flush()
    _note(session, Happening.LEGAL_ADVICE_KEPT, consultation, by_id=by_id, now=now)
    return advice


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
