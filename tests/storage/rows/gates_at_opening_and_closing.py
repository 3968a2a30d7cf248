"""How the gates stood once, a check list line, legal advice, and an answer allowed before an election."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.consultations.actions import allow_publishing, call_pre_election_period
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from consult.gates.actions import add_proof, check_questions, go_on, keep_legal_advice
from consult.gates.asking import ItemFound
from consult.gates.queries import questions_to_read
from consult.gates.rules import Point, Proof, ProofValues
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer, other = make_account(session), make_account(session)
    consultation = make_draft(session, officer=officer)
    by = {"consultation": consultation, "now": NOW}
    values = ProofValues(proof=Proof.EARLIER, looked_on=NOW.date(), by="Schools team", words="Drop-ins in autumn.")
    add_proof(session, values=values, by_id=officer.id, **by)
    for point in (Point.APPROVE, Point.CLOSE):
        go_on(session, point=point, reason="In haste.", by_id=other.id, **by)
    read = questions_to_read(session, consultation)
    found = [ItemFound(question_id=each.id, item=item, is_met=True) for each in read for item in each.items]
    check_questions(session, questions=read, found=found, looked_by="Policy team", by_id=other.id, **by)
    keep_legal_advice(session, words="Counsel advises care.", by_id=officer.id, **by)
    last = (NOW + timedelta(days=7)).date()
    period = call_pre_election_period(
        session, name="May", starts_on=NOW.date(), ends_on=last, by_id=officer.id, now=NOW
    )
    allow_publishing(session, period=period, reason="It is not contested.", by_id=officer.id, **by)
