"""A citizens' panel drawn by a seeded lottery: quotas kept, drawn again by anyone, replaced by the same order."""

import hashlib
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.bodies.lottery import (
    Drawable,
    Quota,
    digest_of,
    draw_panel,
    draw_replacement,
    lot_of,
    ordered_by_lot,
    quotas_for,
    report_of,
    require_possible,
)
from consult.kernel.errors import Invalid, Refused

AGES = {"16 to 29": 21_000, "30 to 59": 48_000, "60 and over": 31_000}
AREAS = {"North": 60_000, "South": 40_000}
QUOTAS = [*quotas_for(20, "Age", AGES), *quotas_for(20, "Area", AREAS)]


def pool_of(n: int, *, seed: int = 1) -> list[Drawable]:
    draw = random.Random(seed)  # noqa: S311 - a pool for the tests, the same every time
    return [
        Drawable(number=number, traits={"Age": draw.choice(list(AGES)), "Area": draw.choice(list(AREAS))})
        for number in range(1, n + 1)
    ]


def draw(pool: list[Drawable], *, seed: str = "1 2 3", quotas: list[Quota] = QUOTAS, n_seats: int = 20):  # type: ignore[no-untyped-def]
    return draw_panel(pool, quotas, n_seats=n_seats, seed=seed, panel="p")


def test_a_panel_keeps_every_quota_and_has_every_seat_once() -> None:
    pool = pool_of(120)
    drawn = draw(pool)
    assert len(set(drawn.numbers)) == 20
    assert all(line.is_met for line in report_of(pool, set(drawn.numbers), QUOTAS))


def test_the_same_seed_draws_the_same_panel_and_another_another() -> None:
    pool = pool_of(120)
    assert draw(pool) == draw(list(reversed(pool)))
    assert draw(pool) != draw(pool, seed="4 5 6")


def test_the_lot_of_a_person_can_be_worked_out_by_hand() -> None:
    assert lot_of(17, seed="1 2 3", panel="p", attempt=1) == hashlib.sha256(b"1 2 3\np\n1\n17").hexdigest()
    ordered = ordered_by_lot(pool_of(30), seed="1 2 3", panel="p", attempt=1)
    lots = [lot_of(each.number, seed="1 2 3", panel="p", attempt=1) for each in ordered]
    assert lots == sorted(lots)


def test_without_quotas_the_first_by_lot_are_drawn() -> None:
    pool = pool_of(30)
    ordered = ordered_by_lot(pool, seed="s", panel="p", attempt=1)
    assert draw(pool, seed="s", quotas=[], n_seats=5).numbers == tuple(each.number for each in ordered[:5])


def test_everyone_of_one_group_has_about_the_same_chance() -> None:
    """Over 600 seeds nobody of a group is drawn much more or less often than the others of it."""
    pool = [Drawable(number=n, traits={"Area": "North" if n <= 20 else "South"}) for n in range(1, 41)]
    quotas = list(quotas_for(10, "Area", AREAS))
    drawn = Counter(n for seed in range(600) for n in draw(pool, seed=str(seed), quotas=quotas, n_seats=10).numbers)
    north, south = [drawn[n] for n in range(1, 21)], [drawn[n] for n in range(21, 41)]
    assert sum(north) == 600 * 6
    assert sum(south) == 600 * 4
    assert 180 * 0.75 < min(north) <= max(north) < 180 * 1.25
    assert 120 * 0.7 < min(south) <= max(south) < 120 * 1.3


def test_quotas_follow_the_population() -> None:
    assert [(quota.least, quota.most) for quota in quotas_for(20, "Age", AGES)] == [(4, 5), (9, 10), (6, 7)]
    assert [(quota.least, quota.most) for quota in quotas_for(10, "Area", AREAS)] == [(6, 6), (4, 4)]
    assert quotas_for(10, "Area", AREAS, slack=1)[0].most == 7
    with pytest.raises(Invalid):
        quotas_for(10, "Area", {"North": 0})


def test_what_cannot_be_is_refused_with_what_to_do() -> None:
    pool = pool_of(120)
    for wrong, sentence in (
        ({"pool": pool[:10]}, "Invite more people"),
        ({"quotas": [Quota(category="Age", value="Under 16", least=1, most=2)]}, "0 of “Age: Under 16”"),
        ({"quotas": [Quota(category="Age", value="16 to 29", least=0, most=3)]}, "add up to 0 to 3"),
    ):
        said = {"pool": pool, "quotas": QUOTAS} | wrong
        with pytest.raises(Refused, match=sentence):
            require_possible(said["pool"], said["quotas"], 20)
    with pytest.raises(Invalid):
        Quota(category="Age", value="x", least=3, most=2)


def test_quotas_that_no_panel_keeps_together_are_refused() -> None:
    pool = [Drawable(number=n, traits={"A": "x" if n < 5 else "y", "B": "u" if n < 5 else "v"}) for n in range(10)]
    quotas = [
        Quota(category="A", value="x", least=2, most=2),
        Quota(category="A", value="y", least=2, most=2),
        Quota(category="B", value="u", least=1, most=1),
        Quota(category="B", value="v", least=3, most=3),
    ]
    with pytest.raises(Refused, match="No panel that keeps all quotas"):
        draw(pool, quotas=quotas, n_seats=4)


def test_whoever_leaves_is_replaced_by_the_first_by_lot_who_keeps_the_quotas() -> None:
    pool = pool_of(120)
    drawn = draw(pool)
    leaver = drawn.numbers[3]
    staying = set(drawn.numbers) - {leaver}
    said = {"staying": staying, "unavailable": {leaver}, "seed": "1 2 3", "panel": "p", "attempt": drawn.attempt}
    successor = draw_replacement(pool, QUOTAS, **said)  # type: ignore[arg-type]  # its names
    assert successor not in drawn.numbers
    assert all(line.is_met for line in report_of(pool, staying | {successor}, QUOTAS))
    with pytest.raises(Refused, match="Nobody is left"):
        draw_replacement(pool[:3], [], **said | {"staying": {1, 2, 3}})  # type: ignore[arg-type]  # its names


def test_the_digest_of_a_pool_does_not_depend_on_its_order_and_changes_with_any_trait() -> None:
    pool = pool_of(20)
    assert digest_of(pool) == digest_of(list(reversed(pool)))
    changed = [Drawable(number=pool[0].number, traits={**pool[0].traits, "Age": "other"}), *pool[1:]]
    assert digest_of(pool) != digest_of(changed)


@settings(max_examples=40, deadline=None)
@given(st.integers(30, 90), st.integers(1, 20), st.text(min_size=1, max_size=8), st.integers(0, 1000))
def test_a_panel_either_keeps_all_quotas_or_is_refused(n: int, n_seats: int, seed: str, pool_seed: int) -> None:
    pool = pool_of(n, seed=pool_seed)
    quotas = [*quotas_for(n_seats, "Age", AGES), *quotas_for(n_seats, "Area", AREAS)]
    try:
        drawn = draw(pool, seed=seed, quotas=quotas, n_seats=n_seats)
    except Refused:
        return
    assert len(set(drawn.numbers)) == n_seats
    assert all(line.is_met for line in report_of(pool, set(drawn.numbers), quotas))
