"""Bodies, seats and members in the words of Popolo: Organization, Post, Person, Membership, Area.

Source: the Popolo specification of open government data. Dates are ISO days; a number of ours becomes ``body/12``.
Whatever is not public, such as an email address, is not named here and so never leaves.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.bodies.models import Area, Body, BodyRelation, Membership, Person, Seat
from consult.bodies.rules import RelationKind

Json = dict[str, Any]


def popolo(session: Session, *, base_url: str) -> Json:
    """Everything that is public about bodies and who sits on them, now and before; six queries."""
    above = _above(session)
    bodies = session.scalars(select(Body).options(joinedload(Body.body_type)).order_by(Body.id)).all()
    seats = session.scalars(select(Seat).options(joinedload(Seat.seat_class)).order_by(Seat.id)).all()
    memberships = session.scalars(
        select(Membership).options(joinedload(Membership.organisation)).order_by(Membership.id)
    ).all()
    sat = select(Membership.person_id)
    people = session.scalars(select(Person).where(Person.id.in_(sat)).order_by(Person.id)).all()
    areas = session.scalars(select(Area).order_by(Area.id)).all()
    return {
        "organizations": [_body(body, above.get(body.id), base_url) for body in bodies],
        "posts": [_post(seat) for seat in seats],
        "persons": [_person(person, base_url) for person in people],
        "memberships": [_membership(membership) for membership in memberships],
        "areas": [_area(area) for area in areas],
    }


def _above(session: Session) -> dict[int, int]:
    """For each body the one it reports to; Popolo knows one parent, so the first counts."""
    rows = session.execute(
        select(BodyRelation.from_body_id, BodyRelation.to_body_id)
        .where(BodyRelation.kind == RelationKind.REPORTS_TO, BodyRelation.until_on.is_(None))
        .order_by(BodyRelation.id.desc())
    )
    return {row[0]: row[1] for row in rows}


def _body(body: Body, parent_id: int | None, base_url: str) -> Json:
    return {
        "id": f"body/{body.id}",
        "name": body.name,
        "classification": body.body_type.name,
        "parent_id": f"body/{parent_id}" if parent_id else None,
        "area_id": f"area/{body.area_id}" if body.area_id else None,
        "description": body.purpose,
        "founding_date": _day(body.founded_on),
        "dissolution_date": _day(body.closed_on),
        "links": [{"note": "page", "url": f"{base_url}/bodies/{body.slug}"}],
    }


def _post(seat: Seat) -> Json:
    kind = seat.seat_class
    return {
        "id": f"seat/{seat.id}",
        "label": seat.name,
        "role": "office" if kind.is_office else "voting member" if kind.is_voting else "member without a vote",
        "organization_id": f"body/{seat.body_id}",
        "area_id": f"area/{kind.area_id}" if kind.area_id else None,
        "start_date": _day(kind.from_on),
        "end_date": _day(kind.until_on),
    }


def _person(person: Person, base_url: str) -> Json:
    links = [{"note": "page", "url": f"{base_url}/members/{person.id}"}]
    return {"id": f"person/{person.id}", "name": person.name, "links": links}


def _membership(membership: Membership) -> Json:
    behalf = membership.on_behalf_of or (membership.organisation.name if membership.organisation else "")
    return {
        "id": f"membership/{membership.id}",
        "person_id": f"person/{membership.person_id}",
        "organization_id": f"body/{membership.body_id}",
        "post_id": f"seat/{membership.seat_id}",
        "role": membership.how_filled.value,
        "on_behalf_of": behalf or None,
        "start_date": _day(membership.from_on),
        "end_date": _day(membership.until_on or membership.term_ends_on),
    }


def _area(area: Area) -> Json:
    return {
        "id": f"area/{area.id}",
        "name": area.name,
        "classification": area.kind.value,
        "identifier": area.code,
        "parent_id": f"area/{area.parent_id}" if area.parent_id else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
