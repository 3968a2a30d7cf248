"""Turns counted rows into the figures that are published: exact totals and sizes, suppressed breakdowns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.kernel.words import truncate
from consult.outcomes.frozen import Change, ChannelFigure, GroupFigure, Letters, Quote, Reason
from consult.responses.rules import Channel

QUOTES_SHOWN = 3
LONGEST_QUOTE = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A stakeholder group that is named beside a number."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many responses share these traits."""

    group_id: int | None
    late: bool
    n: int


def in_time(rows: Iterable[Counted]) -> int:
    """Count the responses that came in time."""
    return sum(row.n for row in rows if not row.late)


def late(rows: Iterable[Counted]) -> int:
    """Count the responses that came late; they stand apart."""
    return sum(row.n for row in rows if row.late)


def group_figures(abouts: Mapping[str, int | None], groups: Sequence[Group]) -> tuple[GroupFigure, ...]:
    """Put what may be shown of each group into the groups' order; an empty name stands for "no group given"."""
    order = {group.name: place for place, group in enumerate(groups)}
    names = sorted(abouts, key=lambda name: (order.get(name, len(order)), name))
    return tuple(GroupFigure(group=name, about=abouts[name]) for name in names)


def channel_figures(abouts: Mapping[str, int | None]) -> tuple[ChannelFigure, ...]:
    """Put what may be shown of each channel in order, most first, those not shown last."""
    named = sorted(abouts.items(), key=lambda item: (-(item[1] or 0), item[0]))
    return tuple(ChannelFigure(channel=Channel(channel), n=about) for channel, about in named)


def letters_in(pairs: Iterable[tuple[int, int]], *, n_responses: int) -> Letters | None:
    """Give both totals where the same letter came from many people, or ``None`` where none did.

    Args:
        pairs: (campaign, response); a response found in the campaigns of two questions joins them to one letter.
        n_responses: all responses, each copy counted.
    """
    leader: dict[str, str] = {}

    def lead(thing: str) -> str:
        while leader.setdefault(thing, thing) != thing:
            thing = leader[thing]
        return thing

    copies = set()
    for campaign_id, response_id in pairs:
        copies.add(f"r{response_id}")
        leader[lead(f"c{campaign_id}")] = lead(f"r{response_id}")
    return letters(n_copies=len(copies), n_letters=len({lead(copy) for copy in copies}), n_responses=n_responses)


def letters(*, n_copies: int, n_letters: int, n_responses: int) -> Letters | None:
    """Give both totals, or ``None`` where no letter came twice."""
    if n_copies <= n_letters:
        return None
    return Letters(n_letters=n_letters, n_copies=n_copies, n_each_once=n_responses - n_copies + n_letters)


def share_of(n: int, base: int) -> float:
    """Give the share to four places, so that the same numbers always freeze to the same bytes."""
    return round(n / base, 4) if base else 0.0


def change_for(reasons: Sequence[str]) -> Change:
    """Say how many themes were treated in one way and group the reasons, most frequent first."""
    counted: dict[str, int] = {}
    for reason in reasons:
        if reason.strip():
            counted[reason.strip()] = counted.get(reason.strip(), 0) + 1
    in_order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return Change(n=len(reasons), reasons=tuple(Reason(reason=reason, n=n) for reason, n in in_order))


def choose_quotes(candidates: Sequence[Quote], *, at_most: int = QUOTES_SHOWN) -> tuple[Quote, ...]:
    """Choose quotes, best first, letting each group speak once before any speaks twice; never the same words twice."""
    distinct: dict[str, Quote] = {}
    for quote in candidates:
        distinct.setdefault(" ".join(quote.text.lower().split()), quote)
    first_of_group: dict[str, Quote] = {}
    for quote in distinct.values():
        first_of_group.setdefault(quote.group, quote)
    firsts = list(first_of_group.values())
    chosen = [*firsts, *(quote for quote in distinct.values() if quote not in firsts)][:at_most]
    return tuple(
        Quote(
            text=truncate(quote.text.strip(), LONGEST_QUOTE),
            channel=quote.channel,
            group=quote.group,
            organisation=quote.organisation,
        )
        for quote in chosen
    )
