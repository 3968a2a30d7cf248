"""Hands a mail over: to GOV.UK Notify or the mail server when one is set, else to a folder for a person to read."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from consult.post.models import Mail
from consult.post.notify import send_by_notify
from consult.settings import Settings

_PATIENCE_SECONDS = 30
_ONE_LINE_FOR_A_LINK = 998  # the longest line mail allows, so that no link is broken in the middle


def deliver(mail: Mail, settings: Settings, *, now: datetime) -> None:
    """Send one mail.

    Raises:
        smtplib.SMTPException: the server refused it.
        OSError: the server or the folder could not be reached.
        NotifyRefused: GOV.UK Notify will never send it.
    """
    if settings.notify_api_key:
        send_by_notify(mail, settings, now=now)
        return
    message = _message(mail, settings, now)
    if settings.mail_host:
        _send(message, settings)
    else:
        _write(message, settings.outbox_folder, f"{now:%Y%m%dT%H%M%S}-{mail.id:06}.eml")


def _message(mail: Mail, settings: Settings, now: datetime) -> EmailMessage:
    host = urlsplit(settings.base_url).hostname or "localhost"
    message = EmailMessage(policy=SMTP.clone(max_line_length=_ONE_LINE_FOR_A_LINK))
    message["Subject"] = mail.subject
    message["From"] = settings.mail_from or f"consult@{host}"
    message["To"] = mail.to_address
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<consult-{mail.id}@{host}>"  # the same at each try, so that a repeat is seen as one
    message["Auto-Submitted"] = "auto-generated"
    if mail.leave_href:  # RFC 8058: the mail program posts to the link itself, when its reader presses "unsubscribe"
        message["List-Unsubscribe"] = f"<{mail.leave_href}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text_body, cte="8bit")
    if mail.html_body:
        message.add_alternative(mail.html_body, subtype="html", cte="8bit")
    return message


def _send(message: EmailMessage, settings: Settings) -> None:
    with smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=_PATIENCE_SECONDS) as server:
        if settings.mail_tls:
            server.starttls(context=ssl.create_default_context())
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        server.send_message(message)


def _write(message: EmailMessage, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(message.as_bytes())
