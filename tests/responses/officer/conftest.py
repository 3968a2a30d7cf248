"""What the tests of the officer's side of responses share."""

import pytest

from tests.responses.public.asking import Asking, make_asking


@pytest.fixture
def asking(session) -> Asking:
    """An open consultation that asks one question of every kind."""
    made = make_asking(session)
    session.commit()
    return made
