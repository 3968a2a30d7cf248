"""The scene that most tests of the outcomes start from."""

import pytest
from sqlalchemy.orm import Session

from tests.outcomes.scene import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """A closed consultation with two confirmed themes."""
    made = make_scene(session)
    made.theme("Buses", said_by={"Parents": 22, "Pupils": 14, "Teachers": 3})
    made.theme("Homework", said_by={"Parents": 12})
    return made
