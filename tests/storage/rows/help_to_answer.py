"""Someone who asked for Braille, and got it with more time."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, OPENS_AT, make_draft
from consult.outreach.helping import Help
from consult.outreach.models import HelpRequest

NOW = OPENS_AT + timedelta(days=3)


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_draft(session, officer=officer)
    request = HelpRequest(
        consultation_id=consultation.id,
        help=Help.BRAILLE,
        reach="by post",
        asked_at=NOW,
        due_on=date(2026, 2, 26),
        done_at=NOW,
        done_by_id=officer.id,
        extra_until=(CLOSES_AT + timedelta(days=7)).date(),
        submission_key="help",
    )
    session.add(request)
    session.flush()
