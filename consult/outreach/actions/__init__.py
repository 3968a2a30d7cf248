"""What officers do to the consultation record."""

from consult.outreach.actions.contacting import add_contacts_from_rows, record_contact, say_what_came_back
from consult.outreach.actions.keeping import (
    add_milestone,
    add_shaper,
    choose_kind,
    drop_milestone,
    drop_shaper,
    say_scrutiny,
)
from consult.outreach.actions.naming import add_consultee, add_suggested, change_consultee, drop_consultee

__all__ = [
    "add_consultee",
    "add_contacts_from_rows",
    "add_milestone",
    "add_shaper",
    "add_suggested",
    "change_consultee",
    "choose_kind",
    "drop_consultee",
    "drop_milestone",
    "drop_shaper",
    "record_contact",
    "say_scrutiny",
    "say_what_came_back",
]
