"""The outbox: mails that wait to be sent or were sent; a sent mail keeps no words."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.post.rules import MailState
from consult.storage.db import Base


class Mail(Base):
    """One mail to one person. Its words are deleted once it is sent, because they may hold a link that opens."""

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index(None, "state", "queued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    to_address: Mapped[str]
    subject: Mapped[str]
    text_body: Mapped[str]
    html_body: Mapped[str]
    leave_href: Mapped[str] = mapped_column(default="")  # where a mail program can leave for its reader, in one press
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")
    queued_at: Mapped[datetime]
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
