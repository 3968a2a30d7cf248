"""Citizens' panels drawn by lot: the panel, its quotas, and the pool that it is drawn from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.rules import PanelState, PoolState
from consult.storage.db import Base


class Panel(Base):
    """A panel of people drawn by lot to think about one question."""

    __tablename__ = "panels"
    __table_args__ = (
        CheckConstraint("n_seats BETWEEN 1 AND 500", name="some_seats"),
        CheckConstraint("(state = 'collecting') = (pool_digest = '')", name="fixed_pool_has_digest"),
        CheckConstraint("state NOT IN ('drawn', 'finished') OR (seed != '' AND attempt >= 1)", name="drawn_by_a_seed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    purpose: Mapped[str]
    n_seats: Mapped[int]
    invited: Mapped[str] = mapped_column(default="")  # who was invited and how
    seed_source: Mapped[str]  # said before the pool was fixed: where the seed will come from
    state: Mapped[PanelState] = mapped_column(default=PanelState.COLLECTING)
    pool_digest: Mapped[str] = mapped_column(default="")
    fixed_at: Mapped[datetime | None]
    seed: Mapped[str] = mapped_column(default="")
    attempt: Mapped[int] = mapped_column(default=0)
    drawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    quotas: Mapped[list["PanelQuota"]] = relationship(
        back_populates="panel", order_by="PanelQuota.position", cascade="all, delete-orphan"
    )


class PanelQuota(Base):
    """How many of a panel should be of one value of a category."""

    __tablename__ = "panel_quotas"
    __table_args__ = (
        UniqueConstraint("panel_id", "category", "value"),
        CheckConstraint("0 <= least AND least <= most", name="limits_that_hold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panels.id", ondelete="CASCADE"))
    position: Mapped[int]
    category: Mapped[str]
    value: Mapped[str]
    population: Mapped[int]
    least: Mapped[int]
    most: Mapped[int]

    panel: Mapped[Panel] = relationship(back_populates="quotas")


class PoolMember(Base):
    """Someone who said that they would serve; name and contact are for the clerk alone."""

    __tablename__ = "pool_members"
    __table_args__ = (UniqueConstraint("panel_id", "number"), Index("ix_pool_members_state", "panel_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panels.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    traits: Mapped[dict[str, str]]
    state: Mapped[PoolState] = mapped_column(default=PoolState.WAITING)
    place: Mapped[int | None]  # in which order they were drawn
