"""Bodies leave as Popolo: whole, linked within itself, and without what is not public."""

from datetime import date

from sqlalchemy.orm import Session

from consult.bodies.actions import relate_bodies
from consult.bodies.rules import RelationKind
from consult.demo.makers.bodies import BY, LONG_AGO, make_body, make_membership, make_person, make_seat
from tests.visitor import Visitor


def test_bodies_seats_and_members_leave_as_popolo(visitor: Visitor, session: Session) -> None:
    board, city = make_body(session, name="Northgate Board"), make_body(session, name="City Board")
    kind = RelationKind.REPORTS_TO
    since = date(2025, 9, 1)
    relate_bodies(session, from_body=board, to_body=city, kind=kind, from_on=since, by=BY, now=LONG_AGO)
    person = make_person(session, name="Amina Clay", email="amina@example.org")
    held = make_membership(session, seat=make_seat(session, body=board, name="Parent"), person=person, from_on=since)
    make_person(session, name="Never Sat")
    visitor.open("/bodies")
    visitor.follow("Take all of this as Popolo JSON")
    data = visitor.last.get_json()
    first = next(each for each in data["organizations"] if each["name"] == "Northgate Board")
    assert first["parent_id"] == f"body/{city.id}"
    assert [each["name"] for each in data["persons"]] == ["Amina Clay"]
    (membership,) = data["memberships"]
    assert membership["post_id"] == data["posts"][0]["id"] == f"seat/{held.seat_id}"
    assert (membership["start_date"], membership["end_date"]) == ("2025-09-01", "2026-08-31")
    assert "amina@example.org" not in visitor.last.get_data(as_text=True)
