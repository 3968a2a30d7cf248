"""The register of schools: read from a spreadsheet line by line, all or nothing, with status over time."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions import area_of_district
from consult.bodies.actions.schools import Imported, import_schools
from consult.bodies.models import NetworkSchool, School
from consult.bodies.queries.schools import electorate_schools
from consult.bodies.register import Known, read_register
from consult.bodies.rules import GovernorRoute, Phase, SchoolStatus, Tier
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import BY, LONG_AGO, make_body, make_body_type
from consult.files.tables import read_table
from consult.places.models import District, Organisation, Ward
from tests.visitor import Visitor

BEGINS = date(2025, 9, 1)
FILE = """Name,URN,Phase,Status,Ward,Trust,Network,Parents elected,Appointed,Notes
Acorn Primary,100001,Primary,Community,Copley,,North network,3,2,
Birch High,100002,secondary,Academy,Copley,Birch Trust,,1,9,x
Cedar Nursery,,Nursery,maintained,Mill,,North network,,,
"""


@pytest.fixture
def places(session: Session) -> list[District]:
    """Two districts of one ward each, and a network."""
    north = District(code="D1", name="North", wards=[Ward(code="W1", name="Copley", population=1)])
    south = District(code="D2", name="South", wards=[Ward(code="W2", name="Mill", population=1)])
    session.add_all([north, south])
    make_body(session, name="North network", body_type=make_body_type(session, key="network", tier=Tier.LOCALITY))
    session.flush()
    return [north, south]


def bring_in(session: Session, text: str = FILE, as_of: date = BEGINS) -> Imported:
    table = read_table(text.encode(), "schools.csv")
    return import_schools(session, table=table, as_of=as_of, digest="d", by=BY, now=LONG_AGO)


def school(session: Session, name: str) -> School:
    return session.scalars(select(School).join(School.organisation).where(Organisation.name == name)).one()


def test_every_line_becomes_a_school_with_what_is_known_of_it(session: Session, places: list[District]) -> None:
    assert bring_in(session) == Imported(n_rows=3, n_new=3)
    birch = school(session, "Birch High")
    assert (birch.urn, birch.phase, birch.organisation.ward.name) == ("100002", "secondary", "Copley")  # type: ignore[union-attr]  # it has one
    status = birch.status_on(BEGINS)
    assert status is not None
    assert status.trust is not None
    assert (status.status, status.trust.name) == (SchoolStatus.ACADEMY, "Birch Trust")
    assert {each.route: each.n for each in birch.governors} == {
        GovernorRoute.ELECTED_PARENTS: 1,
        GovernorRoute.APPOINTED: 9,
    }


def test_the_same_file_again_changes_nothing(session: Session, places: list[District]) -> None:
    bring_in(session)
    assert bring_in(session, as_of=date(2026, 1, 1)) == Imported(n_rows=3, n_new=0)
    for table, n in ((School, 3), (NetworkSchool, 2)):
        assert session.scalar(select(func.count()).select_from(table)) == n
    assert len(school(session, "Acorn Primary").statuses) == 1


def test_a_school_that_becomes_an_academy_keeps_what_it_was(session: Session, places: list[District]) -> None:
    bring_in(session)
    later = "name,urn,phase,status,status since,trust\nAcorn Academy,100001,primary,academy,2026-01-01,Birch Trust\n"
    bring_in(session, later, as_of=date(2026, 2, 1))
    acorn = school(session, "Acorn Academy")
    told = [(each.status.value, each.from_on) for each in acorn.statuses]
    assert told == [("community", date(1900, 1, 1)), ("academy", date(2026, 1, 1))]
    before = acorn.status_on(date(2025, 12, 31))
    assert before is not None
    assert before.status.is_maintained


def test_a_school_that_moves_leaves_its_old_network_the_day_before(session: Session, places: list[District]) -> None:
    make_body(session, name="South network")
    bring_in(session)
    moved = FILE.replace("Copley,,North", "Copley,,South")
    bring_in(session, moved, as_of=date(2026, 1, 1))
    told = [(each.body.name, each.from_on, each.until_on) for each in school(session, "Acorn Primary").networks]
    assert told == [("North network", BEGINS, date(2025, 12, 31)), ("South network", date(2026, 1, 1), None)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",primary,community,,,,", "Enter the name"),
        ("A,,community,,,,", "Enter the phase"),
        ("A,middling,community,,,,", "no phase that we know"),
        ("A,primary,odd,,,,", "no status that we know"),
        ("A,primary,community,12345,,,", "no URN"),
        ("A,primary,community,,Nowhere,,", "no ward called “Nowhere”"),
        ("A,primary,community,,,31/02/2020,", "no day"),
        ("A,primary,community,,,,many", "no number of governors"),
        ("A,primary,community,,,,-1", "no number of governors"),
        ("A,primary,community,,,,９", "no number of governors"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_stored(
    session: Session, places: list[District], line: str, sentence: str
) -> None:
    head = "name,phase,status,urn,ward,opened,vacant\nGood,primary,community,,,,\n"
    done = bring_in(session, f"{head}{line}\n")
    assert [fault.line for fault in done.faults] == [3]
    assert sentence in done.faults[0].sentence
    assert session.scalars(select(School)).all() == []


def test_a_school_that_stands_twice_and_a_column_that_is_missing_are_faults() -> None:
    known = Known(wards=(), networks=())
    twice = read_register(
        ("Name", "Phase", "Status"), [(2, ("A", "primary", "va")), (3, ("a", "primary", "va"))], known
    )
    assert [(fault.line, fault.sentence) for fault in twice[1]] == [(3, "This school stands on line 2 already.")]
    missing = read_register(("Name",), [], known)
    assert missing[1][0].sentence == "There is no column called phase or status."


def test_the_register_supplies_the_schools_of_an_electorate(session: Session, places: list[District]) -> None:
    bring_in(session)
    names = [each.organisation.name for each in electorate_schools(session, day=BEGINS, phase=Phase.PRIMARY)]
    assert names == ["Acorn Primary"]
    north = area_of_district(session, places[0])
    assert [each.organisation.name for each in electorate_schools(session, day=BEGINS, area=north)] == [
        "Acorn Primary",
        "Birch High",
    ]


def test_everyone_reads_the_register_and_who_is_in_no_network(
    visitor: Visitor, session: Session, places: list[District]
) -> None:
    bring_in(session)
    assert visitor.open("/schools").says("Academy · Birch Trust")
    assert "Acorn Primary" not in visitor.open("/schools?phase=secondary").links
    visitor.follow("Birch High")
    assert visitor.says("1 of 10 governors were elected (10%)")
    assert visitor.open("/schools?q=zzz").says("We found no school")
    page = visitor.open("/representation")
    assert page.says("2 of 3 schools are in a network")
    assert page.says("Birch High is in no network.")


def test_an_administrator_uploads_the_register_all_or_nothing(
    visitor: Visitor, session: Session, places: list[District]
) -> None:
    visitor.sign_in_as(make_account(session, role=Role.ADMINISTRATOR))
    visitor.open("/desk/schools/import")
    visitor.upload("File with schools", "schools.csv", FILE.replace("secondary", "middling").encode())
    page = visitor.press("Read this file", expect=422)
    assert page.says("Line 3: “middling” is no phase that we know.")
    assert page.says("Nothing was stored.")
    visitor.upload("File with schools", "schools.csv", b"\x00\x01")
    visitor.press("Read this file", expect=422)
    visitor.upload("File with schools", "schools.csv", FILE.encode())
    assert visitor.press("Read this file").says("3 schools were read, 3 of them new.")
