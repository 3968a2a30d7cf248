"""The register of schools: phase, status over time, trust, how governors came to office, and their network."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.models.bodies import Body
from consult.bodies.rules import GovernorRoute, Phase, SchoolStatus, is_within
from consult.places.models import Organisation
from consult.storage.db import Base


class School(Base):
    """A school, which is an organisation that people may answer for; its heads, governors and parents elect."""

    __tablename__ = "schools"
    __table_args__ = (CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after_opened"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), unique=True)
    urn: Mapped[str | None] = mapped_column(unique=True)  # the number that the department gave it
    phase: Mapped[Phase]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    statuses: Mapped[list["SchoolStatusTime"]] = relationship(
        back_populates="school", order_by="SchoolStatusTime.from_on", cascade="all, delete-orphan"
    )
    governors: Mapped[list["Governors"]] = relationship(
        back_populates="school", order_by="Governors.route", cascade="all, delete-orphan"
    )
    networks: Mapped[list["NetworkSchool"]] = relationship(
        back_populates="school", order_by="NetworkSchool.from_on", cascade="all, delete-orphan"
    )

    def open_on(self, day: date) -> bool:
        """Say whether the school teaches on a day."""
        return is_within(day, from_on=self.opened_on, until_on=self.closed_on)

    def status_on(self, day: date) -> "SchoolStatusTime | None":
        """Give what kind of school it was on a day, and in which trust."""
        begun = [each for each in self.statuses if each.from_on <= day]
        return begun[-1] if begun else None


class SchoolStatusTime(Base):
    """What kind of school it is since a day, and the trust that runs it then."""

    __tablename__ = "school_statuses"
    __table_args__ = (UniqueConstraint("school_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"))
    status: Mapped[SchoolStatus]
    trust_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), index=True)
    from_on: Mapped[date]

    school: Mapped[School] = relationship(back_populates="statuses")
    trust: Mapped[Organisation | None] = relationship()


class Governors(Base):
    """How many of a school's governors came to office in one way, as counted on a day."""

    __tablename__ = "school_governors"
    __table_args__ = (UniqueConstraint("school_id", "route"), CheckConstraint("n >= 0", name="not_below_none"))

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"))
    route: Mapped[GovernorRoute]
    n: Mapped[int]
    counted_on: Mapped[date]

    school: Mapped[School] = relationship(back_populates="governors")


class NetworkSchool(Base):
    """That a school is in a network, from when until when."""

    __tablename__ = "network_schools"
    __table_args__ = (
        UniqueConstraint("body_id", "school_id", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    body: Mapped[Body] = relationship()
    school: Mapped[School] = relationship(back_populates="networks")
