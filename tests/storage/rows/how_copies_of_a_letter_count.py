"""A draft in which each letter counts once."""

from sqlalchemy.orm import Session

from consult.consultations.actions import choose_counting_rule
from consult.consultations.rules import CountingRule
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer = make_account(session)
    draft = make_draft(session, officer=officer)
    choose_counting_rule(session, consultation=draft, rule=CountingRule.ONE_VOICE, by_id=officer.id, now=NOW)
