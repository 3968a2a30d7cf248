"""From a date in a clerk's head to a meeting that everyone can read of, and what happens when it is called off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.actions.noting import note_in
from consult.bodies.models import Body
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import clean_line, clean_text
from consult.meetings.models import Meeting
from consult.meetings.rules import MEETINGS, MeetingState, require_clear_days, require_order


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAsked:
    """What is said of a meeting before it is held."""

    starts_at: datetime
    ends_at: datetime
    place: str
    access: str = ""
    join_href: str = ""

    def __post_init__(self) -> None:
        """Refuse a meeting without a place, that ends before it begins, or whose link leads nowhere."""
        require_order(self.starts_at, self.ends_at)
        if not clean_line(self.place):
            raise Invalid("Say where it meets, such as “Old Wharf Community Hall, Quay Street”.")
        link = self.join_href.strip()
        if link and (urlsplit(link).scheme != "https" or not urlsplit(link).hostname):
            raise Invalid("Check the address to follow it from home: it should begin with https://")


def draft_meeting(session: Session, *, body: Body, asked: MeetingAsked, by: str, now: datetime) -> Meeting:
    """Write a meeting down; nobody but its clerk sees it until it is called.

    Raises:
        Refused: the body is closed on that day.
    """
    if not body.existed_on(day_in_london(asked.starts_at)):
        raise Refused("This body is not there on that day, so it cannot meet. Check the day.")
    made = Meeting(body=body, created_at=now)
    _say(made, asked)
    session.add(made)
    session.flush()
    facts = {"meeting_id": made.id, "meets_on": made.meets_on}
    note_in(stream_of_meeting(made.id), session, Happening.MEETING_DRAFTED, body, by=by, now=now, **facts)
    return made


def change_meeting(
    session: Session, *, meeting: Meeting, asked: MeetingAsked, version_seen: int, by: str, now: datetime
) -> Meeting:
    """Change when and where a meeting is that has not been held.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it was held or called off.
    """
    require_seen(meeting, version_seen)
    _require_before(meeting)
    old = meeting.meets_on
    _say(meeting, asked)
    note_meeting(session, Happening.MEETING_CHANGED, meeting, by=by, now=now, old=old, new=meeting.meets_on)
    return meeting


def call_meeting(
    session: Session, *, meeting: Meeting, urgency: str, away: Collection[date], by: str, now: datetime
) -> Meeting:
    """Publish a meeting with its agenda; ``away`` are bank holidays, which are no clear days.

    Raises:
        Refused: it was called already, its hour has passed, or nothing is on its agenda.
        Invalid: too few clear days lie before it, and nothing is said of why it cannot wait.
    """
    state = MEETINGS.after(meeting.state, "call")
    if now >= meeting.starts_at:
        raise Refused("Its hour has passed. Change the day first.")
    if not meeting.items:
        raise Refused("Nothing is on its agenda yet. Add at least one item, then call it.")
    is_committee = meeting.body.body_type.is_council_committee
    require_clear_days(
        day_in_london(now), meeting.meets_on, is_council_committee=is_committee, urgency=urgency, away=away
    )
    meeting.state, meeting.called_at, meeting.urgency = state, now, clean_text(urgency)
    note_meeting(session, Happening.MEETING_CALLED, meeting, by=by, now=now, items=len(meeting.items))
    return meeting


def cancel_meeting(session: Session, *, meeting: Meeting, reason: str, by: str, now: datetime) -> Meeting:
    """Call a meeting off; its page stays and says why.

    Raises:
        Refused: it was not called, or it was held.
        Invalid: no reason is given.
    """
    state = MEETINGS.after(meeting.state, "cancel")
    if not clean_text(reason):
        raise Invalid("Say why it is called off. Everyone can read it.")
    meeting.state, meeting.cancelled_because = state, clean_text(reason)
    note_meeting(session, Happening.MEETING_CANCELLED, meeting, by=by, now=now, reason=meeting.cancelled_because[:200])
    return meeting


def drop_meeting(session: Session, *, meeting: Meeting, by: str, now: datetime) -> None:
    """Throw a draft away that nobody has seen.

    Raises:
        Refused: it was called, so people know of it.
    """
    if meeting.state is not MeetingState.DRAFTED:
        raise Refused("People know of this meeting. Call it off instead, and say why.")
    body, meeting_id = meeting.body, meeting.id
    session.delete(meeting)
    session.flush()
    stream = stream_of_meeting(meeting_id)
    note_in(stream, session, Happening.MEETING_DROPPED, body, by=by, now=now, meeting_id=meeting_id)


def require_seen(meeting: Meeting, version_seen: int) -> None:
    """Refuse a change that was made from an older page.

    Raises:
        Stale: someone changed it meanwhile.
    """
    if meeting.version != version_seen:
        raise Stale("Someone changed this meeting after you opened it. Look at it again, then make your change.")


def note_meeting(
    session: Session, happening: Happening, meeting: Meeting, *, by: str, now: datetime, **facts: object
) -> None:
    """Raise the version of a meeting and append what happened to its stream."""
    meeting.version += 1
    stream = stream_of_meeting(meeting.id)
    note_in(stream, session, happening, meeting.body, by=by, now=now, meeting_id=meeting.id, **facts)


def stream_of_meeting(meeting_id: int) -> str:
    """Name the audit stream of one meeting: what happens before it and in it is told in order."""
    return f"meeting:{meeting_id}"


def _say(meeting: Meeting, asked: MeetingAsked) -> None:
    meeting.starts_at, meeting.ends_at = asked.starts_at, asked.ends_at
    meeting.place, meeting.access = clean_line(asked.place), clean_text(asked.access)
    meeting.join_href = asked.join_href.strip()


def _require_before(meeting: Meeting) -> None:
    if meeting.state not in (MeetingState.DRAFTED, MeetingState.CALLED):
        raise Refused("This meeting was held or called off, so its day and place stay as they are.")
