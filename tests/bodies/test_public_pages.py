"""What anyone sees of bodies: who sits, who is missing, who has no seat, on any day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session

from consult.bodies.actions import change_status, end_membership, relate_bodies, set_stakes
from consult.bodies.actions.asking import KEPT_FOR, answer_interest, express_interest, forget_old_interests
from consult.bodies.models import Body, ExpressionOfInterest
from consult.bodies.rules import HowFilled, InterestState, RelationKind, Tier
from consult.demo.makers.bodies import (
    BY,
    LONG_AGO,
    make_body,
    make_body_type,
    make_membership,
    make_person,
    make_seat,
    make_seat_class,
)
from consult.demo.makers.consultations import make_group
from consult.kernel.clock import HandClock
from consult.kernel.errors import Invalid, Refused
from tests.visitor import Visitor

SEPTEMBER = date(2025, 9, 1)


@pytest.fixture
def board(session: Session) -> Body:
    """A board with a head, a teacher without a vote and an empty seat for a parent."""
    board = make_body(session, name="Northgate Board")
    head, teacher, parent = (make_group(session, code=code) for code in ("headteacher", "teacher", "parent"))
    seats = make_seat(session, body=board, name="Head of a school", group_id=head.id)
    make_membership(session, seat=seats, person=make_person(session, name="Amina Clay"), from_on=SEPTEMBER)
    seat = make_seat(
        session, body=board, name="Teacher", group_id=teacher.id, is_voting=False, how_filled=HowFilled.APPOINTED
    )
    make_membership(session, seat=seat, person=make_person(session, name="Ben Young"), from_on=SEPTEMBER)
    make_seat(session, body=board, name="Parent", group_id=parent.id)
    pupil = make_group(session, code="pupil", name="Pupils")
    whys = {group.id: "" for group in (head, teacher, parent, pupil)}
    set_stakes(session, body=board, whys=whys, by=BY, now=LONG_AGO)
    return board


def test_a_body_says_who_sits_and_which_seat_stands_empty(visitor: Visitor, board: Body) -> None:
    page = visitor.open("/bodies/northgate-board")
    assert page.says("2 of 3 seats are taken, 1 seat has no vote and 1 stands empty.")
    for words in ("Amina Clay", "Term ends on 31 August 2026", "Ben Young", "Empty", "2024-1"):
        assert page.says(words)


def test_a_body_says_in_words_who_has_no_seat(visitor: Visitor, board: Body) -> None:
    page = visitor.open("/bodies/northgate-board")
    assert page.says("Teacher are in the room, without a vote.")
    assert page.says("Parent can vote here, but nobody sits for them now.")
    assert page.says("Pupils have no seat at all.")
    assert page.says("Headteacher: 1 voting")


def test_the_picture_has_a_place_for_each_seat_with_the_number_of_the_table(visitor: Visitor, board: Body) -> None:
    page = visitor.open("/bodies/northgate-board")
    drawn = [node for node in page.tree.iter() if node.get("class") == "c-seat__place"]
    assert len(drawn) == 2 * 3  # once wide, once narrow
    assert page.body.count("c-seat--vacant") == 2
    assert page.body.count("c-seat--other") == 2
    assert "1: Head of a school – Amina Clay" in page.body


def test_a_body_can_be_seen_on_any_day(visitor: Visitor, session: Session, board: Body) -> None:
    held = make_membership(session, seat=make_seat(session, body=board, name="Governor"), from_on=SEPTEMBER)
    end_membership(session, membership=held, until_on=date(2025, 12, 31), reason="Moved", by=BY, now=LONG_AGO)
    assert not visitor.open("/bodies/northgate-board").says(held.person.name)
    page = visitor.open("/bodies/northgate-board?on=2025-12-31")
    assert page.says("This is how it was on 31 December 2025.")
    assert page.says(held.person.name)
    assert visitor.open("/bodies/northgate-board?on=2020-01-01").says("It was not there on this day")


@pytest.mark.parametrize("typed", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31", "%00", "2026-02-30" * 40])
def test_a_day_that_is_none_meets_a_sentence_and_today(visitor: Visitor, board: Body, typed: str) -> None:
    for address in ("/bodies", "/bodies/northgate-board", "/representation"):
        assert visitor.open(f"{address}?on={typed}").says("is no day that we can show, so this is today")


def test_someone_who_stays_after_their_term_is_marked(visitor: Visitor, board: Body, clock: HandClock) -> None:
    clock.advance(days=200)
    assert visitor.open("/bodies/northgate-board").says("stays until a successor is declared")


def test_a_term_that_ends_soon_comes_next(visitor: Visitor, board: Body, clock: HandClock) -> None:
    assert not visitor.open("/bodies/northgate-board").says("a term ends")
    clock.advance(days=120)
    assert visitor.open("/bodies/northgate-board").says("On 31 August 2026 a term ends: Amina Clay (Head of a school)")


def test_all_bodies_stand_in_a_picture_and_in_a_table(visitor: Visitor, session: Session, board: Body) -> None:
    change_status(session, body=board, act="call_stretched", why="Two left.", from_on=SEPTEMBER, by=BY, now=LONG_AGO)
    page = visitor.open("/bodies")
    assert page.says("1 body with 3 seats, of which 1 stand empty")
    assert page.says("Stretched")
    assert "Northgate Board: Stretched" in page.body
    assert page.says("Pupil")
    assert page.says("vote in 0 of 1")
    assert visitor.open("/bodies?on=2020-01-01").says("No body is set up")


def test_a_long_list_of_bodies_is_cut_into_pages_and_narrowed(visitor: Visitor, session: Session) -> None:
    ward = make_body_type(session, key="ward_committee", tier=Tier.LOCALITY)
    for number in range(45):
        make_body(session, name=f"Committee {number:02}", body_type=ward)
    make_body(session, name="The Board")
    assert visitor.open("/bodies").says("1 to 40 of 46")
    assert visitor.follow("Next").says("41 to 46 of 46")
    assert "Committee 01" not in visitor.open("/bodies?type=district_board").links


def test_the_chain_says_who_is_heard_and_what_is_missing(visitor: Visitor, session: Session) -> None:
    city = make_body(session, name="City Board", body_type=make_body_type(session, key="city", tier=Tier.CITY))
    heard, empty, silent, alone = (make_body(session, name=name) for name in ("North", "East", "South", "West"))
    for body in (heard, empty, silent):
        relate_bodies(
            session, from_body=body, to_body=city, kind=RelationKind.REPORTS_TO, from_on=SEPTEMBER, by=BY, now=LONG_AGO
        )
    seats = [
        make_seat(session, body=city, how_filled=HowFilled.NOMINATED, nominating_body_id=body.id)
        for body in (heard, empty)
    ]
    make_membership(session, seat=seats[0], person=make_person(session, name="Amina Clay"), from_on=SEPTEMBER)
    page = visitor.open("/representation")
    assert page.says("1 of 4 bodies are heard one step up")
    assert page.says("Amina Clay speaks and votes for North on the City Board.")
    assert page.says("Nobody speaks for East on the City Board: its seat stands empty.")
    assert page.says("South has no seat on the City Board, to which it reports.")
    assert page.says(f"{alone.name} reports to no other body.")


def test_a_long_step_of_the_chain_is_cut_and_paged_on_a_page_of_its_own(visitor: Visitor, session: Session) -> None:
    city = make_body(session, name="City Board", body_type=make_body_type(session, key="city", tier=Tier.CITY))
    since = city.founded_on
    for number in range(60):
        body = make_body(session, name=f"Board {number:03}")
        relate_bodies(
            session, from_body=body, to_body=city, kind=RelationKind.REPORTS_TO, from_on=since, by=BY, now=LONG_AGO
        )
    page = visitor.open("/representation")
    assert page.says("Board 011 has no seat")
    assert not page.says("Board 012 has no seat")
    page = visitor.follow("See all 60: From districts to the city")
    assert page.says("1 to 50 of 60")
    assert page.says("Missing Board 012 has no seat")
    assert visitor.follow("Next page: 2 of 2").says("Board 059 has no seat")
    visitor.open("/representation/9", expect=404)


def test_a_member_has_a_page_with_every_seat_now_and_before(visitor: Visitor, session: Session, board: Body) -> None:
    visitor.open("/bodies/northgate-board")
    page = visitor.follow("Amina Clay")
    assert page.says("Sits on Northgate Board: Head of a school")
    stranger = make_person(session, name="Nobody Sitting")
    visitor.open(f"/members/{stranger.id}", expect=404)


def test_anyone_can_offer_to_sit_in_an_empty_seat_once(
    visitor: Visitor, session: Session, board: Body, clock: HandClock
) -> None:
    visitor.open("/bodies/northgate-board")
    visitor.follow("I would sit here: Parent")
    clock.advance(seconds=20)
    visitor.press("Tell the clerk", expect=422)
    assert visitor.page.errors == ["Enter your name", "Enter an email address or a phone number"]
    visitor.fill("Your name", "Jo Field").fill("How we can reach you", "jo@example.org")
    data = visitor.page
    assert visitor.press("Tell the clerk").says("The clerk has your offer")
    assert data is not visitor.page
    (offer,) = session.scalars(select(ExpressionOfInterest))
    assert (offer.name, offer.seat_class.name, offer.state) == ("Jo Field", "Parent", "new")
    assert not visitor.open("/bodies/northgate-board").says("Jo Field")


def test_a_program_is_asked_to_press_again(visitor: Visitor, session: Session, board: Body) -> None:
    visitor.open("/bodies/northgate-board")
    visitor.follow("I would sit here: Parent")
    visitor.fill("Your name", "Jo Field").fill("How we can reach you", "jo@example.org")
    assert visitor.press("Tell the clerk", expect=422).says("Press the button once more")
    assert session.scalars(select(ExpressionOfInterest)).all() == []
    assert visitor.press("Tell the clerk").says("The clerk has your offer")


def test_nobody_offers_to_sit_where_there_is_no_such_seat(visitor: Visitor, session: Session, board: Body) -> None:
    other = make_seat_class(session)
    for seat in ("0", "x", str(other.id), "999999"):
        visitor.open(f"/bodies/northgate-board/seats/{seat}/interest", expect=404)


def test_an_offer_is_one_however_often_the_form_is_pressed_and_is_forgotten_in_time(session: Session) -> None:
    seats = make_seat_class(session)
    said = {"seat_class": seats, "name": "Jo", "contact": "jo@x.org", "why": "", "submission_key": "k", "now": LONG_AGO}
    first = express_interest(session, **said)  # type: ignore[arg-type]  # the names of express_interest
    assert express_interest(session, **said) is first  # type: ignore[arg-type]  # as above
    with pytest.raises(Invalid):
        express_interest(session, **said | {"submission_key": "l", "name": " "})  # type: ignore[arg-type]  # as above
    with pytest.raises(Invalid):
        answer_interest(session, interest=first, state=InterestState.NEW, by=BY, now=LONG_AGO)
    answer_interest(session, interest=first, state=InterestState.INVITED, by=BY, now=LONG_AGO)
    assert forget_old_interests(session, now=LONG_AGO + KEPT_FOR) == 0
    assert forget_old_interests(session, now=LONG_AGO + KEPT_FOR + timedelta(days=1)) == 1
    seats.until_on = SEPTEMBER
    with pytest.raises(Refused):
        express_interest(session, **said | {"submission_key": "m"})  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("address", ["/bodies", "/bodies/northgate-board", "/representation"])
def test_a_page_takes_as_many_queries_however_much_it_shows(
    visitor: Visitor, session: Session, connection: Connection, board: Body, address: str
) -> None:
    few = count_queries(connection, lambda: visitor.open(address))
    for number in range(6):
        seats = make_seat_class(session, body=board, name=f"Seat {number}", n_seats=2)
        make_membership(session, seat=seats.seats[0], from_on=SEPTEMBER)
        other = make_body(session)
        relate_bodies(
            session,
            from_body=other,
            to_body=board,
            kind=RelationKind.REPORTS_TO,
            from_on=SEPTEMBER,
            by=BY,
            now=LONG_AGO,
        )
        make_membership(session, seat=make_seat(session, body=other), from_on=SEPTEMBER)
    session.expire_all()
    assert count_queries(connection, lambda: visitor.open(address)) == few


def count_queries(connection: Connection, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return len(seen)
