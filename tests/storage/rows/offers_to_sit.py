"""Somebody who would sit in a seat."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consult.bodies.actions.asking import express_interest
from consult.demo.makers.bodies import make_seat_class

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def rows(session: Session) -> None:
    """Add an offer."""
    said = {"name": "Ann", "contact": "ann@example.com", "why": "", "submission_key": "one", "now": NOW}
    express_interest(session, seat_class=make_seat_class(session), **said)
