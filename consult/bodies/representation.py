"""The chain of representation: who speaks for a smaller body on a wider one, and where the chain is broken. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class LinkState(StrEnum):
    """Whether a body has a voice on the body it reports to."""

    HELD = "held"
    NO_VOTE = "no_vote"  # someone sits for it, without a vote
    VACANT = "vacant"  # there is a seat for it, and nobody sits in it
    NO_SEAT = "no_seat"
    NOBODY = "nobody"  # it reports to no body at all


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainBody:
    """A body as the chain needs it."""

    body_id: int
    name: str
    tier: int
    reports_to: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSeat:
    """A seat on a body that another body fills."""

    on_body_id: int
    for_body_id: int
    is_voting: bool
    holder: str  # a name, or nothing while it is vacant


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """How one body is heard on the one above it."""

    body: ChainBody
    above: ChainBody | None
    state: LinkState
    holder: str = ""

    @property
    def is_whole(self) -> bool:
        """Say whether someone speaks and votes for it there."""
        return self.state is LinkState.HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """All links between bodies of one tier and those above them."""

    tier: int
    links: tuple[ChainLink, ...]

    @property
    def missing(self) -> tuple[ChainLink, ...]:
        """The links at which the chain is broken."""
        return tuple(link for link in self.links if not link.is_whole)

    @property
    def n_whole(self) -> int:
        """How many are heard."""
        return len(self.links) - len(self.missing)


def chain_of(bodies: Sequence[ChainBody], seats: Sequence[ChainSeat], *, lowest: int = 2) -> tuple[ChainStep, ...]:
    """Follow every body below the city to the one it reports to, the smallest first.

    Args:
        bodies: all that are there on the day; tier 0 is the city.
        seats: the seats that one body fills on another.
        lowest: the tier of the smallest bodies that are followed.
    """
    by_id = {body.body_id: body for body in bodies}
    steps = []
    for tier in range(lowest, 0, -1):
        of_tier = [body for body in bodies if body.tier == tier]
        links = tuple(link for body in of_tier for link in _links(body, by_id, seats))
        if links:
            steps.append(ChainStep(tier=tier, links=links))
    return tuple(steps)


def outside(schools: Sequence[tuple[int, str]], in_networks: Collection[int]) -> tuple[str, ...]:
    """Name the schools that are in no network, in their order."""
    return tuple(name for number, name in schools if number not in in_networks)


def _links(body: ChainBody, by_id: dict[int, ChainBody], seats: Sequence[ChainSeat]) -> list[ChainLink]:
    above = [by_id[number] for number in body.reports_to if number in by_id]
    if not above:
        return [ChainLink(body=body, above=None, state=LinkState.NOBODY)]
    return [_link(body, upper, seats) for upper in above]


def _link(body: ChainBody, above: ChainBody, seats: Sequence[ChainSeat]) -> ChainLink:
    theirs = [seat for seat in seats if (seat.on_body_id, seat.for_body_id) == (above.body_id, body.body_id)]
    if not theirs:
        return ChainLink(body=body, above=above, state=LinkState.NO_SEAT)
    held = sorted((seat for seat in theirs if seat.holder), key=lambda seat: not seat.is_voting)
    if not held:
        return ChainLink(body=body, above=above, state=LinkState.VACANT)
    state = LinkState.HELD if held[0].is_voting else LinkState.NO_VOTE
    return ChainLink(body=body, above=above, state=state, holder=held[0].holder)
