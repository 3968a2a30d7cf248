"""The .blt file: the exchange format for ranked ballots that counting programs share.

First ``candidates seats``; then ``-n`` for each candidate who withdrew; then a line for papers that are alike,
``how many, first, second, … 0``; a lone ``0``; each candidate's name and the title in double quotes. What follows a
``#`` outside quotes is a remark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consult.elections.ballots import Contest, Papers

MOST_CANDIDATES = 1_000
_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_QUOTED = re.compile(r'"(.*)"')  # up to the last one: real candidates are called William "Bill" Smith


class Malformed(Exception):
    """Raised when a file is not a .blt file: which line, and what is wrong with it."""

    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(f"Line {line}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What a .blt file holds: a contest, whose id is the file's title, and its papers as they stand in the file."""

    contest: Contest
    papers: tuple[Papers, ...]


def read_blt(text: str) -> Box:
    """Return the contest and the papers in the text of a .blt file.

    Raises:
        Malformed: with the number of the line, counted from 1, and the reason.
    """
    lines = _Lines(text)
    n_candidates, seats = _first(lines)
    withdrawn = _withdrawn(lines, n_candidates)
    papers = _papers(lines, n_candidates)
    names = tuple(_quoted(lines, f"the name of candidate {number}") for number in range(1, n_candidates + 1))
    title = _quoted(lines, "the title")
    lines.end()
    return Box(contest=Contest(id=title, names=names, seats=seats, withdrawn=withdrawn), papers=papers)


def write_blt(contest: Contest, papers: tuple[Papers, ...]) -> str:
    """Return the text of a .blt file that reads back to the same contest and papers.

    Double quotes in names become single ones, and line breaks spaces: the format has no way to write them.
    """
    lines = [f"{len(contest.names)} {contest.seats}"]
    lines += [f"-{number}" for number in sorted(contest.withdrawn)]
    lines += [" ".join(map(str, (each.number, *each.preferences, 0))) for each in papers]
    lines += ["0", *(f'"{_plain(name)}"' for name in contest.names), f'"{_plain(contest.id)}"']
    return "\n".join(lines) + "\n"


class _Lines:
    """The lines that say something, one after the other, each with its number."""

    def __init__(self, text: str) -> None:
        self._said = _said(text)
        self._next = next(self._said, None)
        self.number = 0

    def peek(self) -> str:
        return self._next[1] if self._next else ""

    def take(self, wanted: str) -> str:
        if self._next is None:
            raise Malformed(self.number + 1, f"the file ends where {wanted} should stand.")
        self.number, line = self._next
        self._next = next(self._said, None)
        return line

    def end(self) -> None:
        if self._next is not None:
            raise Malformed(self._next[0], "nothing may follow the title.")

    def wrong(self, reason: str) -> Malformed:
        return Malformed(self.number, reason)


def _said(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_LINE_ENDS.split(text.removeprefix("\ufeff")), start=1):
        said = _without_remark(line).strip()
        if said:
            yield number, said


def _without_remark(line: str) -> str:
    """Return a line without what follows a ``#`` that stands outside double quotes."""
    is_quoted = False
    for place, character in enumerate(line):
        if character == '"':
            is_quoted = not is_quoted
        elif character == "#" and not is_quoted:
            return line[:place]
    return line


def _numbers(lines: _Lines, wanted: str) -> list[int]:
    words = lines.take(wanted).split()
    for word in words:
        if not _WHOLE.fullmatch(word):
            raise lines.wrong(f"“{word[:40]}” is not a whole number; {wanted} should stand here.")
    return [int(word) for word in words]


def _first(lines: _Lines) -> tuple[int, int]:
    wanted = "the number of candidates and the number of seats"
    numbers = _numbers(lines, wanted)
    if len(numbers) != 2:
        raise lines.wrong(f"{wanted} should stand here, and nothing else.")
    n_candidates, seats = numbers
    if not 1 <= n_candidates <= MOST_CANDIDATES:
        raise lines.wrong(f"there can be 1 to {MOST_CANDIDATES} candidates, not {n_candidates}.")
    if seats < 1:
        raise lines.wrong(f"there must be at least one seat, not {seats}.")
    return n_candidates, seats


def _withdrawn(lines: _Lines, n_candidates: int) -> frozenset[int]:
    found: set[int] = set()
    while lines.peek().startswith("-"):
        for number in _numbers(lines, "the candidates who withdrew"):
            if not -n_candidates <= number <= -1:
                raise lines.wrong(f"candidate {abs(number)} cannot withdraw: there are {n_candidates} candidates.")
            found.add(-number)
    return frozenset(found)


def _papers(lines: _Lines, n_candidates: int) -> tuple[Papers, ...]:
    found = []
    while (numbers := _numbers(lines, "a ballot paper, or the 0 that ends them")) != [0]:
        found.append(_kind(lines, numbers, n_candidates))
    return tuple(found)


def _kind(lines: _Lines, numbers: list[int], n_candidates: int) -> Papers:
    number, *preferences = numbers
    if not preferences or preferences.pop() != 0:
        raise lines.wrong("the line of a ballot paper must end with 0.")
    if number < 1:
        raise lines.wrong(f"the number of papers must be 1 or more, not {number}.")
    for preference in preferences:
        if not 1 <= preference <= n_candidates:
            raise lines.wrong(f"there is no candidate {preference}; they are numbered 1 to {n_candidates}.")
    if len(set(preferences)) != len(preferences):
        raise lines.wrong("a paper names the same candidate twice.")
    return Papers(number=number, preferences=tuple(preferences))


def _quoted(lines: _Lines, wanted: str) -> str:
    found = _QUOTED.fullmatch(lines.take(wanted))
    if not found:
        raise lines.wrong(f"{wanted} should stand here, in double quotes.")
    return found[1]


def _plain(name: str) -> str:
    return " ".join(name.replace('"', "'").split())
