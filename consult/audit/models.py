"""The audit trail: events in streams, each chained to the one before, and the head of each stream."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.storage.db import Base
from consult.storage.ddl import refuse_changes


class AuditEvent(Base):
    """One thing that happened: appended, chained, never edited; the database refuses to change or delete it.

    ``happening`` is text and not a state, so that the words of an old event outlive a change of our enum.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        UniqueConstraint("stream", "seq"),
        CheckConstraint("seq > 0", name="seq_positive"),
        CheckConstraint("length(hash) = 64 AND length(previous_hash) = 64", name="hashes_whole"),
        Index(None, "at"),
        Index(None, "subject"),
        Index(None, "happening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str]
    seq: Mapped[int]
    happening: Mapped[str]
    subject: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditHead(Base):
    """The last event of a stream: it makes writers of one stream follow each other, and shows a cut-off tail."""

    __tablename__ = "audit_heads"

    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


AUDIT_TRIGGERS = refuse_changes("audit_events", sentence="audit events are never changed or deleted")
