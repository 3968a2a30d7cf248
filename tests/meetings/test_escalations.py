"""A matter goes from a ward committee to the body above, which owes an answer by a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role, body_scope
from consult.bodies.actions import relate_bodies
from consult.bodies.rules import RelationKind
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import BY, LONG_AGO, make_body
from consult.demo.makers.meetings import EVENING, make_meeting
from consult.kernel.errors import Invalid, Refused
from consult.meetings.actions import answer_escalation, escalate, take_roll
from consult.meetings.actions.escalating import MatterAsked
from consult.meetings.models import Escalation
from tests.visitor import Visitor

AFTER = EVENING + timedelta(hours=3)
MATTER = MatterAsked(
    title="A crossing for Quay Street",
    words="Please find the money.",
    raised_on=EVENING.date(),
    due_on=EVENING.date() + timedelta(days=42),
)


@pytest.fixture
def two(session):
    """A ward committee that reports to a district board."""
    committee, board = make_body(session, name="Old Wharf committee"), make_body(session, name="Northgate board")
    relate_bodies(
        session,
        from_body=committee,
        to_body=board,
        kind=RelationKind.REPORTS_TO,
        from_on=committee.founded_on,
        by=BY,
        now=LONG_AGO,
    )
    return committee, board


def test_a_matter_is_sent_up_answered_and_read_by_everyone(app, session, two, clock):
    committee, board = two
    meeting = make_meeting(session, body=committee)
    take_roll(session, meeting=meeting, came=[], version_seen=meeting.version, by=BY, now=AFTER)
    clock.move_to(AFTER)
    clerk = Visitor(app).sign_in_as(make_account(session, role=Role.CLERK))
    clerk.open(f"/desk/bodies/{committee.id}/meetings/{meeting.id}")
    clerk.follow("Send it to the body above: Crossings at the school gates")
    clerk.fill("What is asked of it?", "Please find the money.").fill_date("By when is an answer owed?", 19, 3, 2026)
    assert clerk.press("Send it", expect=422).says("An answer is owed by a day after the matter is sent.")
    clerk.fill_date("By when is an answer owed?", 30, 4, 2026)
    clerk.press("Send it")
    anyone = Visitor(app)
    assert anyone.open(f"/meetings/{meeting.id}").says("Waiting for an answer Crossings at the school gates")
    clock.move_to(AFTER + timedelta(days=60))
    assert anyone.open("/escalations").says("Answer overdue Crossings at the school gates")
    above = Visitor(app).sign_in_as(make_account(session, role=Role.CLERK, scope=body_scope(board.id)))
    above.open("/desk")
    above.follow("Answer “Crossings at the school gates”")
    assert above.press("Publish the answer", expect=422).errors == ["Say what the answer is"]
    above.fill("What is the answer, and why?", "Two crossings are paid for.")
    above.press("Publish the answer")
    page = anyone.open("/escalations")
    assert page.says("Answered Crossings at the school gates")
    assert page.says("Two crossings are paid for.")
    assert not above.open("/desk").says("Answer “Crossings")


def test_a_matter_goes_only_to_a_body_above(session, two):
    committee, board = two
    with pytest.raises(Refused, match="reports to"):
        escalate(session, from_body=board, to_body=committee, matter=MATTER, by=BY, now=AFTER)
    with pytest.raises(Refused, match="on the day on which it is sent"):
        escalate(session, from_body=committee, to_body=board, matter=MATTER, by=BY, now=EVENING - timedelta(days=2))


def test_a_body_that_reports_to_none_is_led_to_say_so(app, session, clock):
    lonely = make_body(session)
    meeting = make_meeting(session, body=lonely)
    clock.move_to(AFTER)
    clerk = Visitor(app).sign_in_as(make_account(session, role=Role.CLERK))
    page = clerk.open(f"/desk/bodies/{lonely.id}/meetings/{meeting.id}/items/{meeting.items[0].id}/escalate")
    assert page.says("This body reports to no other yet.")


def test_an_answer_has_words_and_a_day_that_can_be(session, two):
    committee, board = two
    sent = escalate(session, from_body=committee, to_body=board, matter=MATTER, by=BY, now=AFTER)
    given = {"escalation": sent, "version_seen": 1, "by": BY, "now": AFTER}
    with pytest.raises(Invalid):
        answer_escalation(session, outcome=" ", answered_on=EVENING.date(), **given)
    with pytest.raises(Invalid):
        answer_escalation(session, outcome="No", answered_on=EVENING.date() - timedelta(days=1), **given)
    answer_escalation(session, outcome="No, there is no money.", answered_on=EVENING.date(), **given)
    with pytest.raises(Refused):
        answer_escalation(session, outcome="Yes", answered_on=EVENING.date(), **given | {"version_seen": 2})
    assert session.scalars(select(Escalation)).one().outcome == "No, there is no money."
