"""Hands a mail over to GOV.UK Notify, where an installation is set up for it; it is never on by itself.

Notify sends what a template of the council's says, so the template holds two places: ``((subject))`` and ``((body))``.
It takes no headers of ours: the link to leave stands in the words of the mail, and Notify is told it as
``one_click_unsubscribe_url``, from which it writes the header.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from datetime import datetime

from consult.post.models import Mail
from consult.settings import Settings

_PATIENCE_SECONDS = 30
_ID = 36
_NEVER = {400, 403}
"""What Notify answers when trying again changes nothing: it refuses the address, or our key."""


class NotifyRefused(Exception):
    """Raised when Notify will not send a mail, however often it is asked."""


class NotifyAway(OSError):
    """Raised when Notify cannot be reached, is busy or broken; the mail waits for its next try."""


def send_by_notify(mail: Mail, settings: Settings, *, now: datetime) -> None:
    """Ask Notify to send one mail.

    Raises:
        NotifyRefused: it never will.
        NotifyAway: it may, later.
    """
    told: dict[str, object] = {
        "email_address": mail.to_address,
        "template_id": settings.notify_template,
        "personalisation": {"subject": mail.subject, "body": mail.text_body},
        "reference": f"consult-{mail.id}",
    }
    if mail.leave_href:
        told["one_click_unsubscribe_url"] = mail.leave_href
    request = urllib.request.Request(  # noqa: S310 - the settings refuse any address that is not https in production
        f"{settings.notify_base_url.rstrip('/')}/v2/notifications/email",
        data=json.dumps(told).encode(),
        headers={
            "Authorization": f"Bearer {token_of(settings.notify_api_key, now=now)}",
            "Content-Type": "application/json",
            "User-Agent": "consult",
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310 - as above
            answer.read()
    except urllib.error.HTTPError as error:
        if error.code in _NEVER:
            raise NotifyRefused(str(error.code)) from None
        raise NotifyAway(str(error.code)) from None
    except OSError as error:
        raise NotifyAway(type(error).__name__) from None


def token_of(api_key: str, *, now: datetime) -> str:
    """Make the JSON Web Token (RFC 7519, HS256) with which Notify knows a service; it is good for half a minute.

    Args:
        api_key: a name, the number of the service and the secret, joined by hyphens.
        now: when it is made.
    """
    secret, service = api_key[-_ID:], api_key[-2 * _ID - 1 : -_ID - 1]
    head = _part({"typ": "JWT", "alg": "HS256"})
    body = _part({"iss": service, "iat": int(now.timestamp())})
    signed = hmac.new(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{_text(signed)}"


def _part(told: dict[str, object]) -> str:
    return _text(json.dumps(told, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
