"""A consultation whose responses everyone can read."""

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.responses.models import ResponsesShown
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_consultation(session)
    session.add(ResponsesShown(consultation_id=consultation.id, since=NOW, shown_by_id=officer.id))
