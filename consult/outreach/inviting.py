"""Who may be invited or reminded by email, how many at once, and what lets a link in: pure but for a signature."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from consult.kernel.errors import Invalid, NotFound, Refused
from consult.outreach.rules import Standing

MOST_AT_ONCE = 200
"""Mails that one press may send; whoever wants more presses again, and sees the next list first."""
TYPED_FROM = 20
"""From so many mails on, an officer types how many will leave."""
MOST_REMINDERS = 2
REMIND_AFTER = timedelta(days=3)
ADDRESSES_KEPT_FOR = timedelta(days=90)
"""How long after the close the addresses of consultees are kept."""
SILENT = frozenset({Standing.WAITING, Standing.ACKNOWLEDGED, Standing.VAGUE, Standing.NOT_ASKED})
_GONE = "This link does not work any more. Anyone can answer from the page of the consultation."


class Letter(StrEnum):
    """Which letter an officer is about to send."""

    INVITATION = "invitation"
    REMINDER = "reminder"


class InvitationState(StrEnum):
    """What is known of an invitation; whether anyone opened it is not."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ANSWERED_OTHERWISE = "answered_otherwise"
    REVOKED = "revoked"


def may_remind(
    *, standing: Standing, is_revoked: bool, last_sent_at: datetime, n_reminders: int, now: datetime
) -> bool:
    """Say whether one more mail is fair: only to those who are silent, not at once, and twice at most."""
    if is_revoked or standing not in SILENT:
        return False
    return n_reminders < MOST_REMINDERS and now - last_sent_at >= REMIND_AFTER


def require_meant(*, n_now: int, n_shown: int, n_typed: int | None) -> None:
    """Refuse to send what the officer did not see and mean.

    Args:
        n_now: mails that would leave.
        n_shown: mails that the page had announced.
        n_typed: what the officer typed, asked for from ``TYPED_FROM`` on.

    Raises:
        Refused: nothing would leave, or the list changed meanwhile.
        Invalid: too many, or the number typed is another one.
    """
    if not n_now:
        raise Refused("There is nobody to write to now. Nothing was sent.")
    if n_now != n_shown:
        raise Refused("The list changed meanwhile. Nothing was sent. Look at it again.")
    if n_now > MOST_AT_ONCE:
        raise Invalid(f"One press sends {MOST_AT_ONCE} emails at most. Choose fewer.")
    if n_now >= TYPED_FROM and n_typed != n_now:
        raise Invalid(f"Type {n_now}, the number of emails that will leave. Nothing was sent.")


def make_token(secret: str, *, handle: str) -> str:
    """Make what stands in the link: signed, so that the database alone opens nothing."""
    return str(_signer(secret).dumps(handle))


def read_token(secret: str, token: str) -> str:
    """Return the handle of the invitation that a link belongs to.

    Raises:
        NotFound: it was not made here.
    """
    try:
        handle = _signer(secret).loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound(_GONE) from None
    if not isinstance(handle, str):
        raise NotFound(_GONE)
    return handle


def gone() -> NotFound:
    """What to say of a link that was taken back."""
    return NotFound(_GONE)


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="invitation")
