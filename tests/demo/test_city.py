"""The invented city: whole, plain, various, and the same every time."""

from collections import Counter

import pytest

from consult.consultations.rules import QuestionKind
from consult.demo.filling import fill_responses
from consult.demo.finding import paragraph_at
from consult.demo.reading import the_city
from consult.demo.values import CityConsultation
from consult.documents.importing.registry import import_pasted
from consult.outcomes.rules import CommitmentProgress, Position
from consult.responses.rules import Channel

CITY = the_city()
each_consultation = pytest.mark.parametrize("told", CITY.consultations, ids=lambda told: told.key)


def test_the_city_has_ten_districts_sixty_nine_wards_and_eleven_groups() -> None:
    names = [ward.name for ward in CITY.council.wards]
    assert len(CITY.council.districts) == 10
    assert len(set(names)) == len(names) == 69
    assert len({ward.code for ward in CITY.council.wards}) == 69
    assert len(CITY.council.groups) == 11


def test_every_organisation_lies_in_a_ward() -> None:
    names = {ward.name for ward in CITY.council.wards}
    assert len(CITY.council.organisations) >= 40
    assert {organisation.ward for organisation in CITY.council.organisations} <= names


def test_four_hundred_responses_come_by_every_channel_from_every_group() -> None:
    responses = [said for told in CITY.consultations for said in told.responses]
    assert len(responses) == 400
    assert {said.channel for said in responses} == set(Channel)
    assert {said.group for said in responses} == {group.code for group in CITY.council.groups}
    assert len({said.ward for said in responses}) > 50
    assert {said.language for said in responses} == {"en", "ur", "pl", "pa"}
    assert sum(said.late for said in responses) >= 5


def test_most_texts_are_said_by_nobody_else() -> None:
    texts = Counter(text for told in CITY.consultations for said in told.responses for text in said.answers.values())
    assert sum(1 for times in texts.values() if times == 1) >= 400


def test_a_campaign_letter_came_twenty_six_times() -> None:
    letters = [said for said in CITY.stepping_in.responses if said.campaign]
    assert len(letters) == 26
    assert len({said.answers["first_term"] for said in letters}) > 12, "most people added something of their own"


@each_consultation
def test_it_asks_every_kind_of_question(told: CityConsultation) -> None:
    assert 4 <= len(told.questions) <= 7
    assert {asked.kind for asked in told.questions} == set(QuestionKind)


@each_consultation
def test_every_answer_belongs_to_a_question_and_a_group(told: CityConsultation) -> None:
    keys = {asked.key for asked in told.questions if asked.kind is QuestionKind.OPEN_TEXT or asked.with_why}
    groups = {group.code for group in CITY.council.groups}
    organisations = {organisation.key for organisation in CITY.council.organisations}
    for said in told.responses:
        assert set(said.answers) <= keys
        assert told.main_key in said.answers
        assert said.group in groups
        assert not said.organisation or said.organisation in organisations
        assert not (said.late and said.channel is Channel.WEB), "the web form is shut when it is late"


@each_consultation
def test_the_document_is_read_into_numbered_sections_and_every_comment_finds_its_paragraph(
    told: CityConsultation,
) -> None:
    document = import_pasted(told.document, title=told.document_title)
    texts = [paragraph.text for section in document.sections for paragraph in section.paragraphs]
    assert 1_500 <= len(told.document.split()) <= 3_000
    assert len(document.sections) >= 10
    assert document.title == told.document_title
    for said in told.responses:
        for comment in said.comments:
            assert texts[paragraph_at(texts, comment.at)]


@each_consultation
def test_filling_in_gives_the_same_city_every_time(told: CityConsultation) -> None:
    once = fill_responses(told, wards=CITY.council.wards, last_day=41, equality=[("age", ("a", "b"))])
    again = fill_responses(told, wards=CITY.council.wards, last_day=41, equality=[("age", ("a", "b"))])
    assert once == again
    assert any(filled.equality for filled in once)
    assert all(filled.said.late == (filled.day > 41) for filled in once)


def test_themes_and_promises_show_every_position_and_state() -> None:
    told = CITY.fair_say
    keys = {theme.key for theme in told.themes}
    assert {theme.position for theme in told.themes} == set(Position)
    assert {promise.state for promise in told.commitments} == set(CommitmentProgress)
    assert {promise.theme for promise in told.commitments} <= keys
    assert {said.theme for said in told.responses} == {*keys, "none"}
    assert len(told.editions) == 2
    assert told.editions[1].what_changed


def test_personal_data_is_planted_and_obviously_invented() -> None:
    planted = [said for told in CITY.consultations for said in told.responses if said.personal_data]
    words = " ".join(text for said in planted for text in said.answers.values())
    assert len(planted) >= 8
    assert "01632 960" in words
    assert "example.org" in words
