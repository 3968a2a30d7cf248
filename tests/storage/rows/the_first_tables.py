"""An account with a role, what was recorded of it, a job and a public text."""

from sqlalchemy.orm import Session

from consult.accounts.actions import add_account, give_role
from consult.accounts.rules import Role
from consult.jobs.actions import enqueue
from consult.storage.search import index_entry
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    account = add_account(session, email="ann@example.com", name="Ann", actor="system", now=NOW)
    give_role(session, account=account, role=Role.OFFICER, actor="system", now=NOW)
    enqueue(session, "test.nothing", key="one", args={"a": 1}, now=NOW)
    index_entry(session, kind="consultation", ref_id=1, language="en", title="Walking to school", body="Slowly.")
