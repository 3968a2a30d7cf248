"""A consultee that was written to."""

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from consult.demo.makers.outreach import make_consultee, make_contact
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_draft(session, officer=officer)
    consultee = make_consultee(session, consultation=consultation, now=NOW)
    make_contact(session, consultee=consultee, by_id=officer.id, now=NOW, on=NOW.date())
