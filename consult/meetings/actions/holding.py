"""What happens in the room: the roll, the names of those in the hall, minutes that are written and published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.files.tables import Table
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text, compared
from consult.meetings.actions.calling import note_meeting, require_seen
from consult.meetings.models import Attendance, InHall, Meeting
from consult.meetings.rules import MEETINGS, MOST_IN_HALL, TOOK_PLACE, Attending, MeetingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Whether one member was there, and the name of the deputy who sat for them."""

    person_id: int
    seat: str
    attending: Attending
    deputy: str = ""

    def __post_init__(self) -> None:
        """Refuse a deputy without a name."""
        if self.attending is Attending.DEPUTY_CAME and not clean_line(self.deputy):
            raise Invalid("No deputy of this seat is known. Name the deputy on the seat’s page first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheHall:
    """Somebody else in the hall; the detail tells two of one name apart."""

    name: str
    detail: str = ""


def take_roll(
    session: Session, *, meeting: Meeting, came: Iterable[Came], version_seen: int, by: str, now: datetime
) -> Meeting:
    """Write down which members were there; from then on the meeting counts as held.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it was not called or was called off, has not begun, or its minutes are published.
    """
    require_seen(meeting, version_seen)
    if now < meeting.starts_at:
        raise Refused("The meeting has not begun. Take the roll when it has.")
    if meeting.state is not MeetingState.HELD:
        meeting.state = MEETINGS.after(meeting.state, "take_the_roll")
    known = {each.person_id: each for each in meeting.attendances}
    for each in came:
        row = known.get(each.person_id) or Attendance(person_id=each.person_id, meeting_id=meeting.id)
        row.seat, row.attending, row.deputy = each.seat, each.attending, clean_line(each.deputy)
        if each.attending is not Attending.DEPUTY_CAME:
            row.deputy = ""
        if each.person_id not in known:
            meeting.attendances.append(row)
    session.flush()
    n_came = sum(each.attending.counts_as_coming for each in meeting.attendances)
    note_meeting(session, Happening.MEETING_HELD, meeting, by=by, now=now, came=n_came, of=len(meeting.attendances))
    return meeting


def name_those_in_hall(
    session: Session, *, meeting: Meeting, people: Sequence[InTheHall], by: str, now: datetime
) -> int:
    """Add people to the list of the hall; who stands on it already is not added twice. Returns how many are new.

    Raises:
        Refused: the meeting is not called, or its minutes are published.
        Invalid: nobody is named, or too many.
    """
    if meeting.state not in (MeetingState.CALLED, MeetingState.HELD):
        raise Refused("People are listed once the meeting is called, and until its minutes are published.")
    asked = select(InHall.name_key, InHall.detail_key).where(InHall.meeting_id == meeting.id)
    known = {(name, detail) for name, detail in session.execute(asked)}
    n_before = len(known)
    for each in people:
        name, detail = clean_line(each.name), clean_line(each.detail)
        key = (compared(name), compared(detail))
        if key[0] and key not in known:
            known.add(key)
            row = InHall(meeting_id=meeting.id, name=name, detail=detail, name_key=key[0], detail_key=key[1])
            session.add(row)
    if not any(clean_line(each.name) for each in people):
        raise Invalid("There is no name here. Add at least one.")
    if len(known) > MOST_IN_HALL:
        raise Invalid(f"The list of a hall holds at most {MOST_IN_HALL:,} people.")
    session.flush()
    added = len(known) - n_before
    note_meeting(session, Happening.HALL_LISTED, meeting, by=by, now=now, added=added)
    return added


def forget_hall(session: Session, *, meeting: Meeting, by: str, now: datetime) -> int:
    """Take the names of those in the hall away, and keep how many they were.

    Raises:
        Refused: the meeting has not been held.
    """
    if meeting.state not in TOOK_PLACE:
        raise Refused("The meeting has not been held yet.")
    n_gone = _forget(session, meeting)
    note_meeting(session, Happening.HALL_FORGOTTEN, meeting, by=by, now=now, people=n_gone)
    return n_gone


def write_minutes(
    session: Session, *, meeting: Meeting, minutes: Mapping[int, str], version_seen: int, by: str, now: datetime
) -> Meeting:
    """Write what the minutes say of each item, by the item's number; nobody else reads them until they are approved.

    Raises:
        Stale: someone changed them meanwhile.
        Refused: the meeting has not been held, or its minutes are published.
    """
    require_seen(meeting, version_seen)
    if meeting.state is not MeetingState.HELD:
        raise Refused("Minutes are written after the roll is taken, and stay as they are once they are published.")
    for item in meeting.items:
        if item.id in minutes:
            item.minute = clean_text(minutes[item.id])
    note_meeting(session, Happening.MINUTES_WRITTEN, meeting, by=by, now=now)
    return meeting


def publish_minutes(
    session: Session, *, meeting: Meeting, approved_by: str, approved_on: date, by: str, now: datetime
) -> Meeting:
    """Publish minutes that somebody approved; then they stay as they are, and the names of the hall are gone.

    Raises:
        Refused: the meeting has not been held, or an item has no minute.
        Invalid: nobody approved them, or on a day before the meeting or to come.
    """
    state = MEETINGS.after(meeting.state, "publish_minutes")
    if any(not item.minute for item in meeting.items):
        raise Refused("An item has no minute yet. Write one for each, if only “Noted”.")
    if not clean_line(approved_by):
        raise Invalid("Say who approved the minutes, such as “the committee at its next meeting”.")
    if not meeting.meets_on <= approved_on <= day_in_london(now):
        raise Invalid("Minutes are approved on the day of the meeting or later, and not on a day to come.")
    meeting.state, meeting.minutes_published_at = state, now
    meeting.minutes_approved_by, meeting.minutes_approved_on = clean_line(approved_by), approved_on
    _forget(session, meeting)
    note_meeting(session, Happening.MINUTES_PUBLISHED, meeting, by=by, now=now, approved_on=approved_on)
    return meeting


def _forget(session: Session, meeting: Meeting) -> int:
    n_here = session.scalar(select(func.count()).where(InHall.meeting_id == meeting.id)) or 0
    if n_here:
        meeting.n_in_hall = (meeting.n_in_hall or 0) + n_here
        session.execute(delete(InHall).where(InHall.meeting_id == meeting.id))
    return n_here


def hall_in(table: Table) -> list[InTheHall]:
    """Return the people that a spreadsheet names.

    Raises:
        Invalid: no column is headed "Name".
    """
    headings = [heading.strip().casefold() for heading in table.columns]
    if "name" not in headings:
        raise Invalid("No column is headed “Name”. Head one column with it, and one with Detail if you have it.")
    name_at, detail_at = headings.index("name"), headings.index("detail") if "detail" in headings else None
    return [
        InTheHall(name=row.cells[name_at], detail=row.cells[detail_at] if detail_at is not None else "")
        for row in table.rows
        if clean_line(row.cells[name_at])
    ]
