"""A meeting from its plan to its minutes, as the clerk and everyone else see it."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from consult.accounts.rules import Role, body_scope
from consult.bodies.queries.showing import seats_on
from consult.bodies.rules import HowFilled
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import BY, make_body, make_body_type, make_membership, make_person, make_seat
from consult.demo.makers.consultations import make_consultation
from consult.demo.makers.meetings import EVENING, make_meeting
from consult.kernel.errors import Invalid, Refused, Stale
from consult.meetings.actions import (
    Came,
    InTheHall,
    call_meeting,
    cancel_meeting,
    name_those_in_hall,
    publish_minutes,
    remove_item,
    take_roll,
    write_minutes,
)
from consult.meetings.models import AgendaItem, InHall, Meeting
from consult.meetings.queries import attendance_until
from consult.meetings.rules import Attending, MeetingState
from tests.visitor import Visitor

AFTER = EVENING + timedelta(hours=3)


@pytest.fixture
def committee(session):
    """A ward committee on which Amina Clay and Ben Osei sit."""
    body = make_body(session, name="Old Wharf committee")
    for name in ("Amina Clay", "Ben Osei"):
        seat = make_seat(session, body=body, name=f"Seat of {name}", how_filled=HowFilled.APPOINTED)
        make_membership(session, seat=seat, person=make_person(session, name=name))
    return body


@pytest.fixture
def clerk(visitor, session):
    return visitor.sign_in_as(make_account(session, role=Role.CLERK))


@pytest.fixture
def anyone(app):
    return Visitor(app)


def held(session, committee, *, attending=Attending.CAME):
    meeting = make_meeting(session, body=committee)
    sitters = committee_seats(session, committee)
    came = [Came(person_id=person, seat=name, attending=attending) for person, name in sitters]
    return take_roll(session, meeting=meeting, came=came, version_seen=meeting.version, by=BY, now=AFTER)


def committee_seats(session, committee):
    seats = seats_on(session, body_id=committee.id, day=EVENING.date())
    return [(seat.holder.person_id, seat.name) for seat in seats if seat.holder]


def test_a_clerk_plans_a_meeting_and_everyone_reads_of_it_once_it_is_called(clerk, anyone, session, committee):
    consultation = make_consultation(session)
    clerk.open(f"/desk/bodies/{committee.id}")
    clerk.follow("Plan a meeting, take its roll, write its minutes")
    clerk.follow("Plan a meeting")
    assert clerk.press("Draft it", expect=422).errors == ["Enter the day and the time", "Say where it meets"]
    clerk.fill_date("When does it begin?", 19, 3, 2026, "6.30pm").fill("How many minutes", "90")
    clerk.fill("Where?", "Old Wharf Hall").fill("What helps people to come?", "A hearing loop.")
    clerk.fill("Where can people follow it from home?", "http://example.org")
    assert clerk.press("Draft it", expect=422).says("it should begin with https://")
    clerk.fill("Where can people follow it from home?", "https://example.org/live")
    assert clerk.press("Draft it").says("Now say what is on its agenda")
    meeting = session.scalars(select(Meeting)).one()
    anyone.open(f"/meetings/{meeting.id}", expect=404)
    clerk.follow("Say what is on its agenda")
    clerk.fill("What is the item?", "Crossings").fill("Papers", "Map https://example.org/map")
    clerk.select("Is it about a consultation or a decision?", f"{consultation.words[0].title} (Open)")
    clerk.press("Put it on the agenda")
    clerk.follow("Add an item")
    clerk.fill("What is the item?", "Minutes of the last meeting")
    clerk.press("Put it on the agenda")
    assert "1 Minutes of the last meeting" in clerk.press("Move up").main
    clerk.follow("Call the meeting, so that everyone can read of it")
    assert clerk.says("12 clear working days lie between today and the meeting")
    clerk.press("Publish it")
    page = anyone.open(f"/bodies/{committee.slug}")
    assert page.says("It meets next on Thursday 19 March 2026, 6.30 pm to 8 pm.")
    page = anyone.follow("Read the agenda")
    assert page.says("Old Wharf Hall")
    assert page.says("A hearing loop.")
    assert page.links["Map"] == "https://example.org/map"
    assert page.links[consultation.words[0].title].endswith(consultation.slug)
    anyone.open(f"/bodies/{committee.slug}/meetings")
    assert anyone.follow("See the meetings of all bodies").says("Old Wharf committee")


def test_a_committee_of_the_council_needs_five_clear_days_or_a_reason(clerk, anyone, session):
    council = make_body(session, body_type=make_body_type(session, key="council", is_council_committee=True))
    meeting = make_meeting(session, body=council, starts_at=EVENING - timedelta(days=13), is_called=False)
    clerk.open(f"/desk/bodies/{council.id}/meetings/{meeting.id}/call")
    assert clerk.press("Publish it", expect=422).says("5 clear days before it meets; here there would be 3")
    clerk.fill("Why can it not wait?", "The roof of the hall must be mended.")
    clerk.press("Publish it")
    page = anyone.open(f"/meetings/{meeting.id}")
    assert page.says("The roof of the hall must be mended.")


def test_a_meeting_without_an_agenda_or_in_the_past_is_not_called(session, committee):
    empty = make_meeting(session, body=committee, items=(), is_called=False)
    with pytest.raises(Refused, match="Nothing is on its agenda"):
        call_meeting(session, meeting=empty, urgency="", away=(), by=BY, now=EVENING - timedelta(days=9))
    past = make_meeting(session, body=committee, is_called=False)
    with pytest.raises(Refused, match="hour has passed"):
        call_meeting(session, meeting=past, urgency="", away=(), by=BY, now=EVENING)


def test_a_meeting_called_off_keeps_its_page_and_says_why(clerk, anyone, session, committee):
    meeting = make_meeting(session, body=committee)
    clerk.open(f"/desk/bodies/{committee.id}/meetings/{meeting.id}")
    clerk.follow("Call it off")
    clerk.fill("Why?", "The hall is flooded.")
    clerk.press("Call it off")
    assert anyone.open(f"/meetings/{meeting.id}").says("It is called off. The hall is flooded.")
    assert "STATUS:CANCELLED" in anyone.open(f"/meetings/{meeting.id}.ics").body
    with pytest.raises(Invalid):
        cancel_meeting(session, meeting=make_meeting(session, body=committee), reason=" ", by=BY, now=EVENING)


def test_a_draft_is_thrown_away_and_a_called_meeting_is_not(clerk, session, committee):
    called = make_meeting(session, body=committee, items=["Only one"])
    draft = make_meeting(session, body=committee, is_called=False)
    clerk.open(f"/desk/bodies/{committee.id}/meetings/{draft.id}")
    assert clerk.press("Throw this draft away").says("The draft is gone.")
    assert len(session.scalars(select(AgendaItem)).all()) == 1
    with pytest.raises(Refused, match="only item"):
        remove_item(session, item=called.items[0], by=BY, now=EVENING)


def test_the_roll_says_who_came_and_the_bodys_page_how_often(clerk, anyone, session, committee, clock):
    meeting = make_meeting(session, body=committee)
    address = f"/desk/bodies/{committee.id}/meetings/{meeting.id}"
    assert not clerk.open(address).says("Take the roll of members")
    clock.move_to(EVENING + timedelta(minutes=5))
    clerk = Visitor(clerk.app).sign_in_as(make_account(session, role=Role.CLERK))
    assert anyone.open(f"/meetings/{meeting.id}").says("Going on now")
    clerk.open(address)
    clerk.follow("Take the roll: who is here?")
    assert clerk.press("Take the roll", expect=422).says("Say of Amina Clay whether they came.")
    people = committee_seats(session, committee)
    answers = {f"came-{people[0][0]}": "came", f"came-{people[1][0]}": "apologies"}
    clerk.post(f"{address}/roll", data={**answers, "version": str(meeting.version), "csrf_token": clerk.token()})
    page = anyone.open(f"/meetings/{meeting.id}")
    assert page.says("1 of 2 members were there.")
    assert page.says("Sent apologies")
    body = anyone.open(f"/bodies/{committee.slug}")
    assert body.says("Came to 1 of 1 meeting")
    assert body.says("Came to 0 of 1 meeting")
    assert not body.says("How often members came is shown once attendance")


def test_attendance_counts_the_year_before_a_day_and_a_deputy_as_coming(session, committee):
    meeting = held(session, committee, attending=Attending.APOLOGIES)
    person = meeting.attendances[0].person_id
    came = [Came(person_id=person, seat="Seat", attending=Attending.DEPUTY_CAME, deputy="Di Ek")]
    take_roll(session, meeting=meeting, came=came, version_seen=meeting.version, by=BY, now=AFTER)
    day = EVENING.date()
    assert attendance_until(session, committee.id, day)[person].times == 1
    assert attendance_until(session, committee.id, day - timedelta(days=1)) == {}
    assert attendance_until(session, committee.id, day + timedelta(days=400)) == {}
    with pytest.raises(Stale):
        take_roll(session, meeting=meeting, came=came, version_seen=1, by=BY, now=AFTER)
    with pytest.raises(Invalid):
        Came(person_id=person, seat="Seat", attending=Attending.DEPUTY_CAME)


def test_minutes_are_read_by_everyone_only_once_they_are_approved(clerk, anyone, session, committee, clock):
    meeting = held(session, committee)
    clock.move_to(AFTER)
    clerk = Visitor(clerk.app).sign_in_as(make_account(session, role=Role.CLERK))
    address = f"/desk/bodies/{committee.id}/meetings/{meeting.id}"
    clerk.open(address)
    clerk.follow("Publish the minutes")
    clerk.fill("Who approved them?", "The chair")
    assert clerk.press("Publish them", expect=422).says("An item has no minute yet.")
    clerk.open(address)
    clerk.follow("Write the minutes")
    for number, item in enumerate(meeting.items, start=1):
        clerk.fill(f"{number}. {item.title}", f"Agreed {number}.")
    clerk.press("Keep them")
    page = anyone.open(f"/meetings/{meeting.id}")
    assert not page.says("Agreed 1.")
    assert page.says("The minutes are published here once they are approved, by 16 April 2026.")
    clerk.follow("Publish the minutes once they are approved")
    clerk.fill_date("On which day?", 18, 3, 2026).fill("Who approved them?", "the committee")
    assert clerk.press("Publish them", expect=422).says("Minutes are approved on the day of the meeting or later")
    clerk.fill_date("On which day?", 19, 3, 2026)
    clerk.press("Publish them")
    page = anyone.open(f"/meetings/{meeting.id}")
    assert page.says("Agreed 1.")
    assert page.says("Approved on 19 March 2026 by the committee.")
    session.expire_all()
    with pytest.raises(Refused):
        write_minutes(session, meeting=meeting, minutes={}, version_seen=meeting.version, by=BY, now=AFTER)


def test_late_minutes_are_said_to_be_late_and_wait_on_the_clerks_desk(visitor, anyone, session, committee, clock):
    meeting = held(session, committee)
    clock.move_to(AFTER + timedelta(days=29))
    assert anyone.open(f"/meetings/{meeting.id}").says("They are late.")
    assert anyone.open(f"/bodies/{committee.slug}/meetings").says("Minutes of 1 meeting are late")
    assert anyone.open(f"/bodies/{committee.slug}").says("Minutes of 1 meeting are late.")
    desk = visitor.sign_in_as(make_account(session, role=Role.CLERK)).open("/desk")
    assert desk.says("Publish the minutes")


def test_names_in_the_hall_are_never_public_and_gone_with_the_minutes(clerk, anyone, session, committee, clock):
    meeting = make_meeting(session, body=committee)
    clerk.open(f"/desk/bodies/{committee.id}/meetings/{meeting.id}/hall")
    assert clerk.press("Put them on the list", expect=422).says("There is no name here.")
    clerk.fill("Names, one a line", "Ann Lee, B13 9AB\nBo Khan\nann lee, b139ab\n")
    assert clerk.press("Put them on the list").says("2 people are new on the list.")
    clerk.upload("Or a spreadsheet", "hall.csv", b"Name,Detail\nCy Adams,B13\nBo Khan,\n")
    page = clerk.press("Put them on the list")
    assert page.says("1 person is new on the list.")
    assert page.says("3 people are on the list")
    clerk.upload("Or a spreadsheet", "hall.csv", b"Who\nCy Adams\n")
    assert clerk.press("Put them on the list", expect=422).says("No column is headed “Name”.")
    assert not anyone.open(f"/meetings/{meeting.id}").says("Ann Lee")
    people = [
        Came(person_id=each, seat=name, attending=Attending.CAME) for each, name in committee_seats(session, committee)
    ]
    take_roll(session, meeting=meeting, came=people, version_seen=meeting.version, by=BY, now=AFTER)
    said = {item.id: "Noted." for item in meeting.items}
    write_minutes(session, meeting=meeting, minutes=said, version_seen=meeting.version, by=BY, now=AFTER)
    publish_minutes(session, meeting=meeting, approved_by="the chair", approved_on=EVENING.date(), by=BY, now=AFTER)
    assert session.scalars(select(InHall)).all() == []
    assert anyone.open(f"/meetings/{meeting.id}").says("3 other people were in the hall.")


def test_an_interest_in_an_item_is_public_with_what_the_member_did(clerk, anyone, session, committee):
    meeting = make_meeting(session, body=committee)
    clerk.open(f"/desk/bodies/{committee.id}/meetings/{meeting.id}")
    clerk.follow("A member declares an interest: Crossings at the school gates")
    clerk.press("Record it", expect=422)
    clerk.select("Who?", "Ben Osei").fill("What is the interest?", "Their firm bids for it")
    clerk.choose("Left the room")
    clerk.press("Record it")
    page = anyone.open(f"/meetings/{meeting.id}")
    clerk.press("Take off: Crossings at the school gates", expect=409)
    assert page.says("Left the room Ben Osei declared an interest: Their firm bids for it")
    assert anyone.open(f"/bodies/{committee.slug}/interests").says("Crossings at the school gates 19 March 2026")


def test_a_clerk_of_another_body_reaches_none_of_it(app, session, committee):
    other = make_body(session)
    meeting = make_meeting(session, body=committee)
    stranger = Visitor(app).sign_in_as(make_account(session, role=Role.CLERK, scope=body_scope(other.id)))
    stranger.open(f"/desk/bodies/{committee.id}/meetings/{meeting.id}", expect=403)
    stranger.open(f"/desk/bodies/{other.id}/meetings/{meeting.id}", expect=404)
    stranger.open(f"/desk/bodies/{other.id}/meetings")


def test_the_lists_are_paged_and_ask_the_same_however_many_meetings_there_are(anyone, session, committee, engine):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries_of(path):
        session.expire_all()
        asked.clear()
        anyone.open(path)
        return len(asked)

    first = make_meeting(session, body=committee)
    paths = ["/meetings", "/meetings?show=past", f"/bodies/{committee.slug}/meetings", f"/meetings/{first.id}"]
    paths += [f"/bodies/{committee.slug}/meetings.ics", f"/bodies/{committee.slug}", "/escalations"]
    few = [queries_of(path) for path in paths]
    for number in range(30):
        make_meeting(session, body=committee, starts_at=EVENING + timedelta(days=number))
        make_meeting(session, body=committee, starts_at=EVENING - timedelta(days=20 + number))
    assert [queries_of(path) for path in paths] == few
    assert anyone.open("/meetings").says("1 to 25 of 31")


def test_the_calendar_of_a_body_holds_what_was_called_and_no_draft(anyone, session, committee):
    make_meeting(session, body=committee)
    make_meeting(session, body=committee, is_called=False, starts_at=EVENING + timedelta(days=7))
    page = anyone.open(f"/bodies/{committee.slug}/meetings.ics")
    assert page.headers["Content-Type"].startswith("text/calendar")
    assert page.body.count("BEGIN:VEVENT") == 1
    assert "DTSTART:20260319T183000Z" in page.body


def test_hall_names_are_not_taken_for_a_draft(session, committee):
    draft = make_meeting(session, body=committee, is_called=False)
    assert draft.state is MeetingState.DRAFTED
    with pytest.raises(Refused):
        name_those_in_hall(session, meeting=draft, people=[InTheHall(name="Ann Lee")], by=BY, now=EVENING)
