"""Where a mail stands, how long it is kept, and what an address must look like."""

import re
from datetime import timedelta
from enum import StrEnum

from consult.kernel.errors import Invalid
from consult.kernel.states import Machine
from consult.kernel.words import clean_line


class MailState(StrEnum):
    """Where one mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


MAIL_MACHINE: Machine[MailState] = Machine(
    MailState,
    first=MailState.WAITING,
    arrows={
        "send": ((MailState.WAITING,), MailState.SENT),
        "give_up": ((MailState.WAITING,), MailState.FAILED),
    },
)
TRIES = 8
KEEP_SENT = timedelta(days=30)
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[^\s@<>(),;:\\\"\[\]]{1,190}")


def checked_address(typed: str) -> str:
    """Give an email address that can be written to.

    Raises:
        Invalid: it has no @, has a space in it, or is too long.
    """
    address = clean_line(typed)
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise Invalid("Enter an email address in the correct format, like name@example.com.")
    return address
