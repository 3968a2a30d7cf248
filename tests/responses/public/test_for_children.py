"""A consultation for children: it asks for no way to reach anyone, and speaks to a grown-up first."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.consultations.actions import approve, record_opening, submit_for_approval
from consult.consultations.actions.children import make_for_children
from consult.consultations.models import ForChildren
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import JUST_BEFORE, OPEN_TEXT, OPENS_AT, make_draft, make_group
from consult.following.models import Following
from consult.kernel.errors import Invalid
from consult.post.models import Mail
from consult.responses.forms.public import steps_of
from consult.responses.models import Response, ResponseContact
from consult.responses.queries.answering import to_answer

NOTE = "The council asks pupils about the way to school. Nobody has to answer."


@pytest.fixture
def officer(session):
    return make_account(session, role=Role.OFFICER)


@pytest.fixture
def draft(session, officer):
    return make_draft(
        session,
        title="The way to school",
        officer=officer,
        questions=(OPEN_TEXT,),
        groups=[make_group(session, code="pupil")],
    )


@pytest.fixture
def consultation(session, draft, officer, clock):
    draft.asks_equality = True
    values = {"is_for_children": True, "guardian_note": NOTE, "by_id": officer.id}
    make_for_children(session, consultation=draft, **values, now=JUST_BEFORE)
    submit_for_approval(session, consultation=draft, by_id=officer.id, now=JUST_BEFORE)
    approve(session, consultation=draft, by_id=make_account(session, role=Role.APPROVER).id, now=JUST_BEFORE)
    record_opening(session, consultation=draft, now=OPENS_AT)
    session.commit()
    clock.move_to(OPENS_AT + timedelta(days=3))
    return draft


def test_it_speaks_to_a_grown_up_and_then_in_short_words(visitor, consultation):
    page = visitor.open(f"/consultations/{consultation.slug}/respond")
    assert page.says(NOTE)
    assert page.says("You do not have to do this.")
    assert page.says("Childline on 0800 1111")


def test_it_asks_for_no_address_place_organisation_or_equality_answers(app, session, consultation, clock):
    with app.test_request_context():
        asked = to_answer(session, consultation=consultation, now=clock.now())
        names = {name for step in steps_of(asked) for name in step.fields}
        choices = {value for step in steps_of(asked) if "publish" in step.fields for value in _offered(step)}
    assert not {"email", "outcome", "organisation", "behalf", "ward"} & names
    assert not any(name.startswith("equality") for name in names)
    assert "with_organisation_name" not in choices


def _offered(step):
    return [value for value, _words in step.fields["publish"].kwargs["choices"]]


def test_an_answer_arrives_with_no_address_even_when_a_program_sends_one(visitor, session, consultation, clock):
    slug = consultation.slug
    visitor.open(f"/consultations/{slug}/respond")
    clock.advance(seconds=20)
    page = visitor.choose("All questions on one page").press("Start")
    assert not page.says("Email")
    form = next(each for each in page.all("form") if any(node.get("name") == "group" for node in each.iter()))
    fields = visitor._fields_of(form)
    fields["group"], fields["publish"] = str(consultation.groups_asked[0].group_id), "not_published"
    fields[f"q{consultation.questions[0].id}"] = "A safer crossing."
    fields["email"], fields["outcome"] = "kid@example.org", "y"
    visitor.client.post(f"/consultations/{slug}/respond/all", data=fields)
    assert visitor.open(f"/consultations/{slug}/respond/check").says("A safer crossing.")
    clock.advance(seconds=20)  # a person takes a while
    visitor.press("Send your answers")
    assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert session.scalar(select(func.count()).select_from(ResponseContact)) == 0
    assert session.scalar(select(func.count()).select_from(Mail)) == 0


def test_nobody_is_asked_for_an_address_to_follow_it(visitor, session, consultation):
    page = visitor.open(f"/consultations/{consultation.slug}/news")
    assert page.says("so we ask nobody for an address here")
    visitor.client.post(f"/consultations/{consultation.slug}/news", data={"email": "kid@example.org"})
    assert session.scalar(select(func.count()).select_from(Following)) == 0


def test_its_privacy_notice_is_in_short_words_and_names_no_address(visitor, consultation):
    page = visitor.open(f"/consultations/{consultation.slug}/privacy")
    assert page.says("For children, in short")
    assert not page.says("an email address only if")
    assert not page.says("your ward")


def test_an_officer_makes_a_draft_one_for_children_and_must_speak_to_a_grown_up(
    visitor, session, draft, officer, clock
):
    clock.move_to(JUST_BEFORE)
    session.commit()
    visitor.sign_in_as(officer, at=JUST_BEFORE).open(f"/desk/consultations/{draft.id}/for-children")
    page = visitor.choose("This consultation is for children").press("Save", expect=422)
    assert page.says("Say to a parent or teacher what this is")
    visitor.fill("What do you say to a parent or teacher?", NOTE).press("Save")
    assert session.scalar(select(ForChildren.guardian_note)) == NOTE


def test_without_a_word_to_a_grown_up_it_is_not_for_children(session, draft, officer):
    with pytest.raises(Invalid):
        make_for_children(
            session, consultation=draft, is_for_children=True, guardian_note=" ", by_id=officer.id, now=JUST_BEFORE
        )
