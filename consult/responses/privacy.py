"""What pauses an erasure, how long each kind of data is kept, and when its time is over: the pure part.

The periods are the council's own and not the law's; the notice that people read names the longest of them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from enum import StrEnum

from consult.kernel.states import Machine


class HoldKind(StrEnum):
    """Why something may not be erased yet."""

    INFORMATION_REQUEST = "information_request"
    COMPLAINT = "complaint"
    LITIGATION = "litigation"


class ErasureState(StrEnum):
    """Where a request for erasure stands."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


ERASURE_MACHINE: Machine[ErasureState] = Machine(
    ErasureState,
    first=ErasureState.WAITING,
    arrows={
        "erase": ((ErasureState.WAITING,), ErasureState.DONE),
        "refuse": ((ErasureState.WAITING,), ErasureState.REFUSED),
    },
)


class Kept(StrEnum):
    """One kind of data that is kept for a time after closing."""

    CONTACT = "contact"
    EQUALITY_LINK = "equality_link"
    ORGANISATION = "organisation"
    EARLIER_WORDS = "earlier_words"
    WORDS_AS_GIVEN = "words_as_given"
    CONCERNS = "concerns"


AT_MOST_MONTHS: dict[Kept, int] = {Kept.CONTACT: 12, Kept.EARLIER_WORDS: 6}
"""What goes sooner than the rest: an address is needed until the outcome, an earlier version until the analysis."""


def months_kept(kept: Kept, *, longest: int) -> int:
    """How many months after closing a kind of data is kept, when ``longest`` is what the installation's notice says."""
    return min(AT_MOST_MONTHS.get(kept, longest), longest)


def due_at(closed_at: datetime, *, months: int) -> datetime:
    """The moment so many months after closing; a day that the month does not have becomes its last."""
    years, month = divmod(closed_at.month - 1 + months, 12)
    year = closed_at.year + years
    return closed_at.replace(year=year, month=month + 1, day=min(closed_at.day, monthrange(year, month + 1)[1]))
