"""What can be followed, what counts as news, and when people are told: the pure part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consult.audit.rules import Happening
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid

EVERYTHING = "everything"
TOLD_AT = time(8, 0)
"""When digests leave: at eight in the morning in London, so that a busy day is one mail."""
CONFIRM_WITHIN = timedelta(days=7)
"""An address that nobody confirmed is forgotten after this."""
MOST_NEWS = 30
"""How many items one digest holds before it counts the rest."""

BEGINNINGS = frozenset({Happening.CONSULTATION_OPENED, Happening.EDITION_PUBLISHED})
"""What someone who follows everything is told: what opens, and what the council answered."""
NEWS = BEGINNINGS | {
    Happening.CONSULTATION_EXTENDED,
    Happening.CONSULTATION_CLOSED,
    Happening.CONSULTATION_WITHDRAWN,
    Happening.CLARIFICATION_ANSWERED,
    Happening.FINDINGS_PUBLISHED,
    Happening.DECISION_RECORDED,
    Happening.PROGRESS_RECORDED,
}
"""What someone who follows one consultation is told. Responses that come in are no news."""


KINDS = frozenset({"consultation", "commitment", "ward", "subject"})
"""What can be followed by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something that can be followed: everything, a ward, a subject, one consultation, or one commitment."""

    kind: str
    id: int = 0

    @property
    def code(self) -> str:
        """How the topic is stored: ``everything``, ``consultation:7`` or ``commitment:12``."""
        return self.kind if self.kind == EVERYTHING else f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, code: str) -> Topic:
        """Read a stored topic.

        Raises:
            Invalid: there is no such thing to follow.
        """
        kind, _, number = code.partition(":")
        if code == EVERYTHING:
            return cls(kind=EVERYTHING)
        if kind in KINDS and number.isascii() and number.isdigit() and len(number) < 10:
            return cls(kind=kind, id=int(number))
        raise Invalid("There is no such thing to follow.")


def day_of_digest(now: datetime) -> date | None:
    """Return the day whose digests are due, or nothing before eight in the morning in London."""
    local = now.astimezone(LONDON)
    return local.date() if local.time() >= TOLD_AT else None
