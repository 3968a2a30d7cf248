"""Who holds a seat: one holder at a time, one vote a person, terms that end, deputies who are not counted twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from consult.audit.models import AuditEvent
from consult.bodies.actions import end_deputy, end_membership, end_seat_class, fill_seat, name_deputy
from consult.bodies.models import Membership, Seat, SeatClass
from consult.bodies.queries import seat_by_id, seat_class_by_id, vacant_seats
from consult.bodies.rules import Evidence, EvidenceKind, HowFilled, SeatClassValues, TermKind, TermRule
from consult.demo.makers.bodies import (
    BY,
    LONG_AGO,
    make_body,
    make_body_type,
    make_membership,
    make_person,
    make_seat,
    make_seat_class,
)
from consult.kernel.errors import Invalid, NotFound, Refused, Stale

SEPTEMBER = date(2025, 9, 1)
AUGUST = date(2026, 8, 31)
SHEET = Evidence(kind=EvidenceKind.COUNT_SHEET, ref="count-sheet:7")


def fill(session: Session, seat: Seat, **values: object) -> Membership:
    said = {"person": make_person(session), "from_on": SEPTEMBER, "how": HowFilled.ELECTED, "evidence": SHEET} | values
    return fill_seat(session, seat=seat, by=BY, now=LONG_AGO, **said)  # type: ignore[arg-type]  # the names of fill_seat


def test_a_term_of_an_academic_year_ends_on_the_last_of_august(session: Session) -> None:
    assert fill(session, make_seat(session)).term_ends_on == AUGUST
    assert fill(session, make_seat(session), from_on=date(2026, 2, 10)).term_ends_on == AUGUST
    assert fill(session, make_seat(session), from_on=AUGUST).term_ends_on == AUGUST


def test_a_term_in_months_ends_the_day_before(session: Session) -> None:
    term = TermRule(kind=TermKind.MONTHS, months=48)
    body = make_body(session, body_type=make_body_type(session, key="trust", term=term))
    seat = make_seat(session, body=body)
    assert fill(session, seat, from_on=date(2025, 3, 1)).term_ends_on == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("from_on", "months", "last"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2025, 12, 1), 1, date(2025, 12, 31)),
    ],
)
def test_months_of_unequal_length_are_counted(from_on: date, months: int, last: date) -> None:
    assert TermRule(kind=TermKind.MONTHS, months=months).ends_on(from_on) == last


def test_a_seat_never_has_two_holders(session: Session) -> None:
    seat = make_seat(session)
    fill(session, seat, person=make_person(session, name="Amina Clay"))
    with pytest.raises(Refused, match="Amina Clay holds this seat"):
        fill(session, seat, from_on=date(2026, 1, 5))


def test_someone_who_holds_over_leaves_when_a_successor_takes_the_seat(session: Session) -> None:
    seat = make_seat(session)
    first = fill(session, seat)
    assert first.holds_on(date(2026, 12, 24))
    second = fill(session, seat, from_on=date(2026, 10, 1))
    assert first.until_on == date(2026, 9, 30)
    assert second.holds_on(date(2026, 10, 1))


def test_without_holding_over_a_seat_is_vacant_after_the_term(session: Session) -> None:
    kind = make_body_type(session, key="forum", term=TermRule(kind=TermKind.ACADEMIC_YEAR))
    seat_class = make_seat_class(session, body=make_body(session, body_type=kind))
    fill(session, seat_class.seats[0])
    assert vacant_seats(session, seat_class=seat_class, day=AUGUST) == ()
    assert vacant_seats(session, seat_class=seat_class, day=AUGUST + timedelta(days=1)) == tuple(seat_class.seats)


def test_a_person_has_one_vote_in_a_body_however_many_seats_they_hold(session: Session) -> None:
    body = make_body(session)
    parent, governor = make_seat(session, body=body, name="Parent"), make_seat(session, body=body, name="Governor")
    adviser = make_seat(session, body=body, name="Adviser", is_voting=False)
    elsewhere = make_seat(session)
    person = make_person(session, name="Amina Clay")
    fill(session, parent, person=person)
    with pytest.raises(Refused, match="nobody has two"):
        fill(session, governor, person=person)
    fill(session, adviser, person=person)
    fill(session, elsewhere, person=person)


def test_the_database_refuses_a_second_holder_and_a_second_vote_too(session: Session) -> None:
    body = make_body(session)
    seats = make_seat_class(session, body=body, n_seats=2).seats
    held = fill(session, seats[0])
    row = {
        "seat_id": held.seat_id,
        "body_id": body.id,
        "person_id": make_person(session).id,
        "from_on": SEPTEMBER,
        "holds_over": False,
        "is_voting": True,
        "how_filled": HowFilled.ELECTED,
        "evidence_kind": EvidenceKind.COUNT_SHEET,
        "evidence_ref": "x",
        "on_behalf_of": "",
        "end_reason": "",
        "recorded_at": LONG_AGO,
        "version": 1,
    }
    for change in ({}, {"seat_id": seats[1].id, "person_id": held.person_id}):
        with pytest.raises(DBAPIError, match=r"two holders|one vote"), session.begin_nested():
            session.execute(insert(Membership).values(row | change))
    with session.begin_nested():
        session.execute(insert(Membership).values(row | {"seat_id": seats[1].id}))
    with pytest.raises(DBAPIError, match="one vote"), session.begin_nested():
        session.execute(update(Membership).where(Membership.seat_id == seats[1].id).values(person_id=held.person_id))


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidence_kind": EvidenceKind.NOMINATION},
        {"evidence_ref": ""},
        {"until_on": date(2026, 9, 2), "holds_over": False},
    ],
)
def test_the_database_refuses_an_election_without_its_sheet_and_a_term_overstayed(
    session: Session, wrong: dict[str, object]
) -> None:
    held = fill(session, make_seat(session))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Membership).where(Membership.id == held.id).values(wrong))


@pytest.mark.parametrize("kind", [kind for kind in EvidenceKind if kind not in {"count_sheet", "uncontested"}])
def test_an_elected_seat_points_at_a_count_sheet_or_an_uncontested_declaration(
    session: Session, kind: EvidenceKind
) -> None:
    with pytest.raises(Invalid, match="count sheet"):
        fill(session, make_seat(session), evidence=Evidence(kind=kind, ref="minute 4"))
    uncontested = Evidence(kind=EvidenceKind.UNCONTESTED, ref="declaration:3")
    assert fill(session, make_seat(session), evidence=uncontested).evidence_ref == "declaration:3"


def test_evidence_that_cannot_be_found_is_none() -> None:
    with pytest.raises(Invalid):
        Evidence(kind=EvidenceKind.NOMINATION, ref="  ")


def test_a_seat_is_not_filled_before_its_body_is_there(session: Session) -> None:
    with pytest.raises(Refused, match="not there on that day"):
        fill(session, make_seat(session), from_on=date(2020, 1, 1))


def test_someone_leaves_with_a_reason_and_the_seat_is_vacant_the_next_day(session: Session) -> None:
    seat_class = make_seat_class(session)
    held = fill(session, seat_class.seats[0])
    left_on = date(2026, 1, 31)
    with pytest.raises(Invalid, match="why"):
        end_membership(session, membership=held, until_on=left_on, reason=" ", by=BY, now=LONG_AGO)
    with pytest.raises(Stale):
        end_membership(
            session, membership=held, until_on=left_on, reason="Resigned", version_seen=9, by=BY, now=LONG_AGO
        )
    end_membership(session, membership=held, until_on=left_on, reason="Resigned", by=BY, now=LONG_AGO)
    assert vacant_seats(session, seat_class=seat_class, day=date(2026, 2, 1)) == tuple(seat_class.seats)
    assert vacant_seats(session, seat_class=seat_class, day=left_on) == ()
    with pytest.raises(Refused):
        end_membership(session, membership=held, until_on=left_on, reason="Resigned", by=BY, now=LONG_AGO)


def test_a_vacated_seat_can_be_filled_at_once(session: Session) -> None:
    seat = make_seat(session)
    end_membership(
        session, membership=fill(session, seat), until_on=date(2026, 1, 31), reason="Moved", by=BY, now=LONG_AGO
    )
    assert fill(session, seat, from_on=date(2026, 2, 1)).term_ends_on == AUGUST


def test_a_seat_has_one_deputy_at_a_time_who_is_not_its_holder(session: Session) -> None:
    held = make_membership(session)
    with pytest.raises(Refused, match="own deputy"):
        name_deputy(session, seat=held.seat, person=held.person, from_on=SEPTEMBER, by=BY, now=LONG_AGO)
    deputy = name_deputy(session, seat=held.seat, person=make_person(session), from_on=SEPTEMBER, by=BY, now=LONG_AGO)
    with pytest.raises(Refused, match="has a deputy"):
        name_deputy(session, seat=held.seat, person=make_person(session), from_on=AUGUST, by=BY, now=LONG_AGO)
    end_deputy(session, deputy=deputy, until_on=date(2026, 1, 1), by=BY, now=LONG_AGO)
    name_deputy(session, seat=held.seat, person=make_person(session), from_on=AUGUST, by=BY, now=LONG_AGO)


def test_on_a_council_committee_someone_who_is_no_councillor_votes_only_by_a_stated_exception(session: Session) -> None:
    committee = make_body(session, body_type=make_body_type(session, key="scrutiny", is_council_committee=True))
    with pytest.raises(Invalid, match="section 13"):
        make_seat_class(session, body=committee)
    assert not make_seat_class(session, body=committee, is_voting=False).is_voting
    assert make_seat_class(session, body=committee, for_councillors=True).is_voting
    allowed = make_seat_class(session, body=committee, exception="Parent governor on education scrutiny")
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(SeatClass).where(SeatClass.id == allowed.id).values(exception=""))


def test_a_chair_has_no_vote_beside_their_own_seat() -> None:
    with pytest.raises(Invalid, match="no vote beside"):
        SeatClassValues(name="Chair", how_filled=HowFilled.ELECTED, is_voting=True, is_office=True)


def test_seats_are_taken_away_only_when_nobody_sits_in_them(session: Session) -> None:
    held = fill(session, make_seat(session))
    with pytest.raises(Refused, match="Someone sits"):
        end_seat_class(session, seat_class=held.seat.seat_class, until_on=date(2026, 1, 1), by=BY, now=LONG_AGO)
    end_membership(session, membership=held, until_on=date(2026, 1, 1), reason="New composition", by=BY, now=LONG_AGO)
    ended = end_seat_class(session, seat_class=held.seat.seat_class, until_on=date(2026, 1, 1), by=BY, now=LONG_AGO)
    assert not ended.existed_on(date(2026, 1, 2))


def test_a_seat_and_its_class_are_found_with_what_belongs_to_them(session: Session) -> None:
    held = make_membership(session)
    session.expire_all()
    assert seat_by_id(session, held.seat_id).memberships[0].person.name == held.person.name
    assert seat_class_by_id(session, held.seat.seat_class_id).seats[0].id == held.seat_id
    with pytest.raises(NotFound):
        seat_by_id(session, 999_999)


def test_what_happened_to_a_seat_is_in_the_audit_of_its_body(session: Session) -> None:
    held = fill(session, make_seat(session))
    end_membership(session, membership=held, until_on=AUGUST, reason="Resigned", by=BY, now=LONG_AGO)
    asked = select(AuditEvent).where(AuditEvent.stream == f"body:{held.body_id}").order_by(AuditEvent.seq)
    happened = [event.happening for event in session.scalars(asked)]
    assert happened == ["body:added", "seat_class:added", "seat:filled", "seat:vacated"]
