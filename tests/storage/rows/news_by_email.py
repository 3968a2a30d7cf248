"""An address that follows everything, and a mail that lets its reader leave."""

from sqlalchemy.orm import Session

from consult.following.actions import ask_to_follow
from consult.following.rules import EVERYTHING, Topic
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    ask_to_follow(
        session,
        email="ann@example.com",
        topic=Topic(kind=EVERYTHING),
        about="everything",
        base_url="http://localhost",
        secret="a secret for the tests",  # noqa: S106 - opens nothing
        now=NOW,
    )
