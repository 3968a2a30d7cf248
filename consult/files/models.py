"""What was uploaded or generated: one row a file, whose bytes lie in the data folder under their digest."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.storage.db import Base


class StoredFile(Base):
    """One file that people know by its name; two files with the same bytes share them on disk."""

    __tablename__ = "stored_files"
    __table_args__ = (
        CheckConstraint("size >= 0", name="size_not_negative"),
        CheckConstraint("length(digest) = 64", name="digest_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    stored_at: Mapped[datetime]
