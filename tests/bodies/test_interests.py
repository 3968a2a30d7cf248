"""Interests that members declare: public, per person and per item, with what they did."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions.interests import declare_interest, end_interest, record_item_interest
from consult.bodies.models import ItemInterest, Membership
from consult.bodies.rules import Conduct, InterestNature
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import BY, LONG_AGO, make_body, make_membership, make_person, make_seat
from consult.kernel.errors import Invalid, Refused
from tests.visitor import Visitor

DAY = date(2026, 2, 2)


@pytest.fixture
def held(session: Session) -> Membership:
    """Amina Clay sits on the Northgate Board."""
    seat = make_seat(session, body=make_body(session, name="Northgate Board"))
    return make_membership(session, seat=seat, person=make_person(session, name="Amina Clay"), from_on=date(2025, 9, 1))


def test_a_clerk_records_what_a_member_declares_and_everyone_reads_it(
    visitor: Visitor, session: Session, held: Membership
) -> None:
    clerk = visitor.sign_in_as(make_account(session, role=Role.CLERK))
    clerk.open("/bodies/northgate-board/interests")
    clerk.follow("Declare an interest")
    clerk.press("Record it", expect=422)
    clerk.select("Who?", "Amina Clay").choose("Work").fill("What is it?", "Works for a trust")
    assert clerk.press("Record it").says("Amina Clay: Works for a trust")
    assert Visitor(visitor.app).open(f"/members/{held.person_id}").says("Works for a trust (Work)")
    assert clerk.press("It ends today").says("The interest ends today.")
    assert Visitor(visitor.app).open(f"/members/{held.person_id}").says("Works for a trust (Work), until 2 March 2026")


def test_an_interest_in_one_item_says_what_the_member_did(visitor: Visitor, session: Session, held: Membership) -> None:
    clerk = visitor.sign_in_as(make_account(session, role=Role.CLERK))
    clerk.open(f"/desk/bodies/{held.body_id}/interests/item")
    clerk.select("Who?", "Amina Clay").fill("Which item?", "Contract").fill("What is the interest?", "Their firm bids")
    clerk.choose("Stayed, with a dispensation")
    assert clerk.press("Record it", expect=422).says("Say who gave the dispensation and when.")
    clerk.fill("If they had a dispensation", "Standards committee, 1 February")
    assert clerk.press("Record it").says("Standards committee, 1 February")
    stranger = Visitor(visitor.app).open("/bodies/northgate-board/interests")
    assert stranger.says("Their firm bids")
    assert not stranger.buttons


def test_only_those_who_sit_or_sat_can_be_chosen(visitor: Visitor, session: Session, held: Membership) -> None:
    make_person(session, name="Someone Else")
    clerk = visitor.sign_in_as(make_account(session, role=Role.CLERK))
    page = clerk.open(f"/desk/bodies/{held.body_id}/interests/new")
    assert page.says("Amina Clay")
    assert not page.says("Someone Else")


def test_a_candidate_declares_too_and_an_empty_declaration_is_none(session: Session) -> None:
    said = {"nature": InterestNature.OFFICE, "declared_on": DAY, "by": BY, "now": LONG_AGO}
    candidate = make_person(session)
    with pytest.raises(Invalid):
        declare_interest(session, person=candidate, interest=" ", **said)  # type: ignore[arg-type]  # its names
    made = declare_interest(session, person=candidate, interest="Parish councillor", **said)  # type: ignore[arg-type]  # its names
    with pytest.raises(Refused):
        end_interest(session, interest=made, ended_on=date(2020, 1, 1), by=BY, now=LONG_AGO)


def test_a_dispensation_is_named_in_the_database_too(session: Session, held: Membership) -> None:
    made = record_item_interest(
        session,
        body=held.seat.seat_class.body,
        person=held.person,
        item="Item 4",
        on_day=DAY,
        interest="Owns the field",
        conduct=Conduct.LEFT,
        by=BY,
        now=LONG_AGO,
    )
    assert made.conduct.is_recusal
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(ItemInterest).where(ItemInterest.id == made.id).values(conduct=Conduct.STAYED_WITH_DISPENSATION)
        )
