"""A meeting that was held, with somebody in its hall, a vote at it, and a matter that it sent on."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.bodies.actions import relate_bodies
from consult.bodies.rules import RelationKind
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import BY, make_body, make_membership, make_seat
from consult.demo.makers.elections import make_contest, make_election
from consult.demo.makers.meetings import EVENING, make_meeting
from consult.elections.actions.meeting import hold_at_meeting
from consult.meetings.actions import Came, InTheHall, escalate, name_those_in_hall, take_roll
from consult.meetings.actions.escalating import MatterAsked
from consult.meetings.rules import Attending


def rows(session: Session) -> None:
    board, committee = make_body(session), make_body(session)
    held = make_membership(session, seat=make_seat(session, body=committee))
    relation = RelationKind.REPORTS_TO
    relate_bodies(
        session, from_body=committee, to_body=board, kind=relation, from_on=EVENING.date(), by=BY, now=EVENING
    )
    meeting = make_meeting(session, body=committee)
    name_those_in_hall(session, meeting=meeting, people=[InTheHall(name="Ann Lee")], by=BY, now=EVENING)
    came = [Came(person_id=held.person_id, seat="Seat", attending=Attending.CAME)]
    take_roll(session, meeting=meeting, came=came, version_seen=meeting.version, by=BY, now=EVENING)
    due = EVENING.date() + timedelta(days=30)
    matter = MatterAsked(title="A crossing", words="Please decide.", raised_on=EVENING.date(), due_on=due)
    escalate(session, from_body=committee, to_body=board, matter=matter, item=meeting.items[0], by=BY, now=EVENING)
    officer = make_account(session)
    contest = make_contest(
        session, election=make_election(session, by_id=officer.id, opens_at=EVENING), by_id=officer.id
    )
    hold_at_meeting(session, contest=contest, meeting=meeting, by_id=officer.id, now=EVENING)
