"""The consultation record through its pages: officers keep it, and everyone reads it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.audit.models import AuditEvent
from consult.consultations.actions import record_opening
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPENS_AT, make_consultation, make_group
from consult.demo.makers.outreach import make_consultee, make_contact
from consult.demo.makers.responses import make_response
from consult.outreach.models import Consultee, Contact
from consult.outreach.rules import Basis, CameBack
from consult.places.models import Organisation
from consult.places.rules import OrganisationKind
from consult.responses.actions.submit import submit_response
from consult.responses.rules import Channel, GivenAnswer, OnBehalfOf, PublishAs, Submitted
from tests.frontdoor.test_follow import count_queries

NOW = OPENS_AT + timedelta(days=10)


@pytest.fixture
def open_one(session, clock):
    """An open consultation on a day while people can answer, with an officer to keep its record."""
    group = make_group(session, code="headteacher", name="Headteachers")
    consultation = make_consultation(session, groups=[group])
    record_opening(session, consultation=consultation, now=OPENS_AT)
    session.commit()
    clock.move_to(NOW)
    return consultation


@pytest.fixture
def officer(session, open_one):
    account = make_account(session, role=Role.OFFICER)
    session.commit()
    return account


@pytest.fixture
def desk(visitor, officer):
    return visitor.sign_in_as(officer)


def record_of(consultation, more=""):
    return f"/desk/consultations/{consultation.id}/record{more}"


def public_page(consultation, kind=""):
    return f"/consultations/{consultation.slug}/who-was-consulted{kind}"


def test_the_law_suggests_whom_to_ask_and_the_record_shows_who_was_not(desk, open_one, session):
    desk.open(record_of(open_one, "/suggestions"))
    desk.choose("A strategy or plan for schools").press("Save")
    desk.choose("Pupils and students").choose("Parents and carers")
    page = desk.press("Put them on the record")
    assert page.says("2 consultees are on the record.")
    assert page.says("The law asks for Pupils and students, and the record shows no contact.")
    assert page.says("Not contacted yet: Parents and carers.")
    assert desk.open("/desk").says("Contact 1 consultee that the law asks for")


def test_a_contact_is_written_down_once_however_often_the_button_is_pressed(desk, open_one, session, officer):
    consultee = make_consultee(session, consultation=open_one, now=NOW)
    session.commit()
    desk.open(record_of(open_one, f"/consultees/{consultee.id}"))
    desk.choose("Letter").fill_date("On which day?", 20, 2, 2026).fill("Which team asked?", "Schools team")
    page = desk.press("Write it down")
    assert page.says("Letter, 20 February 2026")
    desk.open(record_of(open_one, f"/consultees/{consultee.id}"))
    key = desk.page.body.split('name="submission_key"')[1].split('value="')[1].split('"')[0]
    fields = {
        "channel": "email",
        "contacted_on-day": "21",
        "contacted_on-month": "2",
        "contacted_on-year": "2026",
        "team": "Schools team",
        "came_back": "nothing_yet",
        "submission_key": key,
    }
    for _press in range(2):
        desk.post(record_of(open_one, f"/consultees/{consultee.id}"), fields)
    assert session.scalar(select(func.count()).select_from(Contact)) == 2


def test_a_contact_in_the_future_is_refused_and_the_words_stay(desk, open_one, session):
    consultee = make_consultee(session, consultation=open_one, now=NOW)
    session.commit()
    desk.open(record_of(open_one, f"/consultees/{consultee.id}"))
    desk.choose("Meeting").fill_date("On which day?", 1, 12, 2026).fill("Which team asked?", "Governor Services")
    page = desk.press("Write it down", expect=422)
    assert any("future" in error for error in page.errors)
    assert 'value="Governor Services"' in page.body
    assert not session.scalar(select(func.count()).select_from(Contact))


def test_an_entry_without_a_day_is_accepted_and_shown_as_vague(desk, open_one, session):
    consultee = make_consultee(session, consultation=open_one, now=NOW)
    session.commit()
    desk.open(record_of(open_one, f"/consultees/{consultee.id}"))
    desk.choose("Another way").fill("If nobody knows the day, when was it?", "consortia meetings and forums")
    desk.fill("Which team asked?", "Schools team").press("Write it down")
    assert desk.open(record_of(open_one)).says("Asked, but the record is vague")
    page = desk.open(public_page(open_one))
    assert page.says("names no day or no body, so nobody can check it")


def test_what_came_back_is_said_later_and_two_officers_do_not_overwrite_each_other(desk, open_one, session, officer):
    consultee = make_consultee(session, consultation=open_one, now=NOW)
    contact = make_contact(session, consultee=consultee, by_id=officer.id, now=NOW, on=date(2026, 2, 20))
    session.commit()
    where = record_of(open_one, f"/consultees/{consultee.id}/contacts/{contact.id}")
    desk.open(where)
    contact.came_back, contact.version = CameBack.ACKNOWLEDGED, contact.version + 1
    session.commit()
    page = desk.choose("They answered").press("Save", expect=409)
    assert page.says("Someone changed this contact while you were writing")
    assert desk.press("Save").says("They answered")


def test_the_public_sees_the_team_and_never_the_officer(visitor, open_one, session, officer):
    consultee = make_consultee(session, consultation=open_one, now=NOW)
    make_contact(session, consultee=consultee, by_id=officer.id, now=NOW, on=date(2026, 2, 20))
    session.commit()
    page = visitor.open(public_page(open_one))
    assert page.says("Schools team")
    assert officer.name not in page.body
    body = visitor.client.get(public_page(open_one, ".csv")).get_data(as_text=True)
    assert "Schools team" in body
    assert officer.name not in body
    assert officer.email not in body


def organisation_answers(session, consultation, organisation, publish_as):
    asked = sorted(consultation.questions, key=lambda question: question.position)
    submitted = Submitted(
        channel=Channel.WEB,
        submission_key=f"from {organisation.name}",
        group_id=None,
        on_behalf_of=OnBehalfOf.ORGANISATION,
        organisation_id=organisation.id,
        answers=(GivenAnswer(question_id=asked[0].id, text="We agree."), GivenAnswer(question_id=asked[1].id, scale=4)),
        publish_as=publish_as,
    )
    return submit_response(session, consultation=consultation, submitted=submitted, received_at=NOW, now=NOW)


def test_a_response_from_a_consultee_shows_by_itself_but_in_public_only_with_its_name_allowed(desk, open_one, session):
    named = Organisation(name="Governors Network", kind=OrganisationKind.COMMUNITY)
    unnamed = Organisation(name="Quiet Trust", kind=OrganisationKind.TRUST)
    session.add_all([named, unnamed])
    session.flush()
    for each in (named, unnamed):
        make_consultee(session, consultation=open_one, now=NOW, name=each.name, organisation_id=each.id)
    organisation_answers(session, open_one, named, PublishAs.WITH_ORGANISATION_NAME)
    organisation_answers(session, open_one, unnamed, PublishAs.WITHOUT_NAME)
    session.commit()
    assert desk.open(record_of(open_one)).text.count("Answered") == 2
    rows = desk.client.get(public_page(open_one, ".json")).get_json()["contacts"]
    assert {row["consultee"]: row["standing"] for row in rows} == {
        "Governors Network": "answered",
        "Quiet Trust": "not_asked",
    }


def test_while_people_can_answer_the_public_sees_no_numbers_by_group(visitor, open_one, session):
    group = make_group(session, code="headteacher")
    for number in range(12):
        make_response(
            session,
            consultation=open_one,
            now=NOW,
            group_id=group.id,
            submission_key=f"key {number}",
            answers=answered(open_one),
        )
    session.commit()
    page = visitor.open(public_page(open_one))
    assert page.says("12 responses count so far.")
    assert "about 10" not in page.body
    assert page.says("once every response is in")


def answered(consultation):
    asked = sorted(consultation.questions, key=lambda question: question.position)
    return (GivenAnswer(question_id=asked[0].id, text="Yes."), GivenAnswer(question_id=asked[1].id, scale=4))


def test_one_loud_group_and_silent_ones_are_told_while_there_is_time(desk, open_one, session):
    group = make_group(session, code="headteacher")
    for number in range(12):
        make_response(
            session,
            consultation=open_one,
            now=NOW,
            group_id=group.id,
            submission_key=f"key {number}",
            answers=answered(open_one),
        )
    session.commit()
    page = desk.open(record_of(open_one, "/reach"))
    assert page.says("100% of the responses are from one group: Headteachers.")


CSV = (
    "Consultee,Channel,Date,Team,What,Outcome\n"
    "Governors Network,email,20/02/2026,,Form by email,acknowledged\n"
    "Primary heads,meeting,2026-02-23,Schools,Spring meeting,answered\n"
    "Partners,,spring term,,,\n"
)


def upload(desk, consultation, text, expect=200):
    desk.open(record_of(consultation, "/spreadsheet"))
    desk.fill("Which team asked?", "Schools team").upload("Spreadsheet", "contacts.csv", text.encode())
    return desk.press("Add the contacts", expect=expect)


def test_contacts_come_in_from_a_spreadsheet_and_the_same_file_twice_adds_nothing(desk, open_one, session):
    assert upload(desk, open_one, CSV).says("3 contacts were added.")
    assert upload(desk, open_one, CSV).says("0 contacts were added. 3 were there already.")
    vague = session.scalars(select(Contact).where(Contact.contacted_on.is_(None))).one()
    assert (vague.consultee.name, vague.when_words) == ("Partners", "spring term")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Consultee,Channel,Date\nHeads,pigeon,20/02/2026\n", "Line 2: we do not know the way “pigeon”"),
        ("Consultee,Channel,Date\n,email,20/02/2026\n", "Line 2: it does not say who was asked"),
        ("Consultee,Channel,Date\nHeads,email,20/02/2030\n", "Line 2: the day lies in the future"),
        ("Channel,Date\nemail,20/02/2026\n", "No column says who was asked"),
        ("Consultee,Link\nHeads,javascript:alert(1)\n", "begins with https"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_added(desk, open_one, session, text, fault):
    page = upload(desk, open_one, text, expect=422)
    assert page.says(fault)
    assert not session.scalar(select(func.count()).select_from(Contact))
    assert not session.scalar(select(func.count()).select_from(Consultee))


def test_scrutiny_says_a_day_or_a_reason(desk, open_one):
    desk.open(record_of(open_one, "/whole"))
    page = desk.choose("Did it go to the scrutiny committee? > No").press("Save", expect=422)
    assert page.says("Say why the scrutiny committee was not asked")
    desk.fill("If not, why not?", "It does not meet before the decision.").press("Save")
    page = desk.open(public_page(open_one))
    assert page.says("It did not go to the scrutiny committee: It does not meet before the decision.")


def test_a_decision_taken_before_the_opening_shows_to_everyone(desk, open_one):
    desk.open(record_of(open_one, "/whole"))
    desk.choose("What happened? > Decided").fill("In a few words", "The new structure begins")
    desk.fill("Which body or office?", "Cabinet")
    fill_day(desk, "On which day?", 10, 2, 2026)
    desk.press("Add the step")
    page = desk.open(public_page(open_one))
    assert page.says("Something was decided before anyone could answer")
    assert page.says("Decided: The new structure begins")


def fill_day(desk, label, day, month, year):
    """The step's own day: the page asks for another one above it."""
    prefix = "happened_on"
    for part, value in (("day", day), ("month", month), ("year", year)):
        control = next(each for each in desk.page.all("input") if each.get("name") == f"{prefix}-{part}")
        desk._type(control, str(value))


