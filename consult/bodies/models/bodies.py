"""Types of body, which are data, and the bodies themselves: how they stand to one another and how they are doing."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.models.people import Area
from consult.bodies.rules import BodyStatus, RelationKind, TermKind, TermRule, Tier, is_within
from consult.documents.models import Document
from consult.places.models import StakeholderGroup
from consult.storage.db import Base


class BodyType(Base):
    """A kind of body that the council knows, with the term of its seats and where its rules are laid down."""

    __tablename__ = "body_types"
    __table_args__ = (
        CheckConstraint("(term_kind = 'months') = (term_months IS NOT NULL)", name="months_where_they_count"),
        CheckConstraint("term_months BETWEEN 1 AND 120", name="term_of_a_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    tier: Mapped[Tier]
    is_council_committee: Mapped[bool] = mapped_column(default=False)
    term_kind: Mapped[TermKind]
    term_months: Mapped[int | None]
    holds_over: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")  # where its rules are laid down, in our own words

    bodies: Mapped[list["Body"]] = relationship(back_populates="body_type", order_by="Body.name")

    @property
    def term_rule(self) -> TermRule:
        """How long seats of this type are held, unless their class says otherwise."""
        return TermRule(kind=self.term_kind, months=self.term_months, holds_over=self.holds_over)


class Body(Base):
    """Anything that meets and decides or advises."""

    __tablename__ = "bodies"
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR closed_on >= founded_on", name="closed_after_founded"),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
        CheckConstraint("NOT is_pilot OR pilot_ends_on IS NOT NULL", name="pilot_has_an_end"),
        CheckConstraint("NOT is_pilot OR report_due_on IS NOT NULL", name="pilot_owes_a_report"),
        CheckConstraint("report_given_on IS NULL OR report != ''", name="report_with_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    body_type_id: Mapped[int] = mapped_column(ForeignKey("body_types.id", ondelete="RESTRICT"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    decides: Mapped[str] = mapped_column(default="")  # what it decides, and what it only advises on
    founded_on: Mapped[date]
    closed_on: Mapped[date | None]
    status: Mapped[BodyStatus] = mapped_column(default=BodyStatus.ACTIVE)
    is_pilot: Mapped[bool] = mapped_column(default=False)
    pilot_ends_on: Mapped[date | None]
    report_due_on: Mapped[date | None]
    report_given_on: Mapped[date | None]
    report: Mapped[str] = mapped_column(default="")
    terms_document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="RESTRICT"), index=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    body_type: Mapped[BodyType] = relationship(back_populates="bodies")
    area: Mapped[Area | None] = relationship()
    terms_document: Mapped[Document | None] = relationship()
    status_changes: Mapped[list["StatusChange"]] = relationship(
        back_populates="body", order_by="StatusChange.from_on, StatusChange.id", cascade="all, delete-orphan"
    )
    stakes: Mapped[list["BodyStake"]] = relationship(back_populates="body", cascade="all, delete-orphan")

    def existed_on(self, day: date) -> bool:
        """Say whether this body was there on a day."""
        return is_within(day, from_on=self.founded_on, until_on=self.closed_on)


class StatusChange(Base):
    """What a body's members said of how it is doing, from when, and why."""

    __tablename__ = "body_status_changes"
    __table_args__ = (CheckConstraint("status = 'active' OR note != ''", name="trouble_with_a_note"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"), index=True)
    status: Mapped[BodyStatus]
    from_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]

    body: Mapped[Body] = relationship(back_populates="status_changes")


class BodyRelation(Base):
    """How one body stands to another, from when until when."""

    __tablename__ = "body_relations"
    __table_args__ = (
        UniqueConstraint("from_body_id", "to_body_id", "kind", "from_on"),
        CheckConstraint("from_body_id != to_body_id", name="of_two_bodies"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"))
    to_body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RelationKind]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    from_body: Mapped[Body] = relationship(foreign_keys=[from_body_id])
    to_body: Mapped[Body] = relationship(foreign_keys=[to_body_id])


class BodyStake(Base):
    """A stakeholder group that what this body decides touches, and how."""

    __tablename__ = "body_stakes"
    __table_args__ = (UniqueConstraint("body_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), index=True)
    why: Mapped[str] = mapped_column(default="")

    body: Mapped[Body] = relationship(back_populates="stakes")
    group: Mapped[StakeholderGroup] = relationship()
