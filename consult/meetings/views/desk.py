"""Meetings for the clerk of a body: the list, one meeting with what comes next, calling it and calling it off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.queries import body_by_id
from consult.kernel.errors import Invalid, Refused
from consult.meetings.actions import call_meeting, cancel_meeting, change_meeting, draft_meeting, drop_meeting
from consult.meetings.forms import CallForm, MeetingForm, ReasonForm
from consult.meetings.lending import VotedOn
from consult.meetings.models import Meeting
from consult.meetings.queries import escalations_from, hall_page, interests_in, meetings_of
from consult.meetings.rules import CLEAR_DAYS, TOOK_PLACE, MeetingState, clear_days
from consult.meetings.views.blueprint import bp, of_body, today
from consult.meetings.views.frame import ActPage, act_page, desk_href, done, of, pressed, tried
from consult.meetings.views.lent import contests_at, days_away, topics_named
from consult.meetings.views.shown import (
    ShownItem,
    ShownMeeting,
    items_shown,
    meeting_shown,
    refs_of,
)
from consult.meetings.wording import hours_of, standing_of
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session

_FIELDS = ("version", "starts_at", "minutes_long", "place", "access", "join_href")


@dataclass(frozen=True, kw_only=True)
class DeskMeetingsPage(Page):
    """A body's meetings, drafts too."""

    template: ClassVar[str] = "meetings/desk_meetings.html"

    body: str
    body_id: int
    slug: str
    meetings: tuple[ShownMeeting, ...]
    cut: Cut[Meeting]


@dataclass(frozen=True, kw_only=True)
class DeskMeetingPage(Page):
    """One meeting for its clerk."""

    template: ClassVar[str] = "meetings/desk_meeting.html"

    body_id: int
    meeting_id: int
    word: str
    kind: str
    when: str
    place: str
    next_words: str
    next_href: str
    is_draft: bool
    may_change: bool
    may_cancel: bool
    may_take_roll: bool
    may_list_hall: bool
    may_write: bool
    is_over: bool
    is_minuted: bool
    items: tuple[ShownItem, ...]
    contests: tuple[VotedOn, ...]
    n_in_hall: int
    public_href: str


