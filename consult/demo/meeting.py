"""Meetings of the city's bodies: held and minuted, held and late, called, called off, planned; matters sent up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions.interests import record_item_interest
from consult.bodies.models import Body
from consult.bodies.queries import person_by_id
from consult.bodies.queries.showing import seats_on
from consult.bodies.rules import Conduct
from consult.consultations.models import Consultation
from consult.demo.reading import CITY
from consult.demo.settling import Settled
from consult.elections.actions.meeting import hold_at_meeting
from consult.elections.models import Contest
from consult.kernel.clock import LONDON, day_in_london
from consult.meetings.actions import (
    Came,
    InTheHall,
    add_item,
    answer_escalation,
    call_meeting,
    cancel_meeting,
    draft_meeting,
    escalate,
    name_those_in_hall,
    publish_minutes,
    take_roll,
    write_minutes,
)
from consult.meetings.actions.agenda import ItemAsked, papers_typed
from consult.meetings.actions.calling import MeetingAsked
from consult.meetings.actions.escalating import MatterAsked
from consult.meetings.models import Meeting
from consult.meetings.rules import Attending

_CALLED_BEFORE = timedelta(days=20)
_ACCESS = "No steps. A hearing loop. Children are welcome, and there is a corner to play in. Ask us for an interpreter."
_BEGINS, _LASTS = time(18, 30), timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scribe:
    """Who writes everything down, and today."""

    session: Session
    by: str
    by_id: int
    now: datetime

    def within(self, moment: datetime) -> datetime:
        """Give a moment, and never one to come."""
        return min(moment, self.now)


def give_meetings(session: Session, *, settled: Settled, now: datetime) -> None:
    """Let the city's bodies meet."""
    scribe = _Scribe(
        session=session, by=settled.accounts[Role.CLERK].actor, by_id=settled.by(Role.RETURNING_OFFICER), now=now
    )
    told = tomllib.loads((CITY / "meetings.toml").read_text(encoding="utf-8"))
    bodies = {body.name: body for body in session.scalars(select(Body))}
    for each in told["meeting"]:
        meeting = _planned(scribe, each, bodies[each["body"]])
        if each.get("is_draft"):
            continue
        call_meeting(session, meeting=meeting, urgency="", away=(), by=scribe.by, now=_called_at(scribe, meeting))
        _voted(scribe, each, meeting)
        if each.get("cancelled"):
            cancel_meeting(session, meeting=meeting, reason=each["cancelled"], by=scribe.by, now=now)
        if meeting.ends_at < now:
            _held(scribe, each, meeting, bodies)


def _planned(scribe: _Scribe, told: Mapping[str, Any], body: Body) -> Meeting:
    day = day_in_london(scribe.now) + timedelta(days=told["days"])
    starts_at = datetime.combine(day, _BEGINS, tzinfo=LONDON)
    asked = MeetingAsked(
        starts_at=starts_at,
        ends_at=starts_at + _LASTS,
        place=told["place"],
        access=_ACCESS,
        join_href=told.get("join", ""),
    )
    at = scribe.within(starts_at - _CALLED_BEFORE)
    made = draft_meeting(scribe.session, body=body, asked=asked, by=scribe.by, now=at)
    for number, item in enumerate(told["items"], start=1):
        given = ItemAsked(
            title=item["title"],
            words=item.get("words", ""),
            raised_by=item.get("raised_by", ""),
            papers=papers_typed(item.get("papers", "")),
            topic_ref=_open_consultation(scribe) if told.get("topic") == number else "",
        )
        add_item(scribe.session, meeting=made, asked=given, by=scribe.by, now=at)
    return made


def _open_consultation(scribe: _Scribe) -> str:
    """The consultation that is open: the one that closes last."""
    number = scribe.session.scalar(
        select(Consultation.id).order_by(Consultation.closes_at.desc().nulls_last()).limit(1)
    )
    return f"consultation:{number}"


def _called_at(scribe: _Scribe, meeting: Meeting) -> datetime:
    return scribe.within(meeting.starts_at - _CALLED_BEFORE)


def _voted(scribe: _Scribe, told: Mapping[str, Any], meeting: Meeting) -> None:
    """Say what is voted on at a meeting, and who is in its hall or is expected there."""
    if told.get("contest"):
        contest = scribe.session.scalars(select(Contest).where(Contest.reference == told["contest"])).one()
        hold_at_meeting(scribe.session, contest=contest, meeting=meeting, by_id=scribe.by_id, now=scribe.now)
    names = told.get("expected") or [f"Visitor {number}" for number in range(1, told.get("in_hall", 0) + 1)]
    if names:
        split = (name.partition(", ") for name in names)
        people = [InTheHall(name=name, detail=detail) for name, _comma, detail in split]
        at = scribe.within(meeting.starts_at)
        name_those_in_hall(scribe.session, meeting=meeting, people=people, by=scribe.by, now=at)


def _held(scribe: _Scribe, told: Mapping[str, Any], meeting: Meeting, bodies: Mapping[str, Body]) -> None:
    session, by, after = scribe.session, scribe.by, meeting.ends_at
    sitting: dict[int, str] = {}
    for seat in seats_on(session, body_id=meeting.body_id, day=meeting.meets_on):
        if seat.holder:
            sitting.setdefault(seat.holder.person_id, seat.name)
    kinds = [Attending.APOLOGIES] * told.get("apologies", 0) + [Attending.ABSENT] * told.get("absent", 0)
    came = [
        Came(person_id=person_id, seat=name, attending=kinds[place] if place < len(kinds) else Attending.CAME)
        for place, (person_id, name) in enumerate(reversed(sitting.items()))
    ]
    take_roll(session, meeting=meeting, came=came, version_seen=meeting.version, by=by, now=after)
    if told.get("interest") and came:
        record_item_interest(
            session,
            body=meeting.body,
            person=person_by_id(session, came[-1].person_id),
            item=meeting.items[1].title,
            item_ref=meeting.items[1].ref,
            on_day=meeting.meets_on,
            interest=told["interest"],
            conduct=Conduct.LEFT,
            by=by,
            now=after,
        )
    minutes = {item.id: said.get("minute", "") for item, said in zip(meeting.items, told["items"], strict=True)}
    write_minutes(session, meeting=meeting, minutes=minutes, version_seen=meeting.version, by=by, now=after)
    if "escalate" in told:
        _sent_up(scribe, told["escalate"], meeting, bodies)
    if not told.get("is_only_held"):
        at = scribe.within(after + timedelta(days=14))
        on = day_in_london(at)
        publish_minutes(session, meeting=meeting, approved_by="the committee", approved_on=on, by=by, now=at)


def _sent_up(scribe: _Scribe, told: Mapping[str, Any], meeting: Meeting, bodies: Mapping[str, Body]) -> None:
    item, day = meeting.items[told["item"] - 1], meeting.meets_on
    matter = MatterAsked(
        title=item.title,
        words=item.minute or item.words,
        raised_on=day,
        due_on=day + timedelta(days=told["due_after"]),
    )
    to_body = bodies[told["to"]]
    given = {"from_body": meeting.body, "to_body": to_body, "matter": matter, "item": item}
    sent = escalate(scribe.session, by=scribe.by, now=meeting.ends_at, **given)
    if told.get("answer"):
        on = day + timedelta(days=told["answered_after"])
        answer_escalation(
            scribe.session,
            escalation=sent,
            outcome=told["answer"],
            answered_on=on,
            version_seen=sent.version,
            by=scribe.by,
            now=scribe.within(meeting.ends_at + timedelta(days=told["answered_after"])),
        )
