"""Who follows what, by email. An address lives here and nowhere else, and leaving deletes it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.storage.db import Base


class Following(Base):
    """That an address asked for news of one topic; it counts once its owner has confirmed it."""

    __tablename__ = "followings"
    __table_args__ = (
        UniqueConstraint("email", "topic"),
        CheckConstraint("email != ''", name="names_an_address"),
        Index("ix_followings_to_tell", "confirmed_at", "told_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    topic: Mapped[str]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    told_on: Mapped[date | None]  # the last day whose digest was made up, whether or not there was news
    told_until: Mapped[int]  # the number of the last audit event that this address was told of
