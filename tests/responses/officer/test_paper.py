"""Paper forms ask what the website asks, each with a code, and none is keyed in twice."""

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.responses.models import Response
from consult.responses.paper import LETTERS, Layout, Pack, form_code, looks_like_a_code, read_code
from consult.responses.rules import Timeliness
from tests.responses.public.asking import OPENS


@pytest.fixture
def desk(visitor, session, asking, clock):
    clock.move_to(OPENS.replace(month=3, day=9))
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    return visitor.sign_in_as(officer)


def place(asking, more):
    return f"/desk/consultations/{asking.consultation.id}/responses{more}"


def test_a_code_shows_a_slip_of_the_pen():
    code = form_code(12, 34)
    assert code.startswith("12-0034-")
    assert code[-1] in LETTERS
    assert read_code(f" {code.lower()} ", consultation_id=12) == code
    assert read_code(code, consultation_id=13) is None
    wrong = next(letter for letter in LETTERS if letter != code[-1])
    assert looks_like_a_code(code[:-1] + wrong)
    assert read_code(code[:-1] + wrong, consultation_id=12) is None
    assert not looks_like_a_code("A1")


@pytest.mark.parametrize(
    ("layout", "first", "n", "made"),
    [
        ("large", 3, 2, Pack(layout=Layout.LARGE, first=3, n=2)),
        ("nonsense", None, None, Pack()),
        ("easy", -5, 5000, Pack(layout=Layout.EASY, first=1, n=50)),
        ("normal", 9999, 10, Pack(first=9999, n=1)),
    ],
)
def test_a_pack_stays_within_what_can_be_printed(layout, first, n, made):
    assert Pack.asked_for(layout=layout, first=first, n=n) == made


@pytest.mark.parametrize("layout", list(Layout))
def test_the_forms_ask_what_the_website_asks(desk, asking, layout):
    page = desk.open(place(asking, f"/paper/pack?layout={layout.value}&first=7&n=2"))
    for number in (7, 8):
        assert page.says(form_code(asking.consultation.id, number))
    for words in ("What do you think of the networks?", "Every term", "Strongly agree", "Parents", "a parent or carer"):
        assert page.says(words)
    assert page.says("Write 1 in the box that comes first")
    assert page.says("Write the number of the paragraph")
    assert f"c-form-pack--{layout.value}" in page.body


def test_the_way_to_the_forms_stands_on_the_keying_page(desk, asking):
    desk.open(place(asking, "/key-in"))
    page = desk.follow("Print paper forms")
    assert page.says("Each form asks what the website asks")


def keyed(desk, asking, code, expect=200):
    desk.open(place(asking, "/key-in"))
    desk.choose("Paper").fill_date("When did the council receive it?", 5, 3, 2026)
    desk.fill("Number on the paper, if it has one", code)
    desk.fill("1. What do you think of the networks? (optional)", "They help.")
    return desk.press("Store this response", expect=expect)


def test_a_form_is_keyed_in_once(desk, asking, session):
    code = form_code(asking.consultation.id, 7)
    keyed(desk, asking, code.lower())
    assert session.scalars(select(Response.source_reference)).one() == code
    page = keyed(desk, asking, code, expect=422)
    assert any("was keyed in already" in error for error in page.errors)
    assert page.says("They help.")
    assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_a_misread_code_is_told_and_a_number_of_another_kind_is_not(desk, asking, session):
    code = form_code(asking.consultation.id, 7)
    wrong = next(letter for letter in LETTERS if letter != code[-1])
    page = keyed(desk, asking, code[:-1] + wrong, expect=422)
    assert any("not a code of our forms" in error for error in page.errors)
    keyed(desk, asking, "Box 4, sheet 12")
    assert session.scalars(select(Response.source_reference)).one() == "Box 4, sheet 12"


def late(desk, asking, why):
    desk.open(place(asking, "/key-in"))
    desk.choose("Paper").fill_date("When did the council receive it?", 30, 3, 2026)
    desk.fill("If it came late, why does it still count?", why)
    desk.fill("1. What do you think of the networks? (optional)", "They help.")
    return desk.press("Store this response")


@pytest.mark.parametrize(
    ("why", "timeliness"), [("Braille came late, extra time given.", Timeliness.IN_TIME), ("", Timeliness.LATE)]
)
def test_a_late_paper_response_counts_only_with_a_reason(visitor, session, asking, clock, why, timeliness):
    clock.move_to(OPENS.replace(month=4, day=1))
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    late(visitor.sign_in_as(officer), asking, why)
    response = session.scalars(select(Response)).one()
    assert (response.timeliness, response.late_exception) == (timeliness, why)
