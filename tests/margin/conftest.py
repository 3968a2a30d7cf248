"""The scene that the tests beside a document start from."""

import pytest
from sqlalchemy.orm import Session

from tests.margin.scene import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """A closed consultation about a short document, with comments on four paragraphs."""
    made = make_scene(session)
    session.commit()
    return made
