"""Find names that nothing announces: a common first name before a capital, a name beside an address or alone in a line.

Read after everything else, because what stands beside a telephone number or closes a letter is known by its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consult.responses.first_names import FIRST_NAMES
from consult.responses.personal_names import DAY, NO_NAMES
from consult.responses.spans import PersonalData, Span

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’\-]{1,24}"
RUN = re.compile(
    rf"(?<!\w){CAPITAL}(?:[ ](?:van|de|der|den|von|al|el|bin|Van|Der|De)){{0,2}}(?:[ ]{CAPITAL}){{1,3}}(?!\w)"
)
BORN = re.compile(rf"[ ]?\([ ]?(?:born )?{DAY}[ ]?\)", re.IGNORECASE)
TELLING = frozenset({PersonalData.EMAIL, PersonalData.PHONE, PersonalData.POSTCODE, PersonalData.ADDRESS})
BETWEEN = re.compile(r"[ ,(:\n–-]{1,4}(?:on |at |of )?")
LONGEST_LINE = 60


def find_mentions(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """Yield runs of two or three capitals that are likely somebody's name."""
    telling = {span.starts_at for span in found if span.kind in TELLING}
    for run in RUN.finditer(text):
        start = _start_without_what_is_no_name(run)
        words = text[start : run.end()].split()
        if len(words) < 2 or any(_plain(word) in NO_NAMES for word in words):
            continue
        is_known = _plain(words[0]) in FIRST_NAMES
        if is_known or _stands_before(text, run.end(), telling) or _is_a_line(text, start, run.end()):
            yield Span(start, run.end() - _possessive(run.group()), PersonalData.NAME)


def find_birth_dates(text: str, names: Iterable[Span]) -> Iterator[Span]:
    """Yield a date in brackets behind a name."""
    for name in names:
        born = BORN.match(text, name.ends_at)
        if born is not None:
            yield Span(*born.span(1), PersonalData.BIRTH_DATE)


def _start_without_what_is_no_name(run: re.Match[str]) -> int:
    """Where the run begins once "As" or "Teacher" at its head is left out."""
    start = run.start()
    for word in run.group().split():
        if _plain(word) not in NO_NAMES:
            break
        start += len(word) + 1
    return start


def _plain(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s")


def _possessive(name: str) -> int:
    return 2 if name.endswith(("'s", "’s")) else 0


def _stands_before(text: str, end: int, telling: set[int]) -> bool:
    gap = BETWEEN.match(text, end)
    return gap is not None and gap.end() in telling


def _is_a_line(text: str, start: int, end: int) -> bool:
    """A line of its own at the end of a letter of several lines: how people sign."""
    before, after = text.rfind("\n", 0, start), text.find("\n", end)
    alone = text[before + 1 : start].strip() == "" and text[end : after if after >= 0 else None].strip(" ,.") == ""
    return alone and "\n" in text.strip() and before >= 0 and len(text) - end < LONGEST_LINE * 4
