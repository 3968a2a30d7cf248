"""A seeded, stratified lottery for a citizens' panel: who is drawn from a pool so that the panel looks like the place.

Pure, so that anyone can draw again: the pool, the quotas and the seed are all that decides. The order of the pool is
that of SHA-256(seed LF panel LF try LF number). Step by step the quota that is hardest to fill is served first, by the
first in that order who fits; whoever would break an upper limit is passed over. A try that gets stuck is given up and
the next begins with an order of its own. Our own design after the usual way of sortition; there is no other randomness.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from consult.kernel.errors import Invalid, Refused

MOST_TRIES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawable:
    """Someone in the pool: a number, and what they are in each category."""

    number: int
    traits: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many of a panel should be of one value of a category; ``population`` is what it is measured against."""

    category: str
    value: str
    least: int
    most: int
    population: int = 0

    def __post_init__(self) -> None:
        """Refuse limits that cannot hold."""
        if not 0 <= self.least <= self.most:
            raise Invalid(f"“{self.category}: {self.value}” asks for at least {self.least} and at most {self.most}.")

    @property
    def key(self) -> tuple[str, str]:
        """What it is about."""
        return self.category, self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Who was drawn, in order, and which try it was."""

    numbers: tuple[int, ...]
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the report: a value in the population, the pool and the panel."""

    category: str
    value: str
    population: int
    share_of_population: float
    in_pool: int
    share_of_pool: float
    in_panel: int
    share_of_panel: float
    least: int
    most: int

    @property
    def is_met(self) -> bool:
        """Say whether the panel keeps within the quota."""
        return self.least <= self.in_panel <= self.most


def quotas_for(n_seats: int, category: str, population: Mapping[str, int], *, slack: int = 0) -> tuple[Quota, ...]:
    """Give quotas in proportion to the population: the whole seats below and above each share, and ``slack`` more."""
    total = sum(population.values())
    if total <= 0:
        raise Invalid(f"Say how many people of the place there are for each value of “{category}”.")
    return tuple(
        Quota(
            category=category,
            value=value,
            least=max(math.floor(n_seats * n / total) - slack, 0),
            most=min(math.ceil(n_seats * n / total) + slack, n_seats),
            population=n,
        )
        for value, n in population.items()
    )


