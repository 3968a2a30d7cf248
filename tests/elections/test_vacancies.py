"""From an empty seat to the way that fills it: by-election, co-option, or whoever sends somebody."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions import end_membership
from consult.bodies.rules import HowFilled
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import make_body, make_membership, make_person, make_seat
from consult.demo.makers.elections import make_contest, make_election
from consult.elections.actions import publish_notice
from consult.elections.models import Contest, Election
from consult.elections.queries.vacancies import seats_to_elect
from consult.elections.rules import ElectionKind
from consult.kernel.clock import HandClock
from tests.visitor import Visitor


@pytest.fixture
def seat(session: Session):
    """An elected seat whose holder left in February."""
    made = make_seat(
        session, name="Parent", body=make_body(session, name="Northgate Board"), electorate="Parents of Northgate"
    )
    held = make_membership(session, seat=made, person=make_person(session, name="Amina Clay"), from_on=date(2025, 9, 1))
    end_membership(
        session, membership=held, until_on=date(2026, 2, 20), reason="moved away", by="system", now=held.recorded_at
    )
    return made


def test_an_empty_seat_leads_to_a_by_election_that_is_filled_in(visitor: Visitor, session: Session, seat) -> None:
    visitor.sign_in_as(make_account(session, role=Role.RETURNING_OFFICER))
    visitor.open("/desk/elections")
    assert visitor.follow("Seats that stand empty or soon will").says("Amina Clay sat here until 20 February 2026")
    visitor.follow("Begin an election")
    visitor.fill("Who hears a challenge", "The monitoring officer")
    assert visitor.press("Save").says("The election is drafted, with its contest.")
    contest = session.scalars(select(Contest)).one()
    assert (contest.seat_class_id, contest.seats) == (seat.seat_class_id, 1)
    assert contest.electorate == "Parents of Northgate"
    assert contest.election.kind is ElectionKind.BY_ELECTION
    again = visitor.open("/desk/elections/vacancies")
    assert again.says("See the election")
    visitor.open(f"/desk/elections/by-election/{seat.id}")
    assert len(session.scalars(select(Election)).all()) == 1


def test_bad_dates_keep_what_was_typed_and_draft_nothing(visitor: Visitor, session: Session, seat) -> None:
    visitor.sign_in_as(make_account(session, role=Role.RETURNING_OFFICER))
    visitor.open(f"/desk/elections/by-election/{seat.id}")
    visitor.fill("Who hears a challenge", "The monitoring officer").fill_date("Voting opens", 1, 1, 2026, "9am")
    page = visitor.press("Save", expect=422)
    assert page.says("Voting must open after nominations close")
    assert "The monitoring officer" in page.body
    assert session.scalars(select(Election)).all() == []


@pytest.mark.parametrize(
    ("today", "advice"),
    [
        (date(2026, 3, 2), "More than four months of the academic year are left"),
        (date(2026, 4, 30), "More than four months of the academic year are left"),
        (date(2026, 5, 1), "Four months or less of the academic year are left"),
    ],
)
def test_the_clerk_is_told_which_way_the_rules_name(
    visitor: Visitor, session: Session, seat, clock: HandClock, today: date, advice: str
) -> None:
    clock.move_to(datetime.combine(today, time(9), tzinfo=UTC))
    visitor.sign_in_as(make_account(session, role=Role.CLERK))
    visitor.open(f"/desk/bodies/{seat.body_id}/seats/{seat.id}")
    page = visitor.follow("How it can be filled")
    assert page.says(advice)
    assert page.says("A by-election is begun by the returning officer")


def test_a_clerk_co_opts_somebody_into_an_elected_seat(visitor: Visitor, session: Session, seat) -> None:
    visitor.sign_in_as(make_account(session, role=Role.CLERK))
    visitor.open(f"/desk/bodies/{seat.body_id}/seats/{seat.id}/ways")
    visitor.follow("Co-opt somebody")
    visitor.fill("Who?", "Bel Corry").fill("Where is that kept?", "Minutes of 2 March 2026, item 3")
    assert visitor.press("Fill it").says("Bel Corry")
    assert visitor.open("/bodies/northgate-board").says("Co-opted")


def test_a_seat_that_others_fill_says_who_sends_somebody(visitor: Visitor, session: Session) -> None:
    sends = make_body(session, name="Ashlow Group")
    seat = make_seat(session, how_filled=HowFilled.NOMINATED, nominating_body_id=sends.id)
    visitor.sign_in_as(make_account(session, role=Role.CLERK))
    page = visitor.open(f"/desk/bodies/{seat.body_id}/seats/{seat.id}/ways")
    assert page.says("Ashlow Group sends somebody.")
    assert not page.says("by-election")


def test_a_seat_whose_term_ends_soon_is_listed_in_time(session: Session) -> None:
    held = make_membership(session, from_on=date(2025, 9, 1))
    assert [seat.id for seat in seats_to_elect(session, day=date(2026, 6, 2)).items] == [held.seat_id]
    assert not seats_to_elect(session, day=date(2026, 6, 1)).items


def test_everyone_sees_that_an_election_fills_an_empty_seat(visitor: Visitor, session: Session, seat, officer) -> None:
    election = make_election(session, by_id=officer.id, opens_at=datetime.fromisoformat("2026-05-04T08:00+00:00"))
    contest = make_contest(session, election=election, by_id=officer.id)
    contest.seat_class = seat.seat_class
    session.flush()
    assert not visitor.open("/bodies/northgate-board").says("An election fills it")
    publish_notice(session, election=election, by_id=officer.id, now=election.created_at)
    assert visitor.open("/bodies/northgate-board").says("An election fills the seat “Parent”.")
    visitor.follow("An election fills it")
    assert visitor.says(contest.title)
