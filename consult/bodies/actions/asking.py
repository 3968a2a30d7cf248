"""Saying that one would sit in a seat, and what the clerk does with it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.audit.rules import RESIDENT, Happening
from consult.bodies.actions.noting import note
from consult.bodies.models import ExpressionOfInterest, SeatClass
from consult.bodies.rules import BodyStatus, InterestState
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text

KEPT_FOR = timedelta(days=365)


def express_interest(
    session: Session, *, seat_class: SeatClass, name: str, contact: str, why: str, submission_key: str, now: datetime
) -> ExpressionOfInterest:
    """Record that somebody would sit in a seat; the same form pressed twice is one offer.

    Raises:
        Invalid: they left out who they are or how to reach them.
        Refused: the body is closed, or the seats are gone.
    """
    known = session.scalar(select(ExpressionOfInterest).where(ExpressionOfInterest.submission_key == submission_key))
    if known is not None:
        return known
    if seat_class.body.status is BodyStatus.CLOSED or seat_class.until_on is not None:
        raise Refused("This seat is no longer there. Look at the other bodies that you could sit on.")
    if not name.strip() or not contact.strip():
        raise Invalid("Enter your name and how we can reach you.")
    made = ExpressionOfInterest(
        seat_class=seat_class,
        submission_key=submission_key,
        name=clean_line(name),
        contact=clean_line(contact),
        why=clean_text(why),
        sent_at=now,
    )
    session.add(made)
    note(session, Happening.INTEREST_EXPRESSED, seat_class.body, by=RESIDENT, now=now, seat_class_id=seat_class.id)
    return made


def answer_interest(
    session: Session, *, interest: ExpressionOfInterest, state: InterestState, by: str, now: datetime
) -> ExpressionOfInterest:
    """Say what became of an offer.

    Raises:
        Invalid: it is still new.
    """
    if state is InterestState.NEW:
        raise Invalid("Choose what you did: you invited them, or you did not.")
    interest.state, interest.answered_at = state, now
    facts = {"seat_class_id": interest.seat_class_id, "state": state}
    note(session, Happening.INTEREST_ANSWERED, interest.seat_class.body, by=by, now=now, **facts)
    return interest


def forget_old_interests(session: Session, *, now: datetime) -> int:
    """Delete what people wrote a year ago, and say how many there were."""
    old = delete(ExpressionOfInterest).where(ExpressionOfInterest.sent_at < now - KEPT_FOR)
    return len(session.scalars(old.returning(ExpressionOfInterest.id)).all())


def has_old_interests(session: Session, *, now: datetime) -> bool:
    """Say whether there is anything to forget."""
    old = select(ExpressionOfInterest.id).where(ExpressionOfInterest.sent_at < now - KEPT_FOR)
    return session.scalar(old.limit(1)) is not None
