"""What the queue does with the outbox: sending, and forgetting."""

import smtplib

from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute, job
from consult.kernel.errors import Refused
from consult.post.actions import forget_old_mails, note_not_sent, note_sent
from consult.post.delivery import deliver
from consult.post.models import Mail
from consult.post.notify import NotifyRefused
from consult.post.rules import TRIES, MailState

_REFUSED = "The mail server refused the address. Check it and send the mail again."


@job("post.send", tries=TRIES)
def send(context: JobContext, *, mail_id: int) -> None:
    """Send one mail; a crash between sending and noting it can send it twice, never lose it."""
    with context.reading() as session:
        mail = session.get(Mail, mail_id)
    if mail is None or mail.state is not MailState.WAITING:
        return
    try:
        deliver(mail, context.settings, now=context.now())
    except (smtplib.SMTPException, OSError, NotifyRefused) as error:
        is_final = isinstance(error, smtplib.SMTPRecipientsRefused | NotifyRefused)
        with context.session() as session:
            note_not_sent(session, mail=session.get_one(Mail, mail_id), fault=type(error).__name__, is_final=is_final)
        if is_final:
            raise Refused(_REFUSED) from None
        raise
    with context.session() as session:
        note_sent(session, mail=session.get_one(Mail, mail_id), now=context.now())


@every_minute("post.forget")
def forget(context: JobContext) -> None:
    """Delete mails that were sent long ago."""
    with context.session() as session:
        forget_old_mails(session, now=context.now())
