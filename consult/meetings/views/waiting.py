"""What meetings lay on a clerk's desk: a roll to take, minutes to publish, answers that a body owes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, scopes_of
from consult.kernel.clock import LONDON
from consult.meetings.models import Meeting
from consult.meetings.queries import answers_owed, minutes_owed
from consult.meetings.rules import MeetingState, minutes_due_on


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """List what meetings ask of one clerk."""
    scopes = scopes_of(account.grants, Permission.MANAGE_BODIES)
    if not scopes:
        return []
    body_ids = None if "" in scopes else [int(scope.partition(":")[2]) for scope in scopes if scope.startswith("body:")]
    matters = answers_owed(session, body_ids=body_ids)
    return [
        *(_after(each) for each in minutes_owed(session, now=now, body_ids=body_ids)),
        *(
            WaitingItem(
                text=_("Answer “%(matter)s”", matter=each.title),
                about=each.to_body.name,
                href=url_for("meetings.answer", body_id=each.to_body_id, escalation_id=each.id),
                due_at=_evening_of(each.due_on),
            )
            for each in matters
        ),
    ]


def _after(each: Meeting) -> WaitingItem:
    is_held = each.state is MeetingState.HELD
    text = _("Publish the minutes") if is_held else _("Say who came to the meeting")
    href = url_for("meetings.desk_meeting", body_id=each.body_id, meeting_id=each.id)
    return WaitingItem(text=text, about=each.body.name, href=href, due_at=_evening_of(minutes_due_on(each.meets_on)))


def _evening_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=LONDON)
