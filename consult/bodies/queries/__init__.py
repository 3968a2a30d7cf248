"""Questions about bodies, seats and people."""

from consult.bodies.queries.finding import (
    area_by_id,
    bodies_on,
    body_by_id,
    body_by_slug,
    body_names,
    body_types,
    people,
    person_by_id,
    seat_by_id,
    seat_class_by_id,
    vacant_seats,
)

__all__ = [
    "area_by_id",
    "bodies_on",
    "body_by_id",
    "body_by_slug",
    "body_names",
    "body_types",
    "people",
    "person_by_id",
    "seat_by_id",
    "seat_class_by_id",
    "vacant_seats",
]
