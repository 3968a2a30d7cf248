"""Where seats and bodies stand in their pictures, and the arithmetic of composition, without a database."""

import math
from itertools import combinations

import pytest

from consult.bodies.composition import Counts, SeatOnDay, Stake, Voice, counts_of, says, without_a_vote
from consult.bodies.drawing import MapNode, narrow_map, seat_plan, wide_map
from consult.bodies.representation import ChainBody, ChainSeat, LinkState, chain_of, outside
from consult.bodies.rules import HowFilled
from tests.bodies.values import holder


def seat(
    number: int, *, group_id: int | None = None, votes: bool = True, held: bool = True, office: bool = False
) -> SeatOnDay:
    return SeatOnDay(
        seat_id=number,
        seat_class_id=number,
        name=f"Seat {number}",
        group_id=group_id,
        group="",
        electorate="",
        phase=None,
        area="",
        nominating_body_id=None,
        how_filled=HowFilled.ELECTED,
        is_voting=votes,
        is_office=office,
        exception="",
        rule="",
        holder=holder(number) if held else None,
    )


@pytest.mark.parametrize("width", [330, 720])
@pytest.mark.parametrize("n_seats", [1, 2, 3, 5, 7, 12, 16, 28, 40, 69, 101])
def test_seats_never_touch_and_stay_in_the_picture(n_seats: int, width: int) -> None:
    plan = seat_plan(n_seats, size="x", width=width)
    assert len(plan.places) == n_seats
    for place in plan.places:
        assert plan.radius <= place.x + 0.2
        assert place.x <= width - plan.radius + 0.2
        assert plan.radius <= place.y + 0.2
        assert place.y <= plan.height - plan.radius + 0.2
    for one, other in combinations(plan.places, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= 2 * plan.radius - 0.5


def test_neighbours_in_the_list_sit_from_left_to_right() -> None:
    plan = seat_plan(28, size="wide", width=720)
    assert plan.places[0].x < 120
    assert plan.places[-1].x > 600


def nodes() -> list[MapNode]:
    city = MapNode(body_id=1, name="City board", tier=0, column="", reports_to=frozenset())
    boards = [
        MapNode(body_id=10 + n, name=f"Board {n}", tier=1, column=f"District {n}", reports_to=frozenset({1}))
        for n in range(10)
    ]
    wards = [
        MapNode(
            body_id=100 + n, name=f"Ward {n}", tier=2, column=f"District {n % 10}", reports_to=frozenset({10 + n % 10})
        )
        for n in range(69)
    ]
    return [city, *boards, *wards]


@pytest.mark.parametrize("draw", [wide_map, narrow_map])
def test_every_body_has_one_place_of_its_own_in_the_map(draw) -> None:  # type: ignore[no-untyped-def]
    drawn = draw(nodes())
    assert sorted(spot.body_id for spot in drawn.spots) == sorted(node.body_id for node in nodes())
    assert len({(spot.x, spot.y) for spot in drawn.spots}) == 80
    assert all(
        spot.x >= 0 and spot.x + spot.width <= drawn.width and spot.y + spot.height <= drawn.height
        for spot in drawn.spots
    )
    assert [heading.words for heading in drawn.headings] == [f"District {n}" for n in range(10)]


def test_a_map_of_nothing_is_drawn_without_a_fault() -> None:
    assert wide_map([]).spots == narrow_map([]).spots == ()


def test_lines_join_boards_to_the_body_they_report_to() -> None:
    assert len(wide_map(nodes()).lines) == 10


def test_an_office_is_no_seat_more_and_empty_seats_are_counted_apart() -> None:
    seats = [seat(1), seat(2, held=False), seat(3, votes=False), seat(4, votes=False, office=True)]
    counts = counts_of(seats)
    assert counts == Counts(voting=2, voting_vacant=1, other=1, other_vacant=0)
    assert (counts.seats, counts.members, counts.vacant) == (3, 2, 1)


def test_a_group_votes_listens_has_an_empty_seat_or_none() -> None:
    stakes = [Stake(group_id=n, group=f"G{n}") for n in range(1, 6)]
    seats = [
        seat(1, group_id=1),
        seat(2, group_id=1, held=False),
        seat(3, group_id=2, held=False),
        seat(4, group_id=3, votes=False),
        seat(5, group_id=5, votes=False, office=True),
    ]
    voices = [said.voice for said in says(stakes, seats)]
    assert voices == [Voice.VOTES, Voice.SEAT_IS_EMPTY, Voice.LISTENS, Voice.NONE, Voice.NONE]
    assert [said.stake.group for said in without_a_vote(stakes, seats)] == ["G3", "G4", "G5"]


def test_the_chain_prefers_whoever_votes_and_names_each_break() -> None:
    bodies = [
        ChainBody(body_id=1, name="City", tier=0, reports_to=()),
        ChainBody(body_id=2, name="North", tier=1, reports_to=(1,)),
        ChainBody(body_id=3, name="Ward", tier=2, reports_to=(2, 99)),
    ]
    seats = [
        ChainSeat(on_body_id=1, for_body_id=2, is_voting=False, holder="Ann"),
        ChainSeat(on_body_id=1, for_body_id=2, is_voting=True, holder="Ben"),
        ChainSeat(on_body_id=2, for_body_id=3, is_voting=False, holder="Cat"),
    ]
    wards, districts = chain_of(bodies, seats)
    assert [(link.state, link.holder) for link in wards.links] == [(LinkState.NO_VOTE, "Cat")]
    assert [(link.state, link.holder) for link in districts.links] == [(LinkState.HELD, "Ben")]
    assert (districts.n_whole, wards.n_whole) == (1, 0)


def test_schools_outside_every_network_are_named() -> None:
    assert outside([(1, "Acorn"), (2, "Birch"), (3, "Cedar")], {2}) == ("Acorn", "Cedar")
