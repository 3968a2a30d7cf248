"""Tells the gates of one point in words, for whoever stands before them and for everyone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.rules import CheckLine
from consult.gates.actions import go_on
from consult.gates.queries import GateLine, gates_at
from consult.gates.rules import Point
from consult.gates.wording import GATES, shut_words


def check_lines(session: Session, consultation: Consultation, point: Point) -> tuple[CheckLine, ...]:
    """Return every gate of one point in words."""
    return tuple(_line(each) for each in gates_at(session, consultation, point))


def _line(line: GateLine) -> CheckLine:
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
