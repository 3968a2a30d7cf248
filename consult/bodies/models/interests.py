"""What members and candidates declare: standing interests of a person, and interests in one item with what they did."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.models.bodies import Body
from consult.bodies.models.people import Person
from consult.bodies.rules import Conduct, InterestNature
from consult.storage.db import Base


class RegisteredInterest(Base):
    """Something that a person declares for as long as it lasts: work, an office, a contract, land, a membership."""

    __tablename__ = "registered_interests"
    __table_args__ = (
        CheckConstraint("interest != ''", name="with_words"),
        CheckConstraint("ended_on IS NULL OR ended_on >= declared_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="RESTRICT"), index=True)
    nature: Mapped[InterestNature]
    interest: Mapped[str]
    declared_on: Mapped[date]
    ended_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class ItemInterest(Base):
    """That a person declared an interest in one item of a body's business, and whether they stayed out of it.

    ``item_ref`` is what the room of meetings calls the item; nobody here reads it.
    """

    __tablename__ = "item_interests"
    __table_args__ = (
        CheckConstraint("interest != '' AND item != ''", name="with_words"),
        CheckConstraint("conduct != 'stayed_with_dispensation' OR dispensation != ''", name="dispensation_is_named"),
        Index("ix_item_interests_of_body", "body_id", "on_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="RESTRICT"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"))
    item: Mapped[str]
    item_ref: Mapped[str] = mapped_column(default="")
    on_day: Mapped[date]
    interest: Mapped[str]
    conduct: Mapped[Conduct]
    dispensation: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    body: Mapped[Body] = relationship()
