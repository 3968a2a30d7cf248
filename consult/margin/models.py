"""The tables of what stands beside a document: where comments went, why paragraphs changed, what is owed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.analysis.models import Theme
from consult.documents.models import Paragraph
from consult.margin.rules import SilenceKind, Standing
from consult.responses.models import Comment
from consult.storage.db import Base


class Placement(Base):
    """Where one comment stands in one later version of its document, and how it came there."""

    __tablename__ = "placements"
    __table_args__ = (
        UniqueConstraint("comment_id", "version_id"),
        CheckConstraint(
            "(standing IN ('carried', 'kept', 'anchored_anew')) = (paragraph_id IS NOT NULL)", name="placed_somewhere"
        ),
        CheckConstraint("standing != 'retired' OR reason != ''", name="retired_with_a_reason"),
        CheckConstraint(
            "(standing IN ('kept', 'anchored_anew', 'retired')) = (decided_at IS NOT NULL)", name="decided_by_a_person"
        ),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_whole"),
        Index("ix_placements_queue", "version_id", "standing", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="RESTRICT"))
    from_paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id", ondelete="RESTRICT"), index=True)
    standing: Mapped[Standing]
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id", ondelete="RESTRICT"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    placed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    comment: Mapped[Comment] = relationship()
    from_paragraph: Mapped[Paragraph] = relationship(foreign_keys=[from_paragraph_id])
    paragraph: Mapped[Paragraph | None] = relationship(foreign_keys=[paragraph_id])


class ChangeReason(Base):
    """Why a paragraph changed: in words, with the themes and comments that it changed because of.

    ``paragraph_id`` is the paragraph of the new version; for one that is gone, the paragraph of the version before.
    """

    __tablename__ = "change_reasons"
    __table_args__ = (
        UniqueConstraint("version_id", "paragraph_id"),
        CheckConstraint("words != ''", name="in_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="RESTRICT"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id", ondelete="CASCADE"), index=True)
    words: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    paragraph: Mapped[Paragraph] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary="change_reason_themes", order_by="Theme.id")
    comments: Mapped[list[Comment]] = relationship(secondary="change_reason_comments", order_by="Comment.id")


class ChangeReasonTheme(Base):
    """That a paragraph changed because of a theme."""

    __tablename__ = "change_reason_themes"

    reason_id: Mapped[int] = mapped_column(ForeignKey("change_reasons.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True)


class ChangeReasonComment(Base):
    """That a paragraph changed because of a comment."""

    __tablename__ = "change_reason_comments"

    reason_id: Mapped[int] = mapped_column(ForeignKey("change_reasons.id", ondelete="CASCADE"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True)


class Silence(Base):
    """Something that a document leaves open, as everyone reads it: who owes the answer, by when, what answers it."""

    __tablename__ = "silences"
    __table_args__ = (
        CheckConstraint("asked != '' AND owner != ''", name="owed_by_someone"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_someone"),
        Index("ix_silences_of_consultation", "consultation_id", "answered_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    submission_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[SilenceKind]
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id", ondelete="RESTRICT"), index=True)
    asked: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    listed_at: Mapped[datetime]
    listed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    answer: Mapped[str] = mapped_column(default="")
    answered_in_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id", ondelete="RESTRICT"), index=True)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    paragraph: Mapped[Paragraph | None] = relationship(foreign_keys=[paragraph_id])
    answered_in: Mapped[Paragraph | None] = relationship(foreign_keys=[answered_in_id])
    comments: Mapped[list[Comment]] = relationship(secondary="silence_comments", order_by="Comment.id")


class SilenceComment(Base):
    """That a comment stands behind an entry of the list; each stands behind one at most."""

    __tablename__ = "silence_comments"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    silence_id: Mapped[int] = mapped_column(ForeignKey("silences.id", ondelete="CASCADE"), index=True)
