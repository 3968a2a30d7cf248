"""The tables of documents: versions, numbered sections and paragraphs, how paragraphs descend, and uploads."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

import consult.documents.immutability  # noqa: F401 - registers the triggers of these tables
from consult.documents.rules import AlternativeForm, Change, ParagraphKind, UploadState, VersionState
from consult.storage.db import Base


class Document(Base):
    """A text that people are asked about; what it says stands in its versions."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    versions: Mapped[list["DocumentVersion"]] = relationship(
        back_populates="document", order_by="DocumentVersion.number", cascade="all, delete-orphan"
    )


class DocumentVersion(Base):
    """One edition of a document; once published it never changes (a trigger keeps that, as well as the actions)."""

    __tablename__ = "document_versions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_has_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(default=VersionState.DRAFT)
    published_at: Mapped[datetime | None]
    source: Mapped[str]
    sha256: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    document: Mapped[Document] = relationship(back_populates="versions")
    sections: Mapped[list["Section"]] = relationship(
        back_populates="version", order_by="Section.position", cascade="all, delete-orphan"
    )
    paragraphs: Mapped[list["Paragraph"]] = relationship(
        back_populates="version", order_by="Paragraph.position", cascade="all, delete-orphan"
    )


class Section(Base):
    """A heading of one version; parts carry a number, headings inside a part carry none."""

    __tablename__ = "sections"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("level BETWEEN 1 AND 6", name="level_of_a_heading"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="CASCADE"))
    level: Mapped[int]
    number: Mapped[str]
    heading: Mapped[str]
    position: Mapped[int]

    version: Mapped[DocumentVersion] = relationship(back_populates="sections")
    paragraphs: Mapped[list["Paragraph"]] = relationship(back_populates="section", order_by="Paragraph.position")


class Paragraph(Base):
    """A paragraph of one version; its identity is the same in every version that it lives on in."""

    __tablename__ = "paragraphs"
    __table_args__ = (
        UniqueConstraint("version_id", "identity"),
        UniqueConstraint("version_id", "number"),
        UniqueConstraint("version_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="CASCADE"))
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"), index=True)
    number: Mapped[str]
    position: Mapped[int]
    identity: Mapped[str] = mapped_column(index=True)
    kind: Mapped[ParagraphKind] = mapped_column(default=ParagraphKind.TEXT)
    html: Mapped[str]
    text: Mapped[str]
    needs_review: Mapped[bool] = mapped_column(default=False)

    version: Mapped[DocumentVersion] = relationship(back_populates="paragraphs")
    section: Mapped[Section] = relationship(back_populates="paragraphs")


class ParagraphLineage(Base):
    """One line of descent between paragraphs of neighbouring versions; many to many, for a split and a join."""

    __tablename__ = "paragraph_lineage"

    from_paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id", ondelete="CASCADE"), primary_key=True)
    to_paragraph_id: Mapped[int] = mapped_column(
        ForeignKey("paragraphs.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    change: Mapped[Change]


class Term(Base):
    """A word that a document uses and what it means by it; shown where the word stands, in every version."""

    __tablename__ = "terms"
    __table_args__ = (
        UniqueConstraint("document_id", "word"),
        CheckConstraint("word != '' AND meaning != ''", name="explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    word: Mapped[str]
    meaning: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]


class Alternative(Base):
    """The same document in another form: easier, for pupils, in another language, to listen to.

    Its words are a version of a document of its own (for audio: what is said); ``follows_version_id`` is the version
    of the original that they say.
    """

    __tablename__ = "alternatives"
    __table_args__ = (UniqueConstraint("document_id", "form", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    form: Mapped[AlternativeForm]
    language: Mapped[str]
    own_version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="RESTRICT"), index=True)
    follows_version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="RESTRICT"), index=True)
    audio_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id", ondelete="RESTRICT"), index=True)
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class DocumentUpload(Base):
    """A file that an officer uploaded: read apart, looked over, and approved or set aside.

    ``about`` names what the document is for, as scopes do: ``consultation:7``. ``told`` is what was read, as plain
    values; ``edits`` are the officer's, in their order, and their number is the version that forms carry. ``fault`` is
    the sentence in English, ``fault_told`` the same as its pattern and parts, where it was kept so.
    """

    __tablename__ = "document_uploads"
    __table_args__ = (
        CheckConstraint("state NOT IN ('ready', 'approved') OR told IS NOT NULL", name="read_when_ready"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id", ondelete="RESTRICT"))
    clean_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"))
    file_name: Mapped[str]
    state: Mapped[UploadState] = mapped_column(default=UploadState.READING)
    fault: Mapped[str] = mapped_column(default="")
    fault_told: Mapped[list[Any] | None]
    told: Mapped[list[Any] | None]
    edits: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    @property
    def version(self) -> int:
        """How many edits there are: what a form has seen."""
        return len(self.edits)


class DocumentPicture(Base):
    """A picture that some document shows, under the digest that is its name."""

    __tablename__ = "document_pictures"

    name: Mapped[str] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id", ondelete="RESTRICT"))


class DocumentOriginal(Base):
    """The file that a version was read from, without what it said of its makers, offered for download."""

    __tablename__ = "document_originals"

    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id", ondelete="RESTRICT"))
