"""Which version of its terms of reference a body worked under, since when, and who said so."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.models.bodies import Body
from consult.documents.models import DocumentVersion
from consult.storage.db import Base


class TermsInForce(Base):
    """That a version of a body's terms of reference is in force from a day, until a later one is."""

    __tablename__ = "terms_in_force"
    __table_args__ = (
        UniqueConstraint("body_id", "version_id"),
        UniqueConstraint("body_id", "from_on"),
        CheckConstraint("decided_by != ''", name="somebody_decided"),
        CheckConstraint("decided_on <= from_on", name="decided_before_in_force"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="RESTRICT"), index=True)
    from_on: Mapped[date]
    decided_on: Mapped[date]
    decided_by: Mapped[str]  # its name on that day
    decided_by_body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    minute: Mapped[str] = mapped_column(default="")  # where the decision can be read
    recorded_at: Mapped[datetime]

    body: Mapped[Body] = relationship(foreign_keys=[body_id])
    version: Mapped[DocumentVersion] = relationship()
    decided_by_body: Mapped[Body | None] = relationship(foreign_keys=[decided_by_body_id])
