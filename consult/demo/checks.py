"""The evidence that the city put on the record for its checks, and its calendar of school holidays."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.consultations.models import Consultation
from consult.demo.diary import Deed
from consult.demo.outreach import OUTREACH
from consult.demo.settling import Settled
from consult.gates.actions import add_holiday, add_proof, check_questions, keep_legal_advice, keep_look
from consult.gates.asking import ItemFound
from consult.gates.queries import gates_at, questions_to_read
from consult.gates.rules import PeriodKind, Point, Proof, ProofValues
from consult.kernel.clock import day_in_london

_ADVICE = (
    "The options that were rejected are told with their reasons, which is what fairness may ask for. "
    "Keep the equality impact assessment open until people have answered, and put it before the Cabinet again."
)
_HOLIDAYS = (  # name, first month and day, last month and day, whether the last lies in the next year
    ("February half-term", (2, 16), (2, 20), 0),
    ("Easter holiday", (3, 30), (4, 10), 0),
    ("Spring half-term", (5, 25), (5, 29), 0),
    ("Summer holiday", (7, 22), (8, 31), 0),
    ("Autumn half-term", (10, 26), (10, 30), 0),
    ("Christmas holiday", (12, 21), (1, 3), 1),
)


def keep_calendar(session: Session, *, now: datetime) -> None:
    """Load the holidays of last year, this year and the next."""
    for year in range(now.year - 1, now.year + 2):
        for name, (month, day), (last_month, last_day), later in _HOLIDAYS:
            add_holiday(
                session,
                kind=PeriodKind.SCHOOL_HOLIDAY,
                name=f"{name} {year}",
                starts_on=date(year, month, day),
                ends_on=date(year + later, last_month, last_day),
            )


def evidence(
    *, key: str, consultation: Consultation, settled: Settled, opened_at: datetime, until: datetime
) -> list[Deed]:
    """What an officer puts on the record for the checks; what was found before the opening, on the first day."""
    told = tomllib.loads(OUTREACH.read_text(encoding="utf-8"))["evidence"][key]
    deeds = []
    for proof, day, by, words in told:
        found_at = opened_at + timedelta(days=day, hours=2)
        at = max(found_at, opened_at + timedelta(hours=2))
        values = ProofValues(proof=Proof(proof), looked_on=day_in_london(found_at), by=by, words=words)
        add = partial(add_proof, consultation=consultation, values=values, by_id=settled.by(Role.OFFICER), now=at)
        deeds.append(Deed(at=at, do=add))
    deeds += _readings(consultation, settled, opened_at=opened_at)
    if consultation.closes_at is not None:
        closed_at = consultation.closes_at + timedelta(minutes=2)
        deeds.append(Deed(at=closed_at, do=partial(_look_at_closing, consultation=consultation, now=closed_at)))
    return [deed for deed in deeds if deed.at <= until]


def _readings(consultation: Consultation, settled: Settled, *, opened_at: datetime) -> list[Deed]:
    """A colleague reads the questions, and a lawyer the whole; what the lawyer said is for the council alone."""
    at = opened_at + timedelta(hours=3)
    return [
        Deed(at=at, do=partial(_read_questions, consultation=consultation, by_id=settled.by(Role.APPROVER), now=at)),
        Deed(
            at=at + timedelta(hours=1),
            do=partial(
                keep_legal_advice,
                consultation=consultation,
                words=_ADVICE,
                by_id=settled.by(Role.MONITORING_OFFICER),
                now=at + timedelta(hours=1),
            ),
        ),
    ]


def _read_questions(session: Session, *, consultation: Consultation, by_id: int, now: datetime) -> None:
    read = questions_to_read(session, consultation)
    found = [ItemFound(question_id=each.id, item=item, is_met=True) for each in read for item in each.items]
    check_questions(
        session,
        consultation=consultation,
        questions=read,
        found=found,
        looked_by="Policy team",
        by_id=by_id,
        now=now,
    )


def _look_at_closing(session: Session, *, consultation: Consultation, now: datetime) -> None:
    lines = gates_at(session, consultation, Point.CLOSE)
    keep_look(session, consultation=consultation, point=Point.CLOSE, lines=lines, now=now)
