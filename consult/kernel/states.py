"""Which state may follow which: a drawn table of arrows, each named after the act that takes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from consult.kernel.errors import Refused

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow(Generic[S]):
    """One allowed step: an act takes a thing from a source state to a target state."""

    act: str
    source: S
    target: S


class Machine(Generic[S]):
    """The states of one kind of thing and the acts that move it between them.

    Args:
        states: the enum of all states.
        first: the state that a new thing has.
        arrows: act → ((sources…), target). An act is a verb: ``submit_for_approval``.

    Raises:
        ValueError: when a state can never be reached, which is a mistake in the table.
    """

    def __init__(self, states: type[S], *, first: S, arrows: Mapping[str, tuple[tuple[S, ...], S]]) -> None:
        self.states = states
        self.first = first
        self.arrows: tuple[Arrow[S], ...] = tuple(
            Arrow(act=act, source=source, target=target)
            for act, (sources, target) in arrows.items()
            for source in sources
        )
        self._table = {(arrow.source, arrow.act): arrow.target for arrow in self.arrows}
        lonely = set(states) - {first} - {arrow.target for arrow in self.arrows}
        if lonely:
            raise ValueError(f"no arrow leads to {', '.join(sorted(lonely))}")

    def may(self, state: S, act: str) -> bool:
        """Say whether the act is allowed in this state."""
        return (state, act) in self._table

    def acts(self, state: S) -> tuple[str, ...]:
        """Name the acts that are allowed in this state, in the order of the table."""
        return tuple(arrow.act for arrow in self.arrows if arrow.source is state)

    def after(self, state: S, act: str) -> S:
        """Give the state that follows.

        Raises:
            Refused: the act is not allowed in this state.
        """
        if not self.may(state, act):
            raise Refused(
                f"You cannot {in_words(act)} this because it is {in_words(state)}. "
                "Go back to its page to see what you can do now."
            )
        return self._table[(state, act)]

    def drawing(self) -> Iterator[str]:
        """Draw the machine, one arrow a line, for the documentation."""
        for arrow in self.arrows:
            yield f"{in_words(arrow.source)} → {in_words(arrow.target)}: {in_words(arrow.act)}"


def in_words(name: str) -> str:
    """Turn a name of the code into words: ``awaiting_approval`` → ``awaiting approval``."""
    return str(name).replace("_", " ")
