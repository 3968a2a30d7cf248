"""A body with a seat and someone who sits in it."""

from sqlalchemy.orm import Session

from consult.demo.makers.bodies import make_membership


def rows(session: Session) -> None:
    make_membership(session)