def digest_of(pool: Sequence[Drawable]) -> str:
    """Give the SHA-256 of the pool, which is published before the seed is known."""
    lines = [[each.number, dict(sorted(each.traits.items()))] for each in sorted(pool, key=lambda one: one.number)]
    return hashlib.sha256(json.dumps(lines, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def require_possible(pool: Sequence[Drawable], quotas: Sequence[Quota], n_seats: int) -> None:
    """Refuse what can be seen to be impossible before anything is drawn, and name it.

    Raises:
        Refused: too few people, too few of one value, or limits that do not add up to the seats.
    """
    if len(pool) < n_seats:
        raise Refused(f"The pool has {len(pool)} people, and the panel needs {n_seats}. Invite more people first.")
    there = Counter((category, value) for each in pool for category, value in each.traits.items())
    for quota in quotas:
        if there[quota.key] < quota.least:
            raise Refused(
                f"The pool has {there[quota.key]} of “{quota.category}: {quota.value}”, and the panel needs at least "
                f"{quota.least}. Invite more of them, or lower the quota."
            )
    for category in {quota.category for quota in quotas}:
        theirs = [quota for quota in quotas if quota.category == category]
        least, most = sum(quota.least for quota in theirs), sum(quota.most for quota in theirs)
        if not least <= n_seats <= most:
            raise Refused(
                f"The quotas of “{category}” add up to {least} to {most} people, and the panel has {n_seats} seats."
            )


def draw_panel(pool: Sequence[Drawable], quotas: Sequence[Quota], *, n_seats: int, seed: str, panel: str) -> Draw:
    """Draw a panel.

    Args:
        pool: who can be drawn; every one has a value in each category.
        quotas: how many of each value there should be.
        n_seats: how many are drawn.
        seed: published, and known only after the pool was fixed.
        panel: names this panel, so that one seed never serves two.

    Raises:
        Refused: it is impossible, or no try found a panel that keeps all quotas.
    """
    require_possible(pool, quotas, n_seats)
    for attempt in range(1, MOST_TRIES + 1):
        ordered = ordered_by_lot(pool, seed=seed, panel=panel, attempt=attempt)
        found = _try(ordered, quotas, n_seats)
        if found is not None:
            return Draw(numbers=tuple(found), attempt=attempt)
    raise Refused(
        f"No panel that keeps all quotas was found in {MOST_TRIES} tries. Widen a quota, or invite more people."
    )


def draw_replacement(
    pool: Sequence[Drawable],
    quotas: Sequence[Quota],
    *,
    staying: Collection[int],
    unavailable: Collection[int],
    seed: str,
    panel: str,
    attempt: int,
) -> int:
    """Draw who takes an empty place: the first by lot who breaks the fewest quotas.

    Args:
        pool: the pool as it was fixed.
        quotas: as they were fixed.
        staying: the numbers of those who stay on the panel.
        unavailable: those who left or said no, who are not asked again.
        seed: as published.
        panel: as at the draw.
        attempt: the try that drew the panel; its order goes on.

    Raises:
        Refused: nobody is left.
    """
    ordered = ordered_by_lot(pool, seed=seed, panel=panel, attempt=attempt)
    by_number = {each.number: each for each in pool}
    held = Counter(pair for number in staying for pair in by_number[number].traits.items())
    free = [each for each in ordered if each.number not in staying and each.number not in unavailable]
    if not free:
        raise Refused("Nobody is left in the pool. Invite more people for the next panel.")

    def broken(each: Drawable) -> int:
        after = held + Counter(each.traits.items())
        return sum(max(quota.least - after[quota.key], 0) + max(after[quota.key] - quota.most, 0) for quota in quotas)

    return min(free, key=broken).number  # min keeps the order of the lot among equals


def report_of(pool: Sequence[Drawable], chosen: Collection[int], quotas: Sequence[Quota]) -> tuple[Line, ...]:
    """Compare pool and panel with the population, quota by quota."""
    in_pool = Counter(pair for each in pool for pair in each.traits.items())
    in_panel = Counter(pair for each in pool if each.number in chosen for pair in each.traits.items())
    people: Counter[str] = Counter()
    for quota in quotas:
        people[quota.category] += quota.population
    return tuple(
        Line(
            category=quota.category,
            value=quota.value,
            population=quota.population,
            share_of_population=_share(quota.population, people[quota.category]),
            in_pool=in_pool[quota.key],
            share_of_pool=_share(in_pool[quota.key], len(pool)),
            in_panel=in_panel[quota.key],
            share_of_panel=_share(in_panel[quota.key], len(chosen)),
            least=quota.least,
            most=quota.most,
        )
        for quota in quotas
    )


def ordered_by_lot(pool: Sequence[Drawable], *, seed: str, panel: str, attempt: int) -> list[Drawable]:
    """Order the pool as the seed says: by SHA-256(seed LF panel LF try LF number), read as hexadecimal."""
    return sorted(pool, key=lambda each: lot_of(each.number, seed=seed, panel=panel, attempt=attempt))


def lot_of(number: int, *, seed: str, panel: str, attempt: int) -> str:
    """Give the lot of one person, in hexadecimal."""
    return hashlib.sha256(f"{seed}\n{panel}\n{attempt}\n{number}".encode()).hexdigest()


def _try(ordered: Sequence[Drawable], quotas: Sequence[Quota], n_seats: int) -> list[int] | None:
    """Fill the panel once; nothing when a quota can no longer be met."""
    held: Counter[tuple[str, str]] = Counter()
    full = {quota.key: quota.most for quota in quotas}
    waiting = list(ordered)
    chosen: list[int] = []
    while len(chosen) < n_seats:
        waiting = [
            each for each in waiting if all(held[pair] < full.get(pair, n_seats) for pair in each.traits.items())
        ]
        if len(waiting) < n_seats - len(chosen):
            return None
        needed = _most_urgent(waiting, quotas, held)
        if needed is _STUCK:
            return None
        next_one = waiting[0] if needed is None else next(each for each in waiting if _has(each, needed))
        chosen.append(next_one.number)
        held.update(next_one.traits.items())
        waiting.remove(next_one)
    return chosen if all(held[quota.key] >= quota.least for quota in quotas) else None


_STUCK = ("", "")


def _most_urgent(
    waiting: Sequence[Drawable], quotas: Sequence[Quota], held: Mapping[tuple[str, str], int]
) -> tuple[str, str] | None:
    """Find the quota that lacks most for how many are left who could fill it; ``_STUCK`` when too few are."""
    there = Counter(pair for each in waiting for pair in each.traits.items())
    urgent, highest = None, 0.0
    for quota in quotas:
        lacking = quota.least - held.get(quota.key, 0)
        if lacking <= 0:
            continue
        if there[quota.key] < lacking:
            return _STUCK
        if lacking / there[quota.key] > highest:
            urgent, highest = quota.key, lacking / there[quota.key]
    return urgent


def _fits(each: Drawable, held: Mapping[tuple[str, str], int], full: Mapping[tuple[str, str], int]) -> bool:
    return all(held.get(pair, 0) < full[pair] for pair in each.traits.items() if pair in full)


def _has(each: Drawable, pair: tuple[str, str]) -> bool:
    return each.traits.get(pair[0]) == pair[1]


def _share(n: int, of: int) -> float:
    return n / of if of else 0.0
