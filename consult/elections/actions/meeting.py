"""A vote in the room: at which meeting, and those in its hall as the roll."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.elections.actions.noting import note
from consult.elections.actions.rolls import Loaded, Voter, load_roll
from consult.elections.models import Contest, ContestMeeting
from consult.elections.rules import OVER, LawfulBasis, RollSource
from consult.kernel.errors import Invalid, Refused
from consult.meetings.models import Meeting
from consult.meetings.queries import hall_of


def hold_at_meeting(
    session: Session, *, contest: Contest, meeting: Meeting | None, by_id: int, now: datetime
) -> ContestMeeting | None:
    """Say at which meeting people vote on a contest, or that they vote at none.

    Raises:
        Refused: the contest is over, and where people voted has been said.
    """
    known = session.get(ContestMeeting, contest.id)
    if contest.state in OVER and known is not None:
        raise Refused("This contest is over. Where people voted stays as it is.")
    if meeting is None:
        if known is not None:
            session.delete(known)
    elif known is None:
        known = ContestMeeting(contest_id=contest.id, meeting_id=meeting.id)
        session.add(known)
    else:
        known.meeting_id = meeting.id
    session.flush()
    facts = {"meeting_id": meeting.id if meeting else None}
    note(session, Happening.CONTEST_HELD_AT, contest, by=f"account:{by_id}", now=now, **facts)
    return known if meeting is not None else None


def put_hall_on_roll(
    session: Session, *, contest: Contest, meeting: Meeting, basis: LawfulBasis, by_id: int, now: datetime
) -> Loaded:
    """Put everyone on the list of a hall on the roll; who stands on it already is not added twice.

    Raises:
        Refused: the roll is fixed.
        Invalid: nobody is on the list.
    """
    voters = tuple(Voter(name=each.name, detail=each.detail) for each in hall_of(session, meeting_id=meeting.id))
    if not voters:
        raise Invalid(
            "Nobody is on the list of the hall yet. Its clerk types them in, or reads them from a spreadsheet."
        )
    source = RollSource.ATTENDANCE
    return load_roll(session, contest=contest, voters=voters, source=source, basis=basis, by_id=by_id, now=now)
