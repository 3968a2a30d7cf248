"""A contest that was counted back."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_election
from consult.elections.models import Countback, CountbackRule
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    by_id = make_account(session).id
    election = make_election(session, by_id=by_id, opens_at=NOW + timedelta(days=40))
    contest = make_contest(session, election=election, by_id=by_id)
    session.add(CountbackRule(contest_id=contest.id, until_on=date(2026, 5, 1)))
    session.add(
        Countback(contest_id=contest.id, left_number=1, unwilling=[2], follows=3, blt="1 1", blank=0, counted_at=NOW)
    )
