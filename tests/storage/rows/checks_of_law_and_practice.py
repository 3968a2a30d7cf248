"""A piece of evidence, a reason for going on, and a holiday."""

from datetime import date

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from consult.gates.actions import add_holiday, add_proof
from consult.gates.rules import PeriodKind, Proof, ProofValues
from tests.conftest import MONDAY_MORNING as NOW
from tests.storage.earlier import insert_into


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_draft(session, officer=officer)
    values = ProofValues(proof=Proof.EQUALITY, looked_on=NOW.date(), by="Equality team", words="No group loses.")
    add_proof(session, consultation=consultation, values=values, by_id=officer.id, now=NOW)
    insert_into(
        session,
        "gates_passed",
        consultation_id=consultation.id,
        point="approve",
        gate="formative",
        reason="In haste.",
        by_id=officer.id,
        at=NOW.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else NOW,
    )
    add_holiday(
        session,
        kind=PeriodKind.SCHOOL_HOLIDAY,
        name="Half-term",
        starts_on=date(2026, 2, 16),
        ends_on=date(2026, 2, 20),
    )
