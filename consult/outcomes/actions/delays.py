"""Tells everyone that the council's answer will be late, why, and by when it comes."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.rules import end_of_minute
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused
from consult.outcomes.models import DelayStatement
from consult.outcomes.queries.answering import clock_of


def add_delay_statement(
    session: Session, *, consultation: Consultation, reason: str, new_due_on: date, by_id: int, now: datetime
) -> DelayStatement:
    """Say publicly why the answer is later than the council's standard, and give a new day.

    Raises:
        Refused: the consultation is still open, or has been answered.
        Invalid: there is no reason, or the new day is not later than the old one or than today.
    """
    clock = clock_of(session, consultation)
    if clock is None or now < end_of_minute(clock.closed_at):
        raise Refused("The clock has not started: people can still answer. Extend the consultation instead.")
    if clock.is_answered:
        raise Refused("This consultation has been answered, so there is nothing to delay.")
    if not reason.strip():
        raise Invalid("Say why the answer is late. Everyone can read it.")
    if new_due_on <= clock.due_on or new_due_on < day_in_london(now):
        raise Invalid("Give a new day that is later than the one people were told, and not in the past.")
    statement = DelayStatement(
        consultation_id=consultation.id, reason=reason.strip(), new_due_on=new_due_on, by_id=by_id, at=now
    )
    session.add(statement)
    session.flush()
    record(
        session,
        Happening.DELAY_EXPLAINED,
        stream=f"consultation:{consultation.id}",
        subject=f"consultation:{consultation.id}",
        actor=f"account:{by_id}",
        at=now,
        reason=statement.reason[:500],
        due_on=new_due_on,
    )
    return statement
