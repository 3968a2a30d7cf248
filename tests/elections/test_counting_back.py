"""A seat that fell empty is filled from the same ballots, where its notice allows it; nobody loses a seat by it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from consult.bodies.actions import end_membership
from consult.bodies.models import Membership
from consult.bodies.rules import HowFilled
from consult.demo.makers.bodies import make_body, make_seat_class
from consult.demo.makers.elections import make_counted, make_poll
from consult.elections.actions import declare
from consult.elections.actions.counting_back import count_back
from consult.elections.actions.seating import seat_the_elected
from consult.elections.ballots import Contest, Papers, Rule
from consult.elections.count import count
from consult.elections.countback import counted_back, who_follows
from consult.elections.lots import lots_from
from consult.elections.models import CountbackRule
from consult.elections.queries.sheets import countback_sheet
from consult.kernel.errors import Refused
from tests.elections.test_count import polls
from tests.visitor import Visitor


def lots(contest):
    return lots_from("dice 1 2 3", contest=contest.id)


@given(polls())
@settings(max_examples=100, deadline=None)
def test_whoever_sits_never_takes_the_empty_seat_and_whoever_left_never_returns(poll):
    contest, papers = poll
    before = count(contest, papers, rule=Rule.SCOTTISH, lots=lots(contest))
    for left in before.elected:
        if len(contest.standing) < 2:
            continue
        sheet = counted_back(contest, papers, left=left, unwilling=frozenset(), rule=Rule.SCOTTISH, lots=lots(contest))
        sitting = frozenset(before.elected) - {left}
        follows = who_follows(sheet, sitting=sitting, ron=frozenset())
        others = set(contest.standing) - {left} - sitting
        assert (follows in others) if others else follows is None


def test_with_one_seat_it_is_the_vote_without_whoever_left():
    contest = Contest(id="one", names=("Ann", "Bo", "Cy"), seats=1)
    papers = [
        Papers(number=6, preferences=(1, 3)),
        Papers(number=5, preferences=(2,)),
        Papers(number=4, preferences=(3,)),
    ]
    sheet = counted_back(contest, papers, left=1, unwilling=frozenset(), rule=Rule.ALTERNATIVE_VOTE, lots=lots(contest))
    assert who_follows(sheet, sitting=frozenset(), ron=frozenset()) == 3
    without_cy = counted_back(contest, papers, left=1, unwilling={3}, rule=Rule.ALTERNATIVE_VOTE, lots=lots(contest))
    assert who_follows(without_cy, sitting=frozenset(), ron=frozenset()) == 2
    assert who_follows(sheet, sitting=frozenset(), ron=frozenset({3})) is None


@pytest.fixture
def emptied(session, contest, officer):
    """Two of four were elected and sat; the first has left."""
    contest.countback = CountbackRule(until_on=contest.election.opens_at.date() + timedelta(days=100))
    names = ("Ann Lee", "Bo Khan", "Cy Adams", "Di Ek")
    poll = make_poll(session, contest=contest, by_id=officer.id, names=names)
    for place in range(18):
        poll.cast(session, place, *((1, 3) if place < 9 else (2, 4) if place < 15 else (4, 3)))
    make_counted(session, poll=poll, by_id=officer.id)
    at = contest.election.closes_at + timedelta(hours=1)
    declare(session, contest=contest, by_id=officer.id, now=at)
    board = make_body(session, name="Northgate Board")
    contest.seat_class = make_seat_class(session, body=board, name="Parent", n_seats=2, how_filled=HowFilled.ELECTED)
    ann, _bo = seat_the_elected(session, contest=contest, from_on=at.date(), by="account:1", now=at)
    end_membership(
        session, membership=ann, until_on=at.date() + timedelta(days=20), reason="moved away", by="system", now=at
    )
    session.refresh(ann.seat, ["memberships"])
    return ann


def hold(session, contest, left: Membership, *, day: date | None = None, unwilling=()):
    on = day or left.last_on + timedelta(days=5)
    given = {"contest": contest, "left": left, "seat": left.seat, "unwilling": unwilling, "day": on}
    return count_back(session, by="account:1", now=contest.election.closes_at + timedelta(days=30), **given)


def test_the_next_by_the_same_ballots_sits_until_the_old_term_ends(session, contest, emptied):
    made = hold(session, contest, emptied)
    session.refresh(emptied.seat, ["memberships"])
    follower = max(emptied.seat.memberships, key=lambda each: each.from_on)
    assert follower.person.name == "Cy Adams"
    assert follower.term_ends_on == emptied.term_ends_on
    assert follower.evidence_ref == f"countback:{made.id}"
    assert countback_sheet(contest, made).elected[0] in (2, 3)


def test_somebody_who_does_not_want_the_seat_is_passed_over(session, contest, emptied):
    assert hold(session, contest, emptied, unwilling=[3]).follows == 4


def test_without_the_rule_or_after_its_last_day_nothing_is_counted_back(session, contest, emptied):
    with pytest.raises(Refused, match="last day for a countback has passed"):
        hold(session, contest, emptied, day=contest.countback_until + timedelta(days=1))
    contest.countback = None
    with pytest.raises(Refused, match="does not allow a countback"):
        hold(session, contest, emptied)


def test_the_returning_officer_counts_back_from_the_list_of_empty_seats(
    visitor: Visitor, session, contest, emptied, officer, clock
):
    clock.move_to(contest.election.closes_at + timedelta(days=30))
    visitor.sign_in_as(officer)
    visitor.open("/desk/elections/vacancies")
    page = visitor.follow("Count the ballots back")
    assert page.says("Ann Lee left: moved away.")
    page = visitor.press("Count the ballots back and fill the seat")
    assert page.says("Cy Adams takes the seat of Ann Lee.")
    assert page.says("Stage by stage")
    visitor.open("/bodies/northgate-board")
    assert visitor.follow("Count sheet: Parent 1").says("Cy Adams takes the seat of Ann Lee.")
    result = visitor.open(f"/elections/{contest.election.slug}/{contest.slug}/result")
    assert result.says("A seat fell empty and was filled from the same ballots")


def test_a_seat_that_is_held_is_not_counted_back(visitor: Visitor, session, contest, emptied, officer, clock):
    clock.move_to(contest.election.closes_at + timedelta(days=30))
    visitor.sign_in_as(officer)
    held = next(seat for seat in contest.seat_class.seats if seat.id != emptied.seat_id)
    visitor.open(f"/desk/elections/countback/{held.id}", expect=404)
