"""Which contests are voted on at which meeting, and who of a roll is in its hall."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from consult.elections.models import Contest, ContestMeeting, Election, RollEntry
from consult.meetings.models import InHall, Meeting
from consult.storage.paging import Page, page_of


def meeting_of(session: Session, contest: Contest) -> Meeting | None:
    """The meeting at which people vote on a contest, with its body."""
    asked = select(Meeting).join(ContestMeeting, ContestMeeting.meeting_id == Meeting.id)
    asked = asked.where(ContestMeeting.contest_id == contest.id).options(joinedload(Meeting.body))
    return session.scalar(asked)


def contests_of_meeting(session: Session, meeting_id: int) -> Sequence[Contest]:
    """The contests whose notice is published and that are voted on at a meeting, each with its election; one query."""
    asked = select(Contest).join(ContestMeeting, ContestMeeting.contest_id == Contest.id).join(Contest.election)
    asked = asked.where(ContestMeeting.meeting_id == meeting_id, Election.published_at.is_not(None))
    return session.scalars(asked.options(joinedload(Contest.election)).order_by(Contest.id)).all()


def entries_in_hall(session: Session, contest: Contest, *, meeting_id: int, number: int = 1) -> Page[RollEntry]:
    """One page of those on the roll who are on the list of a hall: same name and the same detail."""
    asked = _in_hall(contest, meeting_id)
    return page_of(session, asked, RollEntry.name_key.asc(), RollEntry.detail_key.asc(), number=number, size=50)


def strangers_in_hall(session: Session, contest: Contest, *, meeting_id: int, number: int = 1) -> Page[InHall]:
    """One page of those on the list of a hall who are not on the roll, so may not vote here."""
    on_roll = select(RollEntry.id).where(RollEntry.contest_id == contest.id, _same()).exists()
    asked = select(InHall).where(InHall.meeting_id == meeting_id, ~on_roll)
    return page_of(session, asked, InHall.name_key.asc(), InHall.id.asc(), number=number, size=50)


def _in_hall(contest: Contest, meeting_id: int) -> Select[RollEntry]:
    is_here = select(InHall.id).where(InHall.meeting_id == meeting_id, _same()).exists()
    return select(RollEntry).where(RollEntry.contest_id == contest.id, is_here)


def _same() -> ColumnElement[bool]:
    return and_(RollEntry.name_key == InHall.name_key, RollEntry.detail_key == InHall.detail_key)