def test_who_wrote_the_document_is_shown_by_group(desk, open_one):
    desk.open(record_of(open_one, "/whole"))
    desk.fill("Who are they?", "Heads of three schools").select("Stakeholder group", "Headteachers")
    desk.fill("How many people?", "3").press("Add them")
    assert desk.open(public_page(open_one)).says("Headteachers: 3 of the 3 people who wrote it")


def test_a_consultee_that_was_contacted_stays_on_the_record(desk, open_one, session, officer):
    consultee = make_consultee(session, consultation=open_one, now=NOW)
    make_contact(session, consultee=consultee, by_id=officer.id, now=NOW, on=date(2026, 2, 20))
    session.commit()
    page = desk.post(record_of(open_one, f"/consultees/{consultee.id}/remove"), expect=409)
    assert page.says("it stays on the record")


def test_a_consultee_of_another_consultation_is_not_found(desk, open_one, session):
    other = make_consultation(session, title="Another one")
    consultee = make_consultee(session, consultation=other, now=NOW)
    session.commit()
    desk.open(record_of(open_one, f"/consultees/{consultee.id}"), expect=404)


def test_every_change_of_the_record_is_in_the_history(desk, open_one, session, officer):
    consultee = make_consultee(session, consultation=open_one, now=NOW, basis=Basis.LAW)
    make_contact(session, consultee=consultee, by_id=officer.id, now=NOW, on=date(2026, 2, 20))
    session.commit()
    stream = select(AuditEvent.happening).where(AuditEvent.stream == f"consultation:{open_one.id}")
    assert {"consultee:added", "contact:recorded"} <= set(session.scalars(stream))
    page = desk.open(f"/desk/consultations/{open_one.id}/history")
    assert page.says("Wrote down a contact with a consultee")


def test_the_pages_take_the_same_number_of_queries_however_long_the_record(
    desk, open_one, session, connection, officer
):
    def look(page):
        return count_queries(connection, lambda: desk.open(page))

    make_contact(
        session,
        consultee=make_consultee(session, consultation=open_one, now=NOW),
        by_id=officer.id,
        now=NOW,
        on=date(2026, 2, 20),
    )
    session.commit()
    pages = (record_of(open_one), record_of(open_one, "/reach"), public_page(open_one))
    for page in pages:
        look(page)  # what cannot change is remembered after the first look
    few = [look(page) for page in pages]
    for number in range(20):
        consultee = make_consultee(session, consultation=open_one, now=NOW, name=f"Body {number}")
        make_contact(session, consultee=consultee, by_id=officer.id, now=NOW, on=date(2026, 2, 20))
    session.commit()
    assert [look(page) for page in pages] == few
