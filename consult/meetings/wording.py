"""The plain words for what this room knows, as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consult.meetings.models import Meeting
from consult.meetings.rules import Attending, MeetingState, Owed
from consult.web.filters import london_day, london_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A word and the kind of its shape, as components/tag.html takes them."""

    word: LazyString
    kind: str


_STATES = {
    MeetingState.DRAFTED: Told(word=_l("Draft"), kind="plain"),
    MeetingState.CALLED: Told(word=_l("Coming up"), kind="good"),
    MeetingState.HELD: Told(word=_l("Held, minutes to come"), kind="warn"),
    MeetingState.MINUTED: Told(word=_l("Minutes published"), kind="good"),
    MeetingState.CANCELLED: Told(word=_l("Called off"), kind="bad"),
}
_NOW = Told(word=_l("Going on now"), kind="warn")
_GONE = Told(word=_l("Over, not yet written up"), kind="warn")
ATTENDING = {
    Attending.CAME: Told(word=_l("Came"), kind="good"),
    Attending.DEPUTY_CAME: Told(word=_l("Their deputy came"), kind="good"),
    Attending.APOLOGIES: Told(word=_l("Sent apologies"), kind="plain"),
    Attending.ABSENT: Told(word=_l("Did not come"), kind="warn"),
}
OWED = {
    Owed.WAITING: Told(word=_l("Waiting for an answer"), kind="plain"),
    Owed.OVERDUE: Told(word=_l("Answer overdue"), kind="bad"),
    Owed.ANSWERED: Told(word=_l("Answered"), kind="good"),
}


def standing_of(meeting: Meeting, *, now: datetime) -> Told:
    """Say where a meeting stands at a moment."""
    if meeting.state is MeetingState.CALLED and now >= meeting.starts_at:
        return _NOW if now <= meeting.ends_at else _GONE
    return _STATES[meeting.state]


def hours_of(meeting: Meeting) -> str:
    """Say when a meeting is: the day, from when, until when."""
    times = {"day": london_day(meeting.starts_at), "from": london_time(meeting.starts_at)}
    return _("%(day)s, %(from)s to %(until)s", until=london_time(meeting.ends_at), **times)
