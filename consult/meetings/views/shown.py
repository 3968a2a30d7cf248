"""Meetings, items and matters, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from consult.bodies.models import ItemInterest
from consult.bodies.wording import CONDUCT
from consult.meetings.lending import Topic
from consult.meetings.models import AgendaItem, Attendance, Escalation, Meeting
from consult.meetings.wording import ATTENDING, OWED, hours_of, standing_of
from consult.web.filters import short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMeeting:
    """A meeting in a list."""

    body: str
    when: str
    place: str
    word: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMatter:
    """A matter that one body sent to another."""

    title: str
    words: str
    between: str
    word: str
    kind: str
    days: str
    outcome: str
    href: str
    answer_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """An interest that somebody declared in an item, and what they did."""

    who: str
    href: str
    interest: str
    word: str
    kind: str
    dispensation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """An item of an agenda, and once the minutes are published what they say."""

    number: int
    item_id: int
    title: str
    words: str
    raised_by: str
    papers: tuple[tuple[str, str], ...]
    topic: Topic | None
    about_body: str
    about_href: str
    minute: str
    declared: tuple[Declared, ...]
    matters: tuple[ShownMatter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAttendance:
    """A member on the roll of a meeting."""

    name: str
    seat: str
    word: str
    kind: str
    deputy: str
    href: str


def meeting_shown(meeting: Meeting, *, now: datetime, on_desk: bool = False) -> ShownMeeting:
    """Show a meeting in a list; on the desk it leads to the clerk's page."""
    told = standing_of(meeting, now=now)
    names: dict[str, Any] = {"body_id": meeting.body_id} if on_desk else {}
    endpoint = "meetings.desk_meeting" if on_desk else "meetings.meeting"
    return ShownMeeting(
        body=meeting.body.name,
        when=hours_of(meeting),
        place=meeting.place,
        word=str(told.word),
        kind=told.kind,
        href=url_for(endpoint, meeting_id=meeting.id, **names),
    )


def matter_shown(each: Escalation, *, day: date, answer_for: int | None = None) -> ShownMatter:
    """Show a matter; with ``answer_for`` the clerk of that body finds the way to answer it."""
    told = OWED[each.owed_on(day)]
    may_answer = answer_for == each.to_body_id and each.answered_on is None
    names: dict[str, Any] = {"body_id": each.to_body_id, "escalation_id": each.id}
    return ShownMatter(
        title=each.title,
        words=each.words,
        between=_("%(lower)s to %(upper)s", lower=each.from_body.name, upper=each.to_body.name),
        word=str(told.word),
        kind=told.kind,
        days=_days(each),
        outcome=each.outcome,
        href=url_for("meetings.escalations", _anchor=f"matter-{each.id}"),
        answer_href=url_for("meetings.answer", **names) if may_answer else "",
    )


def items_shown(
    meeting: Meeting,
    *,
    day: date,
    topics: Mapping[str, Topic],
    declared: Mapping[str, Sequence[ItemInterest]],
    matters: Mapping[int, Sequence[Escalation]],
    with_minutes: bool,
) -> tuple[ShownItem, ...]:
    """Show an agenda."""
    return tuple(
        ShownItem(
            number=number,
            item_id=item.id,
            title=item.title,
            words=item.words,
            raised_by=item.raised_by,
            papers=tuple((str(paper["title"]), str(paper["link"])) for paper in item.papers),
            topic=topics.get(item.topic_ref),
            about_body=item.about_body.name if item.about_body else "",
            about_href=url_for("bodies.body", slug=item.about_body.slug) if item.about_body else "",
            minute=item.minute if with_minutes else "",
            declared=tuple(_declared(each) for each in declared.get(item.ref, ())),
            matters=tuple(matter_shown(each, day=day) for each in matters.get(item.id, ())),
        )
        for number, item in enumerate(meeting.items, start=1)
    )


def attendance_shown(each: Attendance) -> ShownAttendance:
    """Show whether a member was there."""
    told = ATTENDING[each.attending]
    return ShownAttendance(
        name=each.person.name,
        seat=each.seat,
        word=str(told.word),
        kind=told.kind,
        deputy=each.deputy,
        href=url_for("bodies.member", person_id=each.person_id),
    )


def refs_of(items: Sequence[AgendaItem]) -> tuple[str, ...]:
    """Return what other rooms call some items."""
    return tuple(item.ref for item in items)


def _declared(each: ItemInterest) -> Declared:
    told = CONDUCT[each.conduct]
    return Declared(
        who=each.person.name,
        href=url_for("bodies.member", person_id=each.person_id),
        interest=each.interest,
        word=str(told.word),
        kind=told.kind,
        dispensation=each.dispensation,
    )


def _days(each: Escalation) -> str:
    days = {"raised": short_day(each.raised_on), "due": short_day(each.due_on)}
    if each.answered_on is None:
        return _("Sent on %(raised)s. An answer is owed by %(due)s.", **days)
    return _("Sent on %(raised)s, answered on %(day)s.", raised=days["raised"], day=short_day(each.answered_on))
