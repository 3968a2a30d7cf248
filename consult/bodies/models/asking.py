"""People who say that they would sit in a seat; what they write is for the clerk alone."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.models.seats import SeatClass
from consult.bodies.rules import InterestState
from consult.storage.db import Base


class ExpressionOfInterest(Base):
    """That somebody would sit in a seat of a class, and how to reach them until the seat is filled."""

    __tablename__ = "expressions_of_interest"
    __table_args__ = (CheckConstraint("(state = 'new') = (answered_at IS NULL)", name="answered_has_moment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_class_id: Mapped[int] = mapped_column(ForeignKey("seat_classes.id", ondelete="CASCADE"), index=True)
    submission_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    contact: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime]
    state: Mapped[InterestState] = mapped_column(default=InterestState.NEW)
    answered_at: Mapped[datetime | None]

    seat_class: Mapped[SeatClass] = relationship()
