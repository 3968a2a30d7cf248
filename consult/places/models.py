"""Where people live and in which capacity they speak: districts, wards, organisations, stakeholder groups."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.places.rules import OrganisationKind
from consult.storage.db import Base


class District(Base):
    """A part of the council's area that holds several wards."""

    __tablename__ = "districts"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    wards: Mapped[list["Ward"]] = relationship(back_populates="district", order_by="Ward.name")


class Ward(Base):
    """The area a councillor is elected for; ``code`` is its GSS code."""

    __tablename__ = "wards"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id", ondelete="RESTRICT"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    population: Mapped[int | None]

    district: Mapped[District] = relationship(back_populates="wards")


class Organisation(Base):
    """A school, trust, union, charity or employer that someone may answer for."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind]
    name: Mapped[str] = mapped_column(unique=True)
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("wards.id", ondelete="SET NULL"), index=True)

    ward: Mapped[Ward | None] = relationship()


class StakeholderGroup(Base):
    """The capacity in which someone responds; ``answering_as`` completes "Are you answering as …"."""

    __tablename__ = "stakeholder_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    answering_as: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
