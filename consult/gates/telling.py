"""Tells the gates of one point in words, for whoever stands before them and for everyone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.rules import CheckLine
from consult.gates.actions import go_on
from consult.gates.queries import GateLine, gates_at
from consult.gates.rules import Point, may_extend
from consult.gates.wording import GATES, shut_words
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Refused
from consult.outreach.queries.record import record_as_it_stands
from consult.outreach.rules import ConsultationKind


def check_lines(
    session: Session, consultation: Consultation, point: Point, *, now: datetime | None = None
) -> tuple[CheckLine, ...]:
    """Return every gate of one point in words."""
    return tuple(told(each) for each in gates_at(session, consultation, point, now=now))


def told(line: GateLine) -> CheckLine:
    """Tell one gate."""
    words = GATES[line.judged.gate]
    return CheckLine(
        asks=str(words.asks),
        rule=str(words.rule),
        why="" if line.judged.is_open else shut_words(line.judged),
        do=str(words.do),
        is_shut=line.is_shut,
        passed_because=line.passed.reason if line.passed and not line.judged.is_open else "",
    )


class ChecksBeforeApproval:
    """What this room lends to the approver's page."""

    def lines(self, session: Session, consultation: Consultation) -> tuple[CheckLine, ...]:
        """Return every check before approval."""
        return check_lines(session, consultation, Point.APPROVE)

    def go_on(self, session: Session, consultation: Consultation, *, reason: str, by_id: int, now: datetime) -> None:
        """Pass what is not met with a reason.

        Raises:
            GateShut: something is not met and there is no reason.
        """
        go_on(session, consultation=consultation, point=Point.APPROVE, reason=reason, by_id=by_id, now=now)

    def refuse_extension(self, session: Session, consultation: Consultation, *, closes_at: datetime) -> None:
        """Refuse more time where the law fixes the window.

        Raises:
            Refused: with what the law says.
        """
        kind = record_as_it_stands(session, consultation.id).kind
        if may_extend(kind, closes_on=day_in_london(closes_at)):
            return
        if kind is ConsultationKind.SCHOOL_ORGANISATION:
            raise Refused(
                "The law gives four weeks for this, and nobody can give more. "
                "What comes later is kept and read, and is not counted as a statutory objection."
            )
        raise Refused("Consultations on admissions end on 31 January at the latest (School Admissions Code).")
