"""The scene that most tests of elections start from."""

from datetime import UTC, datetime

import pytest

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_election, make_poll

OPENS = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def officer(session):
    """A returning officer."""
    return make_account(session, role=Role.RETURNING_OFFICER, name="Rosa Turner")


@pytest.fixture
def clerk(session):
    """Someone who types papers in beside the returning officer."""
    return make_account(session, role=Role.CLERK, name="Colin Shaw")


@pytest.fixture
def election(session, officer):
    return make_election(session, by_id=officer.id, opens_at=OPENS)


@pytest.fixture
def contest(session, election, officer):
    return make_contest(session, election=election, by_id=officer.id)


@pytest.fixture
def poll(session, contest, officer):
    """A contest that is ready, with three candidates and twenty voters."""
    return make_poll(session, contest=contest, by_id=officer.id)
