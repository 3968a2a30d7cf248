"""Bodies: set up, changed, related, stretched and closed; pilots that owe a report; people and areas."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from consult.bodies.actions import (
    add_person,
    area_of_ward,
    change_body,
    change_person,
    change_status,
    end_relation,
    give_report,
    relate_bodies,
    set_stakes,
)
from consult.bodies.actions.setting_up import BodyValues
from consult.bodies.models import Body
from consult.bodies.queries import bodies_on, body_by_slug, people
from consult.bodies.rules import BodyStatus, RelationKind, TermKind, TermRule
from consult.demo.makers.bodies import BY, FOUNDED_ON, LONG_AGO, make_body, make_membership, make_person, make_seat
from consult.demo.makers.consultations import make_group
from consult.kernel.errors import Invalid, NotFound, Refused, Stale
from consult.places.models import District, Ward

TODAY = date(2026, 3, 2)


def say(session: Session, body: Body, act: str, *, why: str = "Two of three officers left.", **more: object) -> Body:
    said = {"from_on": TODAY} | more
    return change_status(session, body=body, act=act, why=why, by=BY, now=LONG_AGO, **said)  # type: ignore[arg-type]  # the names of change_status


def test_two_bodies_of_one_name_have_addresses_of_their_own(session: Session) -> None:
    first, second = make_body(session, name="Northgate Board"), make_body(session, name="Northgate Board")
    assert (first.slug, second.slug) == ("northgate-board", "northgate-board-2")
    assert body_by_slug(session, "northgate-board-2") is second
    with pytest.raises(NotFound):
        body_by_slug(session, "southgate-board")


def test_a_stretched_body_says_why(session: Session) -> None:
    body = make_body(session)
    with pytest.raises(Invalid, match="who is missing"):
        say(session, body, "call_stretched", why=" ")
    say(session, body, "call_stretched")
    assert (body.status, body.status_changes[-1].note) == (BodyStatus.STRETCHED, "Two of three officers left.")
    say(session, body, "call_active", why="")
    assert [change.status for change in body.status_changes] == ["active", "stretched", "active"]


def test_a_closed_body_lets_its_members_go_and_never_opens_again(session: Session) -> None:
    held = make_membership(session, from_on=date(2025, 9, 1))
    body = body_by_slug(session, held.seat.seat_class.body.slug)
    say(session, body, "close", why="The networks take over.")
    assert (held.until_on, held.end_reason, body.closed_on) == (TODAY, "The body closed", TODAY)
    with pytest.raises(Refused):
        say(session, body, "call_active")
    assert body in bodies_on(session, TODAY)
    assert body not in bodies_on(session, date(2026, 3, 3))
    assert body not in bodies_on(session, date(2020, 1, 1))


def test_what_is_said_of_a_body_comes_in_its_order(session: Session) -> None:
    body = say(session, make_body(session), "call_stretched")
    with pytest.raises(Refused, match="later day"):
        say(session, body, "call_dormant", from_on=date(2026, 1, 1))


def test_two_people_changing_a_body_notice_each_other(session: Session) -> None:
    body = make_body(session)
    values = BodyValues(name="New name", founded_on=FOUNDED_ON)
    change_body(session, body=body, values=values, version_seen=1, by=BY, now=LONG_AGO)
    with pytest.raises(Stale):
        change_body(session, body=body, values=values, version_seen=1, by=BY, now=LONG_AGO)


def test_a_pilot_says_when_it_ends_and_owes_a_report(session: Session) -> None:
    with pytest.raises(Invalid, match="report what was learned"):
        make_body(session, is_pilot=True)
    ends, due = date(2026, 7, 31), date(2026, 9, 30)
    pilot = make_body(session, is_pilot=True, pilot_ends_on=ends, report_due_on=due)
    with pytest.raises(Invalid):
        give_report(session, body=pilot, report="", on=due, by=BY, now=LONG_AGO)
    give_report(session, body=pilot, report="Meet after six.", on=due, by=BY, now=LONG_AGO)
    assert pilot.report_given_on == due
    with pytest.raises(Refused):
        give_report(session, body=make_body(session), report="We learned.", on=due, by=BY, now=LONG_AGO)


def test_bodies_are_related_once_and_never_to_themselves(session: Session) -> None:
    board, city = make_body(session), make_body(session)
    how = {"from_body": board, "to_body": city, "kind": RelationKind.REPORTS_TO, "from_on": TODAY}
    relation = relate_bodies(session, **how, by=BY, now=LONG_AGO)  # type: ignore[arg-type]  # the names of relate_bodies
    assert relate_bodies(session, **how, by=BY, now=LONG_AGO) is relation  # type: ignore[arg-type]  # as above
    with pytest.raises(Invalid):
        relate_bodies(session, **how | {"to_body": board}, by=BY, now=LONG_AGO)  # type: ignore[arg-type]  # as above
    end_relation(session, relation=relation, until_on=TODAY, by=BY, now=LONG_AGO)
    with pytest.raises(Refused):
        end_relation(session, relation=relation, until_on=TODAY, by=BY, now=LONG_AGO)


def test_who_has_a_stake_in_a_body_can_be_said_anew(session: Session) -> None:
    body, parent, pupil = make_body(session), make_group(session), make_group(session, code="pupil")
    set_stakes(session, body=body, whys={parent.id: "Their children", pupil.id: ""}, by=BY, now=LONG_AGO)
    set_stakes(session, body=body, whys={parent.id: "Their children’s schools"}, by=BY, now=LONG_AGO)
    session.expire_all()
    assert [(stake.group.code, stake.why) for stake in body.stakes] == [("parent", "Their children’s schools")]


def test_people_are_listed_by_last_name_and_found_by_any_part(session: Session) -> None:
    for name in ("Cllr Zoe Abbot", "Ben Young", "Amina Clay"):
        add_person(session, name=name, by=BY, now=LONG_AGO)
    assert [person.name for person in people(session).items] == ["Cllr Zoe Abbot", "Amina Clay", "Ben Young"]
    assert [person.name for person in people(session, words="min").items] == ["Amina Clay"]
    assert people(session, words="%").items == []


def test_a_person_has_a_name(session: Session) -> None:
    with pytest.raises(Invalid):
        add_person(session, name=" ", by=BY, now=LONG_AGO)
    person = make_person(session)
    with pytest.raises(Invalid):
        change_person(session, person=person, name="", email="", by=BY, now=LONG_AGO)
    assert (
        change_person(session, person=person, name="Jo Field", email="Jo@x.org", by=BY, now=LONG_AGO).email
        == "jo@x.org"
    )


def test_a_ward_has_one_area_inside_its_district(session: Session) -> None:
    ward = Ward(code="W1", name="Millrace", population=100, district=District(code="D1", name="Wendleside"))
    session.add(ward)
    session.flush()
    area = area_of_ward(session, ward)
    assert area_of_ward(session, ward) is area
    assert area.parent is not None
    assert area.parent.name == "Wendleside"


def test_a_term_has_a_length_only_where_it_is_counted_in_months() -> None:
    for wrong in (
        {"kind": TermKind.OPEN, "months": 3},
        {"kind": TermKind.MONTHS},
        {"kind": TermKind.MONTHS, "months": 0},
    ):
        with pytest.raises(Invalid):
            TermRule(**wrong)  # type: ignore[arg-type]  # each is wrong


def test_one_seat_goes_by_its_class_and_several_by_number(session: Session) -> None:
    assert make_seat(session, name="Chair").name == "Chair"
    assert make_seat(session, name="Parent", n_seats=2).name == "Parent 1"
