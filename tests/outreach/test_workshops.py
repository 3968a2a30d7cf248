"""Workshops and drop-ins: planned by officers, booked without an account, given back, held and written down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.consultations.actions import record_opening
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPENS_AT, make_consultation, make_group
from consult.gates.models import Holiday
from consult.gates.rules import PeriodKind
from consult.kernel.errors import Invalid, Refused
from consult.outreach.actions.workshops import Telling, book_places, forget_bookers
from consult.outreach.models import Booking, HelpRequest, Workshop, WorkshopAttendance
from consult.outreach.workshops import CalendarEntry, WorkshopKind, calendar_file, require_places
from consult.post.models import Mail
from tests.visitor import Visitor

NOW = OPENS_AT + timedelta(days=10)
TELLING = Telling(council="Ambleford", link="http://localhost/x")


@pytest.fixture
def open_one(session, clock):
    consultation = make_consultation(session)
    record_opening(session, consultation=consultation, now=OPENS_AT)
    make_group(session, code="parent", name="Parents", answering_as="a parent")
    session.commit()
    clock.move_to(NOW)
    return consultation


@pytest.fixture
def desk(app, session, open_one):
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    return Visitor(app).sign_in_as(officer)


def planned(desk, consultation, *, places="3", ends="20:00", expect=200):
    desk.open(f"/desk/consultations/{consultation.id}/record/workshops/new")
    desk.choose("A workshop: people come for the whole time").fill("What is it called?", "Talk about networks")
    desk.fill("Where is it?", "Town Hall\nMarket Street").fill(
        "What should people know to be able to come?", "Step-free, with a loop."
    )
    on = NOW + timedelta(days=7)
    desk.fill_date("When does it begin?", on.day, on.month, on.year, "18:00")
    desk.fill_date("When does it end?", on.day, on.month, on.year, ends)
    desk.fill("How many places are there?", places)
    return desk.press("Save", expect=expect)


def to_booking(visitor, consultation):
    visitor.open(f"/consultations/{consultation.slug}")
    visitor.follow("Workshops and drop-ins")
    visitor.follow("Book places")
    return visitor


def test_places_are_booked_without_an_account_and_given_back_with_the_code(visitor, desk, open_one, session):
    planned(desk, open_one)
    page = visitor.open(f"/consultations/{open_one.slug}/workshops")
    assert page.says("Step-free, with a loop.")
    assert page.says("3 places are left.")
    to_booking(visitor, open_one).fill("For how many people?", "2").fill("Email address (optional)", "pat@example.org")
    assert visitor.press("Book").says("Your places are booked")
    booking = session.scalars(select(Booking)).one()
    mail = session.scalars(select(Mail)).one()
    code = next(word for word in visitor.page.main.split() if word.count("-") == 3)
    assert code in mail.text_body
    assert visitor.open(f"/consultations/{open_one.slug}/workshops").says("1 place is left.")
    visitor.follow("Give your places back")
    visitor.fill("Your code", "AAAA-AAAA-AAAA-AAAA")
    page = visitor.press("Give them back", expect=422)
    assert any("cannot find a booking" in error for error in page.errors)
    visitor.fill("Your code", code.lower())
    assert visitor.press("Give them back").says("Your places are free again")
    session.expire_all()
    assert (booking.released_at, booking.email) == (NOW, "")
    assert visitor.open(f"/consultations/{open_one.slug}/workshops").says("3 places are left.")


def test_nobody_books_more_places_than_there_are(visitor, desk, open_one, session):
    planned(desk, open_one)
    to_booking(visitor, open_one).fill("For how many people?", "4").fill(
        "Does anyone need something to be able to take part?", "An interpreter"
    )
    page = visitor.press("Book", expect=409)
    assert page.says("Only 3 places are left")
    assert page.says("An interpreter")
    visitor.fill("For how many people?", "3")
    assert visitor.press("Book").says("3 places at")
    page = visitor.open(f"/consultations/{open_one.slug}/workshops")
    assert page.says("All places are taken.")
    assert desk.open(f"/desk/consultations/{open_one.id}/record/workshops").says("3 of 3 places booked")
    desk.follow("Talk about networks")
    assert desk.page.says("An interpreter")


def test_the_same_press_twice_is_one_booking(desk, open_one, session):
    planned(desk, open_one)
    workshop = session.scalars(select(Workshop)).one()
    for _press in range(2):
        book_places(
            session,
            workshop=workshop,
            n_people=3,
            needs="",
            email="",
            submission_key="one key",
            telling=TELLING,
            now=NOW,
        )
    assert len(session.scalars(select(Booking)).all()) == 1


@pytest.mark.parametrize(
    ("wanted", "places", "booked", "fault"),
    [(1, None, 0, "Just come"), (11, 50, 0, "1 to 10"), (0, 50, 0, "1 to 10"), (1, 5, 5, "All places are taken")],
)
def test_a_booking_that_cannot_be_is_told_why(wanted, places, booked, fault):
    with pytest.raises((Invalid, Refused), match=fault):
        require_places(wanted, places=places, booked=booked)


def test_a_workshop_that_ends_before_it_begins_is_told_and_nothing_typed_is_lost(desk, open_one, session):
    page = planned(desk, open_one, ends="17:00", expect=422)
    assert any("It has to end after it begins" in error for error in page.errors)
    assert page.says("Step-free, with a loop.")
    assert session.scalars(select(Workshop)).all() == []


def test_who_came_is_written_down_by_group_and_everyone_sees_how_many(visitor, desk, open_one, session, clock):
    planned(desk, open_one, places="")
    here = desk.page.address
    assert not desk.page.says("Who came?")
    clock.move_to(NOW + timedelta(days=8))
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    desk.sign_in_as(officer).open(here)
    desk.fill("Parent", "12").fill("Others, or not known", "3")
    assert desk.press("Write down who came").says("15 people came.")
    counts = {row.group_id: row.n_people for row in session.scalars(select(WorkshopAttendance))}
    assert sorted(counts.values()) == [3, 12]
    assert visitor.open(f"/consultations/{open_one.slug}/workshops").says("15 people came.")
    assert desk.follow("Take in what was said there").says("What was said in meetings")


def test_a_workshop_is_called_off_with_a_reason_and_those_who_booked_are_told(visitor, desk, open_one, session):
    planned(desk, open_one)
    to_booking(visitor, open_one).fill("Email address (optional)", "pat@example.org").press("Book")
    desk.open(f"/desk/consultations/{open_one.id}/record/workshops")
    desk.follow("Talk about networks")
    page = desk.press("Call it off", expect=422)
    assert any("Say why it is called off" in error for error in page.errors)
    desk.fill("Why is it called off?", "The hall is flooded.").press("Call it off")
    assert visitor.open(f"/consultations/{open_one.slug}/workshops").says("The hall is flooded.")
    assert [mail.subject for mail in session.scalars(select(Mail).order_by(Mail.id))] == [
        "Your places: Talk about networks",
        "Called off: Talk about networks",
    ]


def test_fewer_places_than_are_booked_are_refused(visitor, desk, open_one, session):
    planned(desk, open_one)
    to_booking(visitor, open_one).fill("For how many people?", "3").press("Book")
    desk.open(f"/desk/consultations/{open_one.id}/record/workshops")
    desk.follow("Talk about networks")
    desk.follow("Change it")
    desk.fill("How many places are there?", "2")
    assert desk.press("Save", expect=409).says("3 places are booked already")


def test_how_to_reach_those_who_booked_is_forgotten_a_month_after(desk, open_one, session):
    planned(desk, open_one)
    workshop = session.scalars(select(Workshop)).one()
    booking = book_places(
        session,
        workshop=workshop,
        n_people=1,
        needs="A loop",
        email="pat@example.org",
        submission_key="k",
        telling=TELLING,
        now=NOW,
    )
    forget_bookers(session, now=workshop.ends_at + timedelta(days=30))
    session.expire_all()
    assert booking.email == "pat@example.org"
    forget_bookers(session, now=workshop.ends_at + timedelta(days=30, minutes=1))
    session.expire_all()
    assert (booking.email, booking.needs, booking.n_people) == ("", "", 1)


def test_the_calendar_file_keeps_to_its_format(visitor, session, desk, open_one):
    planned(desk, open_one)
    (number,) = session.scalars(select(Workshop.id))
    answer = visitor.client.get(f"/consultations/{open_one.slug}/workshops/{number}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    assert b"LOCATION:Town Hall\\, Market Street\r\n" in answer.data
    entry = CalendarEntry(
        uid="w-1@x",
        title="Talk; listen, é" * 12,
        words="One\ntwo",
        place="Hall",
        link="http://x",
        starts_at=datetime(2026, 7, 1, 17, 0, tzinfo=UTC),
        ends_at=datetime(2026, 7, 1, 19, 0, tzinfo=UTC),
        changed=2,
        is_cancelled=True,
    )
    text = calendar_file(entry, now=NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:" + "Talk\\; listen\\, é" * 12 in unfolded
    for line in ("DTSTART:20260701T170000Z", "STATUS:CANCELLED", "SEQUENCE:2", "DESCRIPTION:One\\ntwo"):
        assert f"{line}\r\n" in text


def test_kinds_are_told_apart(visitor, desk, open_one, session):
    planned(desk, open_one, places="")
    session.scalars(select(Workshop)).one().kind = WorkshopKind.DROP_IN
    session.commit()
    page = visitor.open(f"/consultations/{open_one.slug}/workshops")
    assert page.says("Drop-in: come and go as you like")
    assert page.says("You need not book.")


def test_help_is_owed_after_the_bank_holidays_of_the_council_s_calendar(visitor, open_one, session, clock):
    clock.move_to(datetime(2026, 4, 2, 9, 0, tzinfo=UTC))  # the Thursday before Easter
    closes = open_one.closes_at
    if closes <= clock.now():
        open_one.closes_at = clock.now() + timedelta(days=20)
    for first in (date(2026, 4, 3), date(2026, 4, 6)):
        session.add(Holiday(kind=PeriodKind.BANK_HOLIDAY, name="Easter", starts_on=first, ends_on=first))
    session.commit()
    visitor.open(f"/consultations/{open_one.slug}/help")
    visitor.choose("Braille").fill("How can we reach you?", "pat@example.com").press("Ask for it")
    assert session.scalars(select(HelpRequest.due_on)).one() == date(2026, 4, 13)
