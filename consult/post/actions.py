"""Puts mails into the outbox and notes what became of them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.jobs.actions import enqueue
from consult.kernel.words import clean_line
from consult.post.models import Mail
from consult.post.rendering import render_letter
from consult.post.rules import KEEP_SENT, MAIL_MACHINE, TRIES, MailState, checked_address


def queue_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    template: str,
    values: Mapping[str, object],
    now: datetime,
    not_before: datetime | None = None,
    leave_href: str = "",
) -> Mail:
    """Write a mail from ``templates/emails/<template>.txt`` into the outbox; it leaves after the caller's commit.

    Raises:
        Invalid: the address cannot be written to.
    """
    letter = render_letter(template, values)
    mail = Mail(
        to_address=checked_address(to),
        subject=clean_line(subject),
        text_body=letter.text.replace("\0", ""),  # PostgreSQL stores none
        html_body=letter.html.replace("\0", ""),
        leave_href=leave_href,
        queued_at=now,
        not_before=not_before or now,
    )
    session.add(mail)
    session.flush()  # the job needs the id
    enqueue(session, "post.send", key=f"post.send:{mail.id}", args={"mail_id": mail.id}, now=now, not_before=not_before)
    return mail


def note_sent(session: Session, *, mail: Mail, now: datetime) -> Mail:
    """Note that a mail has left, and forget its words."""
    mail.state = MAIL_MACHINE.after(mail.state, "send")
    mail.sent_at = now
    mail.attempts += 1
    mail.text_body = mail.html_body = mail.leave_href = mail.fault = ""
    session.flush()
    return mail


def note_not_sent(session: Session, *, mail: Mail, fault: str, is_final: bool) -> Mail:
    """Note that an attempt failed; after the last one, or when the address is refused, give up."""
    mail.attempts += 1
    mail.fault = fault
    if is_final or mail.attempts >= TRIES:
        mail.state = MAIL_MACHINE.after(mail.state, "give_up")
        mail.text_body = mail.html_body = mail.leave_href = ""
    session.flush()
    return mail


def forget_old_mails(session: Session, *, now: datetime) -> None:
    """Delete the mails that left, or never could, more than thirty days ago."""
    session.execute(delete(Mail).where(Mail.state != MailState.WAITING, Mail.queued_at < now - KEEP_SENT))
