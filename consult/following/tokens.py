"""What lets an address confirm and leave: signed with the installation's secret, so that nothing has to be stored."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from consult.kernel.errors import NotFound


class TokenAct(StrEnum):
    """What a token allows."""

    CONFIRM = "confirm"
    LEAVE = "leave"
    LEAVE_ALL = "leave_all"


def make_token(secret: str, *, act: TokenAct, following_id: int, asked_at: datetime) -> str:
    """Make a token for one act on one following; the moment keeps it from fitting a later one with the same number."""
    return _signer(secret).dumps([act.value, following_id, int(asked_at.timestamp())])


def read_token(secret: str, token: str, *, act: TokenAct) -> tuple[int, int]:
    """Return the number of the following and the second at which it was asked for.

    Raises:
        NotFound: the token was not made here, or allows something else.
    """
    try:
        said_act, following_id, second = _signer(secret).loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound(_SENTENCE) from None
    if said_act != act.value:
        raise NotFound(_SENTENCE)
    return int(following_id), int(second)


_SENTENCE = "This link does not work any more. Ask for news again from the page that you want to follow."


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="following")
