"""Makes meetings, for tests and for the demonstration city: each step through the actions, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.demo.makers.bodies import BY, make_body
from consult.meetings.actions import add_item, call_meeting, draft_meeting
from consult.meetings.actions.agenda import ItemAsked
from consult.meetings.actions.calling import MeetingAsked
from consult.meetings.models import Meeting

EVENING = datetime(2026, 3, 19, 18, 30, tzinfo=UTC)
ITEMS = ("Minutes of the last meeting", "Crossings at the school gates", "Anything else")


def make_meeting(
    session: Session,
    *,
    body: Body | None = None,
    starts_at: datetime = EVENING,
    place: str = "Old Wharf Community Hall, Quay Street",
    access: str = "No steps. A hearing loop. Tea from six.",
    items: Sequence[str | ItemAsked] = ITEMS,
    is_called: bool = True,
    by: str = BY,
) -> Meeting:
    """Make a meeting of two hours that was called a fortnight before, unless it is to stay a draft."""
    at = starts_at - timedelta(days=14)
    asked = MeetingAsked(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), place=place, access=access)
    made = draft_meeting(session, body=body or make_body(session), asked=asked, by=by, now=at)
    for item in items:
        add_item(session, meeting=made, asked=ItemAsked(title=item) if isinstance(item, str) else item, by=by, now=at)
    if is_called:
        call_meeting(session, meeting=made, urgency="", away=(), by=by, now=at)
    return made