@bp.get("/desk/bodies/<int:body_id>/meetings")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def desk_meetings(body_id: int) -> AnyResponse:
    """List a body's meetings for its clerk."""
    body = body_by_id(session(), body_id)
    cut = meetings_of(session(), body_id=body_id, drafts=True, number=request.args.get("page", 1, type=int))
    return DeskMeetingsPage(
        title=_("Meetings"),
        body=body.name,
        body_id=body_id,
        slug=body.slug,
        meetings=tuple(meeting_shown(each, now=now(), on_desk=True) for each in cut.items),
        cut=cut,
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/meetings/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def new_meeting(body_id: int) -> AnyResponse:
    """Draft a meeting."""
    body, form = body_by_id(session(), body_id), MeetingForm(version="1", minutes_long="120")
    if form.is_valid_post():
        try:
            made = draft_meeting(session(), body=body, asked=form.to_asked(), by=actor(), now=now())
        except (Invalid, Refused) as wrong:
            form.refuse("starts_at", wrong.sentence)
        else:
            flash(_("The meeting is drafted. Now say what is on its agenda."), "success")
            return redirect(desk_href(made), 303)
    return ActPage(
        title=_("Plan a meeting"),
        form=form,
        fields=_FIELDS,
        back=url_for("meetings.desk_meetings", body_id=body_id),
        back_words=_("Meetings"),
        lead=_("Only you see it until you call it."),
        button=_("Draft it"),
    ).answer()


@bp.get("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def desk_meeting(body_id: int, meeting_id: int) -> AnyResponse:
    """Show a meeting to its clerk."""
    found = of(body_id, meeting_id)
    told, state = standing_of(found, now=now()), found.state
    has_begun = now() >= found.starts_at
    words, href = _next(found)
    return DeskMeetingPage(
        title=_("Meeting of %(body)s", body=found.body.name),
        body_id=body_id,
        meeting_id=meeting_id,
        word=str(told.word),
        kind=told.kind,
        when=hours_of(found),
        place=found.place,
        next_words=words,
        next_href=href,
        is_draft=state is MeetingState.DRAFTED,
        may_change=state in (MeetingState.DRAFTED, MeetingState.CALLED),
        may_cancel=state is MeetingState.CALLED,
        may_take_roll=has_begun and state in (MeetingState.CALLED, MeetingState.HELD),
        may_list_hall=state in (MeetingState.CALLED, MeetingState.HELD),
        may_write=state is MeetingState.HELD,
        is_over=state in TOOK_PLACE,
        is_minuted=state is MeetingState.MINUTED,
        items=items_shown(
            found,
            day=today(),
            topics=topics_named(session(), {item.topic_ref for item in found.items if item.topic_ref}),
            declared=interests_in(session(), refs_of(found.items)),
            matters=escalations_from(session(), [item.id for item in found.items]),
            with_minutes=True,
        ),
        contests=contests_at(session(), found.id, for_officers=True),
        n_in_hall=hall_page(session(), meeting_id=found.id).total + (found.n_in_hall or 0),
        public_href=url_for("meetings.meeting", meeting_id=found.id) if state is not MeetingState.DRAFTED else "",
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/change", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def change_of_meeting(body_id: int, meeting_id: int) -> AnyResponse:
    """Change when and where it is."""
    found = of(body_id, meeting_id)
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
    form = MeetingForm(obj=found, minutes_long=str(minutes))

    def act() -> object:
        seen, asked = form.version_seen, form.to_asked()
        return change_meeting(session(), meeting=found, asked=asked, version_seen=seen, by=actor(), now=now())

    if form.is_valid_post() and tried(form, "starts_at", act):
        return done(found, _("Changed."))
    return act_page(found, form, _FIELDS, title=_("When and where it meets"), button=_("Change it")).answer()


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/call", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def call(body_id: int, meeting_id: int) -> AnyResponse:
    """Publish a meeting with its agenda."""
    found, form = of(body_id, meeting_id), CallForm()
    away = days_away(session(), today(), found.meets_on)

    def act() -> object:
        return call_meeting(session(), meeting=found, urgency=form.urgency.data, away=away, by=actor(), now=now())

    if form.is_valid_post() and tried(form, "urgency", act):
        return done(found, _("The meeting is called. Everyone can read of it."))
    lead = _notice(clear_days(today(), found.meets_on, away=away), is_law=found.body.body_type.is_council_committee)
    return act_page(found, form, ("urgency",), title=_("Call the meeting"), button=_("Publish it"), lead=lead).answer()


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/cancel", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def cancel(body_id: int, meeting_id: int) -> AnyResponse:
    """Call a meeting off."""
    found, form = of(body_id, meeting_id), ReasonForm()

    def act() -> object:
        return cancel_meeting(session(), meeting=found, reason=form.reason.data, by=actor(), now=now())

    if form.is_valid_post() and tried(form, "reason", act):
        return done(found, _("It is called off. Its page says why."))
    return act_page(found, form, ("reason",), title=_("Call the meeting off"), button=_("Call it off")).answer()


@bp.post("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/drop")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def drop(body_id: int, meeting_id: int) -> AnyResponse:
    """Throw a draft away."""
    found = of(body_id, meeting_id)
    return pressed(
        lambda: drop_meeting(session(), meeting=found, by=actor(), now=now()),
        done=_("The draft is gone."),
        back=url_for("meetings.desk_meetings", body_id=body_id),
    )


def _notice(n_clear: int, *, is_law: bool) -> str:
    """Say how many clear days lie before a meeting, and what that means."""
    if not is_law:
        return _("%(n)s clear working days lie between today and the meeting.", n=n_clear)
    return _(
        "%(n)s clear working days lie between today and the meeting. A committee of the council needs %(least)s.",
        n=n_clear,
        least=CLEAR_DAYS,
    )


def _next(found: Meeting) -> tuple[str, str]:
    """Say what comes next, and where it is done."""
    names: dict[str, Any] = {"body_id": found.body_id, "meeting_id": found.id}
    if found.state is MeetingState.DRAFTED:
        if not found.items:
            return _("Say what is on its agenda"), url_for("meetings.new_item", **names)
        return _("Call the meeting, so that everyone can read of it"), url_for("meetings.call", **names)
    if found.state is MeetingState.CALLED and now() >= found.starts_at:
        return _("Take the roll: who is here?"), url_for("meetings.roll", **names)
    if found.state is MeetingState.HELD:
        if all(item.minute for item in found.items):
            return _("Publish the minutes once they are approved"), url_for("meetings.approve", **names)
        return _("Write the minutes"), url_for("meetings.minutes", **names)
    return "", ""
