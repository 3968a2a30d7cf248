"""What clerks do with bodies: set them up, fill seats, let people leave, say how a body is doing."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role, body_scope
from consult.bodies.actions.asking import express_interest
from consult.bodies.models import Body, BodyRelation, Membership, Person, SeatClass
from consult.bodies.queries import body_by_slug
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import (
    make_body,
    make_body_type,
    make_membership,
    make_person,
    make_seat,
    make_seat_class,
)
from consult.demo.makers.consultations import make_group
from consult.kernel.clock import HandClock
from consult.places.models import District, Ward
from tests.visitor import Visitor


@pytest.fixture
def clerk(visitor: Visitor, session: Session) -> Visitor:
    """A browser in which a clerk is signed in."""
    return visitor.sign_in_as(make_account(session, role=Role.CLERK))


def test_a_clerk_sets_up_a_type_a_body_and_its_seats(clerk: Visitor, session: Session) -> None:
    make_group(session, code="parent", name="Parents and carers")
    clerk.open("/desk/bodies/types/new")
    clerk.press("Add this type", expect=422)
    clerk.fill("What is this type of body called?", "District board").choose("A district")
    clerk.choose("An academic year, 1 September to 31 August").tick("Members stay after their term")
    clerk.press("Add this type")
    clerk.fill("Name", "Northgate Board").select("Type of body", "District board")
    clerk.fill_date("When did it begin?", 1, 9, 2025)
    assert clerk.press("Set it up").says("The body is there. Now say which seats it has.")
    clerk.follow("Add seats")
    clerk.fill("What is a seat of this kind called?", "Parent").fill("How many?", "2")
    clerk.select("For whom do they speak?", "Parents and carers").choose("Elected by a vote").choose("They vote")
    assert clerk.press("Add these seats").says("0 of 2 seats are taken and 2 stand empty.")
    assert clerk.open("/bodies/northgate-board").says("Parent 2")


def test_a_pilot_without_an_end_meets_a_sentence_and_keeps_what_was_typed(clerk: Visitor, session: Session) -> None:
    make_body_type(session, name="District board")
    clerk.open("/desk/bodies/new")
    clerk.fill("Name", "A pilot").select("Type of body", "District board").tick("It is a pilot for a limited time")
    page = clerk.press("Set it up", expect=422)
    assert page.says("A pilot says when it ends")
    assert 'value="A pilot"' in page.body


def test_a_clerk_fills_a_seat_with_what_shows_it(clerk: Visitor, session: Session) -> None:
    seat = make_seat(session, name="Parent", body=make_body(session, name="Northgate Board"))
    clerk.open(f"/desk/bodies/{seat.body_id}/seats/{seat.id}/fill")
    clerk.press("Fill it", expect=422)
    clerk.fill("Who?", "Amina Clay").fill("Where is that kept?", "Minutes of 2 March 2026")
    assert clerk.press("Fill it").says("Amina Clay")
    page = clerk.open("/bodies/northgate-board")
    assert page.says("Minutes of 2 March 2026")
    assert page.says("Term ends on 31 August 2026")


def test_evidence_that_does_not_fit_is_refused_and_nobody_is_added(clerk: Visitor, session: Session) -> None:
    seat = make_seat(session)
    clerk.open(f"/desk/bodies/{seat.body_id}/seats/{seat.id}/fill")
    clerk.fill("Who?", "Amina Clay").fill("Where is that kept?", "Letter")
    clerk.select("What shows it?", "Letter or minute of the appointment")
    assert clerk.press("Fill it", expect=422).says("An elected seat points at its count sheet")
    assert session.scalars(select(Person)).all() == []


def test_someone_of_a_known_name_is_asked_about(clerk: Visitor, session: Session) -> None:
    held = make_membership(session, person=make_person(session, name="Amina Clay"))
    seat = make_seat(session)
    clerk.open(f"/desk/bodies/{seat.body_id}/seats/{seat.id}/fill")
    clerk.fill("Who?", "amina clay").fill("Where is that kept?", "Minutes")
    page = clerk.press("Fill it", expect=422)
    assert page.errors == ["Choose who is meant"]
    clerk.choose(f"Amina Clay, who sat on {held.seat.seat_class.body.name}")
    clerk.press("Fill it")
    assert [each.person_id for each in session.scalars(select(Membership))] == [held.person_id] * 2


def test_a_second_vote_is_refused_with_a_sentence(clerk: Visitor, session: Session) -> None:
    body = make_body(session)
    held = make_membership(session, seat=make_seat(session, body=body), person=make_person(session, name="Amina Clay"))
    seat = make_seat(session, body=body, name="Governor")
    clerk.open(f"/desk/bodies/{body.id}/seats/{seat.id}/fill")
    clerk.fill("Who?", "Amina Clay").fill("Where is that kept?", "Minutes")
    clerk.press("Fill it", expect=422)
    clerk.choose("Amina Clay, who sat on")
    assert clerk.press("Fill it", expect=422).says("nobody has two")
    assert session.scalars(select(Membership)).all() == [held]


def test_someone_leaves_and_a_deputy_comes_and_goes(clerk: Visitor, session: Session) -> None:
    held = make_membership(session, from_on=date(2025, 9, 1))
    at = f"/desk/bodies/{held.body_id}/seats/{held.seat_id}"
    clerk.open(f"{at}/deputy")
    clerk.fill("Who?", "Dee Puty")
    assert clerk.press("Name them").says("Dee Puty")
    assert clerk.press("Today is the deputy’s last day").says("The deputy’s last day is today.")
    clerk.follow("Someone leaves")
    clerk.fill("Why do they leave?", "Resigned")
    assert clerk.press("Note it").says("Resigned")
    clerk.open(f"{at}/leave", expect=404)


def test_a_clerk_says_how_a_body_is_doing(clerk: Visitor, session: Session) -> None:
    body = make_body(session, name="Northgate Board")
    clerk.open(f"/desk/bodies/{body.id}/status")
    clerk.choose("It is stretched")
    assert clerk.press("Say so", expect=422).says("who is missing")
    clerk.fill("What lies behind it?", "Two of three officers left.")
    clerk.press("Say so")
    assert clerk.open("/bodies/northgate-board").says("Two of three officers left.")


def test_a_stale_page_about_a_body_changes_nothing(clerk: Visitor, session: Session) -> None:
    body = make_body(session, name="Northgate Board")
    clerk.open(f"/desk/bodies/{body.id}/change")
    body.version += 1
    session.commit()
    clerk.fill("Name", "Another name")
    clerk.press("Change it", expect=409)
    assert body_by_slug(session, "northgate-board").name == "Northgate Board"


def test_a_pilot_reports_what_it_taught(clerk: Visitor, session: Session) -> None:
    ends = date(2026, 7, 31)
    body = make_body(session, name="Pilot", is_pilot=True, pilot_ends_on=ends, report_due_on=ends)
    assert clerk.open("/desk").says("A pilot owes its report")
    assert clerk.open("/bodies/pilot").says("By 31 July 2026 the council reports what was learned.")
    clerk.open(f"/desk/bodies/{body.id}/report")
    clerk.fill("What did the pilot teach you?", "Meet after six.")
    clerk.press("Publish it")
    assert clerk.open("/bodies/pilot").says("Meet after six.")
    assert not clerk.open("/desk").says("A pilot owes its report")


def test_whom_a_body_concerns_and_how_it_stands_to_others(clerk: Visitor, session: Session) -> None:
    make_group(session, code="pupil", name="Pupils")
    board, city = make_body(session, name="Northgate Board"), make_body(session, name="City Board")
    clerk.open(f"/desk/bodies/{board.id}/stakes")
    clerk.tick("Pupils").press("Say so")
    clerk.open(f"/desk/bodies/{board.id}/relations/new")
    clerk.choose("reports to").select("The other body", "City Board").press("Say so")
    page = clerk.open("/bodies/northgate-board")
    assert page.says("Pupils have no seat at all.")
    assert session.scalars(select(BodyRelation)).one().to_body is city


def test_a_vote_without_its_exception_is_refused_on_a_council_committee(clerk: Visitor, session: Session) -> None:
    kind = make_body_type(session, key="scrutiny", is_council_committee=True)
    body = make_body(session, body_type=kind)
    clerk.open(f"/desk/bodies/{body.id}/seats/new")
    clerk.fill("What is a seat of this kind called?", "Adviser").choose("Appointed by someone").choose("They vote")
    assert clerk.press("Add these seats", expect=422).says("section 13")
    assert session.scalars(select(SeatClass)).all() == []


def test_many_bodies_are_set_up_in_one_step(clerk: Visitor, session: Session) -> None:
    session.add(District(code="D1", name="Northgate", wards=[Ward(code="W1", name="Copley", population=1)]))
    session.flush()
    clerk.open("/desk/bodies/patterns")
    page = clerk.follow("Ward committees, district groups and a city board")
    assert page.says("Have the council’s lawyer read them")
    assert clerk.press("Set it up").says("3 bodies are there with their seats.")
    clerk.open("/desk/bodies/patterns/districts")
    assert clerk.press("Set it up", expect=422).says("This was set up already")
    assert clerk.open("/bodies").says("Northgate district group")


def test_the_desk_warns_in_time_and_leads_to_the_seat(clerk: Visitor, session: Session, clock: HandClock) -> None:
    body = make_body(session, name="Northgate Board")
    make_membership(session, seat=make_seat(session, body=body), from_on=date(2025, 9, 1))
    assert not clerk.open("/desk").says("term ends")
    clock.advance(days=100)
    clerk.sign_in_as(make_account(session, role=Role.CLERK))
    page = clerk.open("/desk")
    assert page.says("1 term ends: fill the seat Northgate Board")
    make_seat(session, body=body, name="Parent")
    clerk.open("/desk")
    assert clerk.follow("1 seat stands empty").says("Parent")


def test_offers_to_sit_reach_the_clerk(clerk: Visitor, session: Session, clock: HandClock) -> None:
    seats = make_seat_class(session, name="Parent")
    said = {"name": "Jo Field", "contact": "jo@example.org", "why": "I care.", "submission_key": "k"}
    express_interest(session, seat_class=seats, now=clock.now(), **said)
    clerk.open("/desk")
    assert clerk.follow("1 person offers to sit").says("jo@example.org")
    clerk.follow("Say what you did")
    clerk.choose("I told them how the seat is filled")
    assert clerk.press("Note it").says("Answered")
    assert not clerk.open("/desk").says("offers to sit")


def test_a_clerk_of_one_body_reaches_no_other(visitor: Visitor, session: Session) -> None:
    mine, other = make_body(session, name="Mine"), make_body(session, name="Not mine")
    visitor.sign_in_as(make_account(session, role=Role.CLERK, scope=body_scope(mine.id)))
    assert visitor.open("/desk/bodies").says("Mine")
    assert not visitor.page.main.count("Not mine")
    visitor.open(f"/desk/bodies/{mine.id}")
    for page in ("", "/change", "/status", "/seats/new", "/offers"):
        visitor.open(f"/desk/bodies/{other.id}{page}", expect=403)
    seat = make_seat(session, body=other)
    visitor.open(f"/desk/bodies/{mine.id}/seats/{seat.id}/fill", expect=404)


def test_a_closed_body_offers_no_more_seats(clerk: Visitor, session: Session, body_closed: Body) -> None:
    assert "Add seats" not in clerk.open(f"/desk/bodies/{body_closed.id}").links
    assert "I would sit here" not in clerk.open(f"/bodies/{body_closed.slug}").text


@pytest.fixture
def body_closed(clerk: Visitor, session: Session) -> Body:
    """A body that a clerk has closed."""
    body = make_body(session, name="Northgate Board")
    make_seat(session, body=body)
    clerk.open(f"/desk/bodies/{body.id}/status")
    clerk.choose("Close it").fill("What lies behind it?", "The networks take over.")
    clerk.press("Say so")
    return body
