"""Verbs of meetings: call, hold, minute, send a matter on."""

from consult.meetings.actions.agenda import add_item, change_item, move_item_up, remove_item
from consult.meetings.actions.calling import call_meeting, cancel_meeting, change_meeting, draft_meeting, drop_meeting
from consult.meetings.actions.escalating import answer_escalation, escalate
from consult.meetings.actions.holding import (
    Came,
    InTheHall,
    forget_hall,
    name_those_in_hall,
    publish_minutes,
    take_roll,
    write_minutes,
)

__all__ = [
    "Came",
    "InTheHall",
    "add_item",
    "answer_escalation",
    "call_meeting",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "draft_meeting",
    "drop_meeting",
    "escalate",
    "forget_hall",
    "move_item_up",
    "name_those_in_hall",
    "publish_minutes",
    "remove_item",
    "take_roll",
    "write_minutes",
]
