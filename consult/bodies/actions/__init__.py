"""Verbs that set bodies up, fill their seats and say how they are doing."""

from consult.bodies.actions.filling import end_deputy, end_membership, fill_seat, name_deputy
from consult.bodies.actions.patterns import set_up_pattern
from consult.bodies.actions.people import add_area, add_person, area_of_district, area_of_ward, change_person
from consult.bodies.actions.seats import add_seat_class, end_seat_class
from consult.bodies.actions.setting_up import (
    add_body,
    add_body_type,
    change_body,
    end_relation,
    relate_bodies,
    set_stakes,
)
from consult.bodies.actions.standing import change_status, give_report
from consult.bodies.actions.terms import bring_into_force, draft_terms

__all__ = [
    "add_area",
    "add_body",
    "add_body_type",
    "add_person",
    "add_seat_class",
    "area_of_district",
    "area_of_ward",
    "bring_into_force",
    "change_body",
    "change_person",
    "change_status",
    "draft_terms",
    "end_deputy",
    "end_membership",
    "end_relation",
    "end_seat_class",
    "fill_seat",
    "give_report",
    "name_deputy",
    "relate_bodies",
    "set_stakes",
    "set_up_pattern",
]
