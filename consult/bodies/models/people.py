"""People who sit or stand, who need no account, and the areas that bodies and electorates cover (Popolo's names)."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.rules import AreaKind
from consult.places.models import District, Ward
from consult.storage.db import Base


class Person(Base):
    """Someone who sits, stands or deputises; how to reach them is never public."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Area(Base):
    """A part of the council's area, or a constituency of members; a ward's and a district's code is its GSS code."""

    __tablename__ = "areas"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AreaKind]
    name: Mapped[str]
    code: Mapped[str | None] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id", ondelete="RESTRICT"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id", ondelete="RESTRICT"), unique=True)
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("wards.id", ondelete="RESTRICT"), unique=True)

    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")
    district: Mapped[District | None] = relationship()
    ward: Mapped[Ward | None] = relationship()
