"""Paper forms: the code that each carries, so that one slip of the pen is seen and no form is keyed in twice. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O or U: people read them as 1, 0 and V."""
MOST_FORMS = 50
MOST_NUMBERS = 9999
CODE = re.compile(r"(\d{1,9})\s*-\s*(\d{4})\s*-\s*([A-Z])", re.IGNORECASE)


class Layout(StrEnum):
    """How a paper form is laid out."""

    NORMAL = "normal"
    LARGE = "large"
    EASY = "easy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Which forms are printed: from which number on, how many, and how they are laid out."""

    layout: Layout = Layout.NORMAL
    first: int = 1
    n: int = 1

    @classmethod
    def asked_for(cls, *, layout: str, first: int | None, n: int | None) -> Pack:
        """Make the pack that someone asked for, within what can be printed."""
        known = Layout(layout) if layout in set(Layout) else Layout.NORMAL
        first = min(max(first or 1, 1), MOST_NUMBERS)
        n = min(max(n or 1, 1), MOST_FORMS, MOST_NUMBERS - first + 1)
        return cls(layout=known, first=first, n=n)

    def codes(self, consultation_id: int) -> tuple[str, ...]:
        """The code of each form, in order."""
        return tuple(form_code(consultation_id, number) for number in range(self.first, self.first + self.n))


def form_code(consultation_id: int, number: int) -> str:
    """Return the code of one form: the consultation, the number, and a letter that shows a slip of the pen."""
    letter = LETTERS[sha256(f"{consultation_id}-{number}".encode()).digest()[0] % len(LETTERS)]
    return f"{consultation_id}-{number:04}-{letter}"


def looks_like_a_code(typed: str) -> bool:
    """Say whether someone typed a code of ours, right or wrong."""
    return CODE.fullmatch(typed.strip()) is not None


def read_code(typed: str, *, consultation_id: int) -> str | None:
    """Return the code that was typed in its one form; ``None`` when a letter or number of it is wrong."""
    found = CODE.fullmatch(typed.strip())
    if found is None or int(found[1]) != consultation_id:
        return None
    code = form_code(consultation_id, int(found[2]))
    return code if code[-1] == found[3].upper() else None
