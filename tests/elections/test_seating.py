"""The elected get their seats through the bodies room, with the count sheet as evidence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.bodies.models import Membership
from consult.bodies.rules import EvidenceKind, HowFilled
from consult.demo.makers.bodies import make_seat_class
from consult.demo.makers.elections import make_counted
from consult.elections.actions import declare
from consult.elections.actions.seating import seat_the_elected
from consult.kernel.errors import Refused


@pytest.fixture
def declared(session, poll, officer):
    for place in range(12):
        poll.cast(session, place, *((1, 2) if place % 2 else (2, 3)))
    contest = make_counted(session, poll=poll, by_id=officer.id)
    declare(session, contest=contest, by_id=officer.id, now=contest.election.closes_at)
    return contest


def test_the_elected_hold_seats_with_the_count_sheet_as_evidence(session, declared):
    declared.seat_class = make_seat_class(session, n_seats=2, how_filled=HowFilled.ELECTED)
    day = (declared.election.closes_at + timedelta(days=1)).date()
    made = seat_the_elected(session, contest=declared, from_on=day, by="account:1", now=declared.election.closes_at)
    assert [each.person.name for each in made] == ["Ann Lee", "Bo Khan"]
    assert {each.evidence_kind for each in made} == {EvidenceKind.COUNT_SHEET}
    assert {each.evidence_ref for each in made} == {f"contest:{declared.reference}"}
    with pytest.raises(Refused, match="Fewer seats"):
        seat_the_elected(session, contest=declared, from_on=day, by="account:1", now=declared.election.closes_at)
    assert len(session.scalars(select(Membership)).all()) == 2


def test_nobody_is_seated_before_the_declaration(session, poll):
    with pytest.raises(Refused, match="Declare the result"):
        seat_the_elected(
            session,
            contest=poll.contest,
            from_on=poll.contest.election.closes_at.date(),
            by="account:1",
            now=poll.contest.election.closes_at,
        )


def test_a_contest_without_seats_seats_nobody(session, declared):
    with pytest.raises(Refused, match="which seats"):
        seat_the_elected(
            session,
            contest=declared,
            from_on=declared.election.closes_at.date(),
            by="account:1",
            now=declared.election.closes_at,
        )
