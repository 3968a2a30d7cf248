"""An app beside an account."""

from sqlalchemy.orm import Session

from consult.accounts.actions import begin_second_factor
from consult.demo.makers.accounts import make_account
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    begin_second_factor(session, account=make_account(session), sealed_secret="sealed", now=NOW)  # noqa: S106 - opens nothing
