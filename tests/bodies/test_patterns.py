"""Ways of being represented, set up in one step."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.bodies.actions import set_up_pattern
from consult.bodies.models import Body, BodyType, Seat, SeatClass
from consult.bodies.patterns import pattern_by_key, patterns
from consult.bodies.queries.showing import bodies_with_areas_on, nominated_seats_on, relations_on, reports_to_on
from consult.bodies.representation import ChainBody, LinkState, chain_of
from consult.bodies.rules import Tier
from consult.demo.makers.bodies import BY, LONG_AGO
from consult.demo.makers.consultations import make_group
from consult.kernel.errors import NotFound, Refused
from consult.places.models import District, Ward

BEGINS = date(2024, 9, 1)


@pytest.fixture
def districts(session: Session) -> list[District]:
    """Ten districts of three wards each."""
    made = [
        District(
            code=f"D{n}",
            name=f"District {n}",
            wards=[Ward(code=f"W{n}-{w}", name=f"Ward {n}-{w}", population=10_000) for w in range(3)],
        )
        for n in range(10)
    ]
    session.add_all(made)
    session.flush()
    return made


def set_up(session: Session, key: str, districts: list[District]) -> tuple[Body, ...]:
    return set_up_pattern(
        session, pattern=pattern_by_key(key), founded_on=BEGINS, districts=districts, by=BY, now=LONG_AGO
    )


def n_seats(session: Session, body: Body, *, voting: bool) -> int:
    asked = select(func.count()).select_from(Seat).join(Seat.seat_class)
    asked = asked.where(SeatClass.body_id == body.id, SeatClass.is_voting == voting, ~SeatClass.is_office)
    return session.scalar(asked) or 0


@pytest.mark.parametrize("key", [pattern.key for pattern in patterns()])
def test_each_can_be_set_up_and_never_twice(session: Session, districts: list[District], key: str) -> None:
    made = set_up(session, key, districts)
    assert made
    assert pattern_by_key(key).sources
    assert pattern_by_key(key).rules
    with pytest.raises(Refused, match="set up already"):
        set_up(session, key, districts)


def test_there_is_one_for_each_of_the_six_known_ways() -> None:
    assert [pattern.key for pattern in patterns()] == [
        "partnership",
        "districts",
        "networks",
        "cooperative-trust",
        "parent-governors",
        "schools-forum",
    ]
    with pytest.raises(NotFound):
        pattern_by_key("nothing")


def test_the_partnership_has_two_heads_of_each_district_and_a_council_without_a_vote(
    session: Session, districts: list[District]
) -> None:
    (board,) = set_up(session, "partnership", districts)
    assert (n_seats(session, board, voting=True), n_seats(session, board, voting=False)) == (24, 1)


def test_every_ward_sends_someone_to_its_district_and_every_district_to_the_city(
    session: Session, districts: list[District]
) -> None:
    made = set_up(session, "districts", districts)
    assert len(made) == 1 + 10 + 30
    above = reports_to_on(relations_on(session, day=BEGINS))
    tiers = {Tier.CITY: 0, Tier.DISTRICT: 1, Tier.LOCALITY: 2}
    bodies = [
        ChainBody(body_id=body.id, name=body.name, tier=tiers[body.body_type.tier], reports_to=above.get(body.id, ()))
        for body in bodies_with_areas_on(session, BEGINS)
    ]
    steps = chain_of(bodies, nominated_seats_on(session, day=BEGINS))
    assert [len(step.links) for step in steps] == [30, 10]
    assert {link.state for step in steps for link in step.links} == {LinkState.VACANT}  # seats are there, and empty


def test_networks_send_their_chairs_to_the_district_and_districts_to_the_education_board(
    session: Session, districts: list[District]
) -> None:
    made = set_up(session, "networks", districts)
    assert len(made) == 1 + 10 + 20
    assert n_seats(session, made[0], voting=True) == 10


def test_parent_governors_vote_on_scrutiny_by_the_exception_that_is_stated(session: Session) -> None:
    (committee,) = set_up(session, "parent-governors", [])
    assert committee.body_type.is_council_committee
    classes = session.scalars(select(SeatClass).where(SeatClass.body_id == committee.id)).all()
    assert all(kind.exception for kind in classes if kind.is_voting and not kind.for_councillors)
    assert any("secret ballot" in kind.rule for kind in classes)


def test_schools_and_academies_hold_two_thirds_of_a_schools_forum(session: Session) -> None:
    (forum,) = set_up(session, "schools-forum", [])
    classes = session.scalars(select(SeatClass).where(SeatClass.body_id == forum.id, ~SeatClass.is_office)).all()
    of_schools = {"Primary headteacher", "Primary governor", "Secondary headteacher", "Special schools"}
    of_schools |= {"Nursery schools", "Academies", "Pupil referral units"}
    n_schools = sum(kind.n_seats for kind in classes if kind.name in of_schools)
    assert n_schools * 3 >= 2 * sum(kind.n_seats for kind in classes)


def test_groups_of_the_council_get_their_seats(session: Session) -> None:
    parent = make_group(session, code="parent")
    (forum,) = set_up(session, "cooperative-trust", [])
    named = session.scalars(
        select(SeatClass.name).where(SeatClass.body_id == forum.id, SeatClass.group_id == parent.id)
    )
    assert named.all() == ["Parents and carers"]
    assert [stake.group_id for stake in forum.stakes] == [parent.id]
    assert session.scalars(select(BodyType.key)).all() == ["members_forum"]
