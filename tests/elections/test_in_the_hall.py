"""A vote at a ward committee's meeting: the hall becomes the roll, gets slips, votes, sees the result large."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import BY, make_body
from consult.demo.makers.elections import make_contest, make_counted, make_election, make_poll
from consult.demo.makers.meetings import make_meeting
from consult.elections.actions import Voter, declare, publish_notice
from consult.elections.actions.meeting import hold_at_meeting
from consult.elections.codes import installation_key
from consult.elections.models import ContestMeeting, RollEntry
from consult.meetings.actions import InTheHall, name_those_in_hall
from tests.elections.conftest import OPENS
from tests.visitor import Visitor

EVENING = OPENS + timedelta(hours=10)
HERE = (InTheHall(name="Ann Lee", detail="B13 9AB"), InTheHall(name="Bo Khan"))


@pytest.fixture
def key(settings):
    return installation_key(settings.secret_key)


@pytest.fixture
def meeting(session):
    """A meeting of a ward committee, with two people in its hall."""
    made = make_meeting(session, body=make_body(session, name="Old Wharf committee"), starts_at=EVENING)
    name_those_in_hall(session, meeting=made, people=HERE, by=BY, now=EVENING - timedelta(hours=1))
    return made


def signed_in(app, officer):
    return Visitor(app).sign_in_as(officer)


def test_those_in_the_hall_are_put_on_the_roll_once(app, session, officer, clock, meeting):
    election = make_election(session, by_id=officer.id, opens_at=OPENS)
    contest = make_contest(session, election=election, by_id=officer.id)
    publish_notice(session, election=election, by_id=officer.id, now=OPENS - timedelta(days=30))
    clock.move_to(OPENS - timedelta(days=20))
    desk = signed_in(app, officer)
    desk.open(f"/desk/contests/{contest.id}")
    desk.follow("The vote at a meeting, slips for the hall")
    desk.select("At which meeting do people vote?", next(each for each in options(desk) if "Old Wharf" in each))
    page = desk.press("Say so")
    assert page.says("2 people in the hall are not on the roll")
    assert desk.press("Put them on the roll", expect=422).errors == ["Choose the lawful basis"]
    desk.choose("Public task")
    page = desk.press("Put them on the roll")
    assert page.says("2 added, 0 were there already.")
    assert page.says("2 people in the hall are on the roll and may vote.")
    names = session.scalars(select(RollEntry.name).where(RollEntry.contest_id == contest.id).order_by(RollEntry.name))
    assert list(names) == ["Ann Lee", "Bo Khan"]
    assert Visitor(app).open(f"/meetings/{meeting.id}").says("A vote at this meeting")


def options(visitor):
    return ["".join(node.itertext()).strip() for node in visitor.page.all("option")]


def test_a_slip_is_printed_for_each_who_is_here_and_on_the_roll_and_for_nobody_else(
    app, session, contest, officer, key, clock, meeting
):
    voters = [
        Voter(name="Ann Lee", detail="B13 9AB"),
        Voter(name="Bo Khan", detail="elsewhere"),
        Voter(name="Cy Adams"),
    ]
    poll = make_poll(session, contest=contest, by_id=officer.id, key=key, voters=voters)
    hold_at_meeting(session, contest=contest, meeting=meeting, by_id=officer.id, now=OPENS)
    clock.move_to(EVENING)
    desk = signed_in(app, officer)
    page = desk.open(f"/desk/contests/{contest.id}/meeting")
    assert page.says("One person in the hall is on the roll and may vote.")
    assert page.says("One person in the hall is not on the roll")
    page = desk.follow("Print a code slip for each of them")
    ann = next(place for place, entry in enumerate(poll.entries) if entry.name == "Ann Lee")
    assert page.says(poll.code(ann))
    assert not page.says("Cy Adams")
    assert not page.says("Bo Khan")
    desk.press("These slips went out")
    session.expire_all()
    sent = session.scalars(select(RollEntry.name).where(RollEntry.sent_by == "slip"))
    assert list(sent) == ["Ann Lee"]
    voter = Visitor(app)
    voter.open("/vote")
    voter.fill("Your voting code", poll.code(ann)).press("Open my ballot paper")
    voter.select("Bo Khan", "1")
    voter.press("Check my ballot")
    assert voter.press("Cast my ballot").heading == "Your ballot is in the box"


def test_where_people_voted_stays_as_it_is_once_the_contest_is_over(
    app, session, contest, officer, key, clock, meeting
):
    hold_at_meeting(session, contest=contest, meeting=meeting, by_id=officer.id, now=OPENS)
    poll = make_poll(session, contest=contest, by_id=officer.id, key=key)
    make_counted(session, poll=poll, by_id=officer.id)
    declare(session, contest=contest, by_id=officer.id, now=contest.election.closes_at + timedelta(hours=2))
    clock.move_to(contest.election.closes_at + timedelta(hours=3))
    desk = signed_in(app, officer)
    assert "Say so" not in desk.open(f"/desk/contests/{contest.id}/meeting").buttons
    assert session.get(ContestMeeting, contest.id).meeting_id == meeting.id


def test_the_view_for_the_hall_has_nothing_to_press_but_the_way_back(app, session, contest, officer, key, clock):
    poll = make_poll(session, contest=contest, by_id=officer.id, key=key)
    clock.move_to(OPENS + timedelta(hours=3))
    page = Visitor(app).open(f"/elections/{contest.election.slug}/{contest.slug}/hall")
    assert page.first("header") is None
    assert page.first("footer") is None
    assert [link for link in page.links if link != "Skip to main content"] == [contest.election.title]
    assert poll.contest.id == contest.id


def test_a_clerk_without_the_right_to_run_elections_sees_the_vote_and_not_its_desk(
    app, session, contest, meeting, officer
):
    hold_at_meeting(session, contest=contest, meeting=meeting, by_id=officer.id, now=OPENS)
    clerk = Visitor(app).sign_in_as(make_account(session, role=Role.CLERK))
    clerk.open(f"/desk/contests/{contest.id}/meeting", expect=403)
