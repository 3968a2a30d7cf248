"""An election in which one person has voted."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consult.accounts.actions import add_account
from consult.demo.makers.elections import make_contest, make_election, make_poll

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def rows(session: Session) -> None:
    """Seal one ballot."""
    by_id = add_account(session, email="rosa@example.com", name="Rosa", actor="system", now=NOW).id
    election = make_election(session, by_id=by_id, opens_at=NOW)
    poll = make_poll(session, contest=make_contest(session, election=election, by_id=by_id), by_id=by_id)
    poll.cast(session, 0, 1)
