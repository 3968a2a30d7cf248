"""A petition is one response; its signatures stand beside the count, claimed and checked."""

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.responses.models import Petition, Response
from consult.responses.queries.figures import intake_figures
from consult.responses.rules import Channel, PublishAs
from tests.responses.public.asking import OPENS


@pytest.fixture
def desk(visitor, session, asking, clock):
    clock.move_to(OPENS.replace(month=3, day=9))
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    return visitor.sign_in_as(officer)


def place(asking, more=""):
    return f"/desk/consultations/{asking.consultation.id}/responses{more}"


def fill(desk, asking, *, about="1. What do you think of the networks?"):
    desk.open(place(asking, "/petitions/new"))
    desk.fill("What is it called?", "Keep our crossing").fill("Its wording", "We ask the council to keep the crossing.")
    desk.select("What is it about?", about).fill("How many signatures does it claim?", "1240")
    desk.fill("Who organised it?", "R. Oduya").choose("Paper")
    return desk.fill_date("When did the council receive it?", 5, 3, 2026)


def test_a_petition_is_one_response_with_its_signatures_beside_it(desk, asking, session):
    fill(desk, asking)
    assert desk.press("Store this petition").says("1,240 signatures claimed · not checked yet")
    response = session.scalars(select(Response)).one()
    assert (response.channel, response.claimed_people, response.publish_as) == (
        Channel.PAPER,
        None,
        PublishAs.NOT_PUBLISHED,
    )
    assert [answer.text for answer in response.answers] == ["We ask the council to keep the crossing."]
    figures = intake_figures(session, consultation=asking.consultation)
    assert (figures.n_in_time, figures.claimed_people) == (1, 0)
    told = "1 of the responses is a petition, which claims 1,240 signatures. Signatures are never added to the count."
    assert desk.open(place(asking)).says(told)


def test_signatures_are_checked_with_a_word_on_how(desk, asking, session):
    fill(desk, asking).press("Store this petition")
    desk.follow("Say how many signatures hold")
    desk.fill("How many signatures hold?", "2000").fill("How was that found out?", "Every tenth was looked up.")
    page = desk.press("Save", expect=422)
    assert any("At most 1,240 can hold" in error for error in page.errors)
    desk.fill("How many signatures hold?", "1180")
    assert desk.press("Save").says("1,180 hold: Every tenth was looked up.")
    assert session.scalars(select(Petition.n_checked)).one() == 1180
    assert desk.open(place(asking)).says("1,180 were found to hold")


def test_a_petition_may_be_about_a_paragraph_and_a_wrong_number_is_told(desk, asking, session):
    fill(desk, asking, about="A paragraph of the document").fill("Number of the paragraph, if it is about one", "77.7")
    page = desk.press("Store this petition", expect=422)
    assert any("Enter the number of the paragraph" in error for error in page.errors)
    assert page.says("We ask the council to keep the crossing.")
    desk.fill("Number of the paragraph, if it is about one", "1.1").press("Store this petition")
    assert len(session.scalars(select(Response)).one().comments) == 1
