"""How those who answered compare with those who live here: shares with intervals, and what they allow us to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided interval of 95 %."""


class Judgement(StrEnum):
    """What an interval allows us to say of a part of the population."""

    FEWER = "fewer"
    ABOUT_AS_MANY = "about_as_many"
    MORE = "more"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the population, such as a ward: how many live in it, how many responses came from it."""

    name: str
    population: int | None
    n_responses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """One part with its shares, each between 0 and 1, and the interval of the share of responses."""

    name: str
    n_responses: int
    population: int | None
    share_of_responses: float
    low: float
    high: float
    share_of_population: float | None
    judgement: Judgement


def wilson(n: int, base: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (E. B. Wilson, 1927, JASA 22:209-212).

    Args:
        n: how many of them, at most ``base``.
        base: how many there are; with none the interval is all of 0 to 1.

    Raises:
        ValueError: more than all, or fewer than none.
    """
    if not 0 <= n <= base:
        raise ValueError(f"{n} of {base} is no share")
    if base == 0:
        return 0.0, 1.0
    share, squared = n / base, Z_95 * Z_95
    middle = (share + squared / (2 * base)) / (1 + squared / base)
    half = Z_95 * sqrt(share * (1 - share) / base + squared / (4 * base * base)) / (1 + squared / base)
    return (0.0 if n == 0 else max(0.0, middle - half)), (1.0 if n == base else min(1.0, middle + half))


def represent(parts: Sequence[Part]) -> tuple[Represented, ...]:
    """Compare each part's share of the responses with its share of the population.

    People chose for themselves whether to answer, so the interval speaks of chance alone: "about as many" says that
    the difference could be chance, never that those who answered are a sample of those who live here.
    """
    base = sum(part.n_responses for part in parts)
    known = [part.population for part in parts]
    people = sum(number for number in known if number is not None) if all(known) else 0
    return tuple(_represented(part, base=base, people=people) for part in parts)


def _represented(part: Part, *, base: int, people: int) -> Represented:
    low, high = wilson(part.n_responses, base)
    lives = part.population / people if people and part.population is not None else None
    return Represented(
        name=part.name,
        n_responses=part.n_responses,
        population=part.population,
        share_of_responses=part.n_responses / base if base else 0.0,
        low=low,
        high=high,
        share_of_population=lives,
        judgement=_judge(low, high, lives, base),
    )


def _judge(low: float, high: float, lives: float | None, base: int) -> Judgement:
    if lives is None or not base:
        return Judgement.NOT_KNOWN
    if lives > high:
        return Judgement.FEWER
    return Judgement.MORE if lives < low else Judgement.ABOUT_AS_MANY
