"""Who does the work that is cut into blocks: this process, or (extra ``[scale]``) workers on many machines.

A block holds the same texts whoever works on it, and the results come back in order: the bytes of a result depend
neither on the crew nor on how many are in it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

BLOCK = 4_096
"""Texts in a block. It is part of the method: how a sum of products is blocked decides its last digit."""

Given = TypeVar("Given")
Made = TypeVar("Made")


class Crew(Protocol):
    """Does one thing to many blocks."""

    def each(self, work: Callable[[Given], Made], blocks: Iterable[Given]) -> Iterator[Made]:
        """Yield what the work makes of each block, in order."""
        ...


class Alone:
    """One process, one block after the other; only one block's work is in memory."""

    def each(self, work: Callable[[Given], Made], blocks: Iterable[Given]) -> Iterator[Made]:
        """Yield what the work makes of each block, in order."""
        return map(work, blocks)


class Telling:
    """A crew that says after each block which share of its things is done; what the listener raises ends the work."""

    def __init__(self, crew: Crew, tell: Callable[[float], None], n_things: int) -> None:
        self._crew, self._tell, self._n_blocks = crew, tell, max(-(-n_things // BLOCK), 1)

    def each(self, work: Callable[[Given], Made], blocks: Iterable[Given]) -> Iterator[Made]:
        """Yield what the work makes of each block, in order."""
        for number, made in enumerate(self._crew.each(work, blocks), start=1):
            self._tell(min(number / self._n_blocks, 1.0))
            yield made


def blocks_of(things: Sequence[Given]) -> Iterator[Sequence[Given]]:
    """Yield a sequence in blocks."""
    for begin in range(0, len(things), BLOCK):
        yield things[begin : begin + BLOCK]
