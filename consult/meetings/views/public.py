"""Meetings for everyone: what comes, what was said, who came, what waits for an answer, and a calendar to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.bodies.queries import body_by_slug
from consult.meetings.ical import Event, calendar_of
from consult.meetings.lending import VotedOn
from consult.meetings.models import Escalation, Meeting
from consult.meetings.queries import (
    dates_of,
    escalations_from,
    escalations_page,
    interests_in,
    meetings_for_calendar,
    meetings_of,
    meetings_page,
    public_meeting,
)
from consult.meetings.rules import MINUTES_WITHIN_DAYS, TOOK_PLACE, MeetingState, minutes_due_on
from consult.meetings.views.blueprint import bp, today
from consult.meetings.views.lent import contests_at, topics_named
from consult.meetings.views.shown import (
    ShownAttendance,
    ShownItem,
    ShownMatter,
    ShownMeeting,
    attendance_shown,
    items_shown,
    matter_shown,
    meeting_shown,
    refs_of,
)
from consult.meetings.wording import hours_of, standing_of
from consult.storage.paging import Page as Cut
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

_CALENDAR_REACHES_BACK = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class MeetingsPage(Page):
    """Meetings of all bodies, those to come or those gone by."""

    template: ClassVar[str] = "meetings/meetings.html"

    meetings: tuple[ShownMeeting, ...]
    cut: Cut[Meeting]
    values: dict[str, str]
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class BodyMeetingsPage(Page):
    """The meetings of one body, and how it keeps its word about them."""

    template: ClassVar[str] = "meetings/of_body.html"

    body: str
    slug: str
    health: tuple[str, ...]
    meetings: tuple[ShownMeeting, ...]
    cut: Cut[Meeting]


@dataclass(frozen=True, kw_only=True)
class MeetingPage(Page):
    """One meeting."""

    template: ClassVar[str] = "meetings/meeting.html"

    body: str
    slug: str
    meeting_id: int
    word: str
    kind: str
    when: str
    place: str
    access: str
    join_href: str
    urgency: str
    cancelled_because: str
    is_to_come: bool
    items: tuple[ShownItem, ...]
    contests: tuple[VotedOn, ...]
    attendances: tuple[ShownAttendance, ...]
    came: str
    in_hall: str
    minutes: str
    has_minutes: bool


@dataclass(frozen=True, kw_only=True)
class EscalationsPage(Page):
    """Everything that one body sent to another: late first."""

    template: ClassVar[str] = "meetings/escalations.html"

    matters: tuple[tuple[int, ShownMatter], ...]
    cut: Cut[Escalation]


@bp.get("/meetings")
@public
@kept
def meetings() -> Response:
    """List the meetings of all bodies."""
    past = request.args.get("show") == "past"
    cut = meetings_page(session(), now=now(), past=past, number=request.args.get("page", 1, type=int))
    return MeetingsPage(
        title=_("Past meetings") if past else _("Meetings to come"),
        meetings=tuple(meeting_shown(each, now=now()) for each in cut.items),
        cut=cut,
        values={"show": "past"} if past else {},
        is_past=past,
    ).answer()


@bp.get("/bodies/<slug>/meetings")
@public
@kept
def of_body(slug: str) -> Response:
    """List the meetings of one body."""
    body = body_by_slug(session(), slug)
    cut = meetings_of(session(), body_id=body.id, number=request.args.get("page", 1, type=int))
    return BodyMeetingsPage(
        title=_("Meetings: %(body)s", body=body.name),
        body=body.name,
        slug=slug,
        health=_health(body.id),
        meetings=tuple(meeting_shown(each, now=now()) for each in cut.items),
        cut=cut,
    ).answer()


@bp.get("/bodies/<slug>/meetings.ics")
@public
@kept
def calendar(slug: str) -> Response:
    """Give the meetings of a body as a calendar that keeps itself up to date."""
    body = body_by_slug(session(), slug)
    found = meetings_for_calendar(session(), body_id=body.id, since=now() - _CALENDAR_REACHES_BACK)
    return _as_calendar(found, name=body.name, filename=slug)


@bp.get("/meetings/<int:meeting_id>")
@public
@kept
def meeting(meeting_id: int) -> Response:
    """Show one meeting."""
    found = public_meeting(session(), meeting_id)
    told, has_minutes = standing_of(found, now=now()), found.state is MeetingState.MINUTED
    item_ids = [item.id for item in found.items]
    return MeetingPage(
        title=_("%(body)s, %(day)s", body=found.body.name, day=short_day(found.starts_at)),
        body=found.body.name,
        slug=found.body.slug,
        meeting_id=found.id,
        word=str(told.word),
        kind=told.kind,
        when=hours_of(found),
        place=found.place,
        access=found.access,
        join_href=found.join_href,
        urgency=found.urgency,
        cancelled_because=found.cancelled_because,
        is_to_come=found.state is MeetingState.CALLED and now() <= found.ends_at,
        items=items_shown(
            found,
            day=today(),
            topics=topics_named(session(), {item.topic_ref for item in found.items if item.topic_ref}),
            declared=interests_in(session(), refs_of(found.items)),
            matters=escalations_from(session(), item_ids),
            with_minutes=has_minutes,
        ),
        contests=contests_at(session(), found.id, for_officers=False),
        attendances=tuple(attendance_shown(each) for each in found.attendances),
        came=_came(found),
        in_hall=_in_hall(found),
        minutes=_minutes(found),
        has_minutes=has_minutes,
    ).answer()


@bp.get("/meetings/<int:meeting_id>.ics")
@public
@kept
def meeting_file(meeting_id: int) -> Response:
    """Give one meeting as a calendar file."""
    found = public_meeting(session(), meeting_id)
    return _as_calendar((found,), name=found.body.name, filename=f"{found.body.slug}-{found.meets_on}")


@bp.get("/escalations")
@public
@kept
def escalations() -> Response:
    """List the matters that bodies sent to others, those whose answer is late first."""
    cut = escalations_page(session(), day=today(), number=request.args.get("page", 1, type=int))
    return EscalationsPage(
        title=_("What bodies sent to others for an answer"),
        matters=tuple((each.id, matter_shown(each, day=today())) for each in cut.items),
        cut=cut,
    ).answer()


def _health(body_id: int) -> tuple[str, ...]:
    """Say when a body met last and meets next, and whether its minutes are late."""
    dates = dates_of(session(), body_id=body_id, now=now())
    n_late = dates.n_minutes_late
    said = [
        _("It meets next on %(when)s.", when=hours_of(dates.coming)) if dates.coming else _("No meeting is called."),
        _("It met last on %(day)s.", day=short_day(dates.last.starts_at))
        if dates.last
        else _("No meeting of it is recorded here yet."),
    ]
    if n_late:
        late = ngettext("Minutes of %(num)s meeting are late:", "Minutes of %(num)s meetings are late:", n_late)
        said.append(f"{late} " + _("they should be here %(n)s days after it.", n=MINUTES_WITHIN_DAYS))
    return tuple(said)


def _came(found: Meeting) -> str:
    if not found.attendances:
        return ""
    n_came = sum(each.attending.counts_as_coming for each in found.attendances)
    return _("%(came)s of %(all)s members were there.", came=n_came, all=len(found.attendances))


def _in_hall(found: Meeting) -> str:
    n = found.n_in_hall or 0
    return ngettext("%(num)s other person was in the hall.", "%(num)s other people were in the hall.", n) if n else ""


def _minutes(found: Meeting) -> str:
    """Say where the minutes are."""
    if found.state is MeetingState.MINUTED and found.minutes_approved_on:
        day = short_day(found.minutes_approved_on)
        return _("Approved on %(day)s by %(who)s.", day=day, who=found.minutes_approved_by)
    if found.state not in TOOK_PLACE:
        return ""
    due = minutes_due_on(found.meets_on)
    if today() > due:
        return _("The minutes should have been here by %(day)s. They are late.", day=short_day(due))
    return _("The minutes are published here once they are approved, by %(day)s.", day=short_day(due))


def _as_calendar(found: Sequence[Meeting], *, name: str, filename: str) -> Response:
    events = [_event(each) for each in found]
    response = Response(calendar_of(events, name=name), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response


def _event(each: Meeting) -> Event:
    settings = current_settings()
    agenda = "\n".join(f"{number}. {item.title}" for number, item in enumerate(each.items, start=1))
    words = "\n\n".join(part for part in (agenda, each.access, each.join_href) if part)
    return Event(
        uid=f"meeting-{each.id}@{settings.base_url.split('//')[-1]}",
        version=each.version,
        stamped_at=each.called_at or each.created_at,
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        title=each.body.name,
        place=each.place,
        words=words,
        address=f"{settings.base_url}{url_for('meetings.meeting', meeting_id=each.id)}",
        is_cancelled=each.state is MeetingState.CANCELLED,
    )
