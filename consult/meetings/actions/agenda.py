"""What is on an agenda, in which order; it may change until the meeting is held."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.models import ItemInterest
from consult.decisions.rules import Paper
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text
from consult.meetings.actions.calling import note_meeting
from consult.meetings.models import AgendaItem, Meeting
from consult.meetings.rules import MOST_ITEMS, MeetingState


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAsked:
    """What is said of one item; what it is about lies in other rooms, by number or by reference."""

    title: str
    words: str = ""
    raised_by: str = ""
    papers: tuple[Paper, ...] = ()
    about_body_id: int | None = None
    topic_ref: str = ""

    def __post_init__(self) -> None:
        """Refuse an item without a name."""
        if not clean_line(self.title):
            raise Invalid("Say what the item is, such as “Minutes of the last meeting”.")


def add_item(session: Session, *, meeting: Meeting, asked: ItemAsked, by: str, now: datetime) -> AgendaItem:
    """Put something at the end of an agenda.

    Raises:
        Refused: the meeting was held or called off.
        Invalid: the agenda is full.
    """
    require_open_agenda(meeting)
    if len(meeting.items) >= MOST_ITEMS:
        raise Invalid(f"An agenda holds at most {MOST_ITEMS} items.")
    made = AgendaItem(position=max((each.position for each in meeting.items), default=0) + 1, **_said(asked))
    meeting.items.append(made)
    _note(session, meeting, by=by, now=now)
    return made


def change_item(session: Session, *, item: AgendaItem, asked: ItemAsked, by: str, now: datetime) -> AgendaItem:
    """Change what is said of an item.

    Raises:
        Refused: the meeting was held or called off.
    """
    require_open_agenda(item.meeting)
    for name, value in _said(asked).items():
        setattr(item, name, value)
    _note(session, item.meeting, by=by, now=now)
    return item


def move_item_up(session: Session, *, item: AgendaItem, by: str, now: datetime) -> AgendaItem:
    """Let an item change places with the one before it; the first stays.

    Raises:
        Refused: the meeting was held or called off.
    """
    require_open_agenda(item.meeting)
    at = item.meeting.items.index(item)
    if at:
        before = item.meeting.items[at - 1]
        before.position, item.position = item.position, before.position
        _note(session, item.meeting, by=by, now=now)
        session.expire(item.meeting, ["items"])
    return item


def remove_item(session: Session, *, item: AgendaItem, by: str, now: datetime) -> None:
    """Take an item off the agenda.

    Raises:
        Refused: the meeting was held or called off, somebody declared an interest in the item, or it is the last one
            of a meeting that was called.
    """
    meeting = item.meeting
    require_open_agenda(meeting)
    if meeting.state is MeetingState.CALLED and len(meeting.items) == 1:
        raise Refused("This is the only item of a meeting that people know of. Add another first.")
    if session.scalar(select(exists().where(ItemInterest.item_ref == item.ref))):
        raise Refused("Somebody declared an interest in this item, which everyone can read. It stays on the agenda.")
    meeting.items.remove(item)
    _note(session, meeting, by=by, now=now)


def require_open_agenda(meeting: Meeting) -> None:
    """Refuse a change of an agenda that is history.

    Raises:
        Refused: the meeting was held or called off.
    """
    if meeting.state not in (MeetingState.DRAFTED, MeetingState.CALLED):
        raise Refused("This meeting was held or called off, so its agenda stays as it is.")


def papers_typed(lines: str) -> tuple[Paper, ...]:
    """Return the papers that were typed, one a line: its name, then its address, if it has one.

    Raises:
        Invalid: a line holds an address and no name.
    """
    found = []
    for line in lines.splitlines():
        name, _space, last = clean_line(line).rpartition(" ")
        has_link = last.startswith(("https://", "http://", "/"))
        title = name if has_link else clean_line(line)
        if clean_line(line):
            found.append(Paper(title=title, link=last if has_link else ""))
    return tuple(found)


def _said(asked: ItemAsked) -> dict[str, object]:
    return {
        "title": clean_line(asked.title),
        "words": clean_text(asked.words),
        "raised_by": clean_line(asked.raised_by),
        "papers": [{"title": clean_line(each.title), "link": each.link} for each in asked.papers],
        "about_body_id": asked.about_body_id,
        "topic_ref": asked.topic_ref,
    }


def _note(session: Session, meeting: Meeting, *, by: str, now: datetime) -> None:
    session.flush()
    note_meeting(session, Happening.AGENDA_CHANGED, meeting, by=by, now=now, items=len(meeting.items))
