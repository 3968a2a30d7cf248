"""What other products export comes in whole, mapped by itself, once, or not at all."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from consult.consultations.actions import record_opening
from consult.consultations.rules import QuestionKind, QuestionValues
from consult.demo.makers.consultations import OPENS_AT, make_consultation, make_group
from consult.files.tables import read_table
from consult.kernel.errors import Invalid
from consult.responses.actions.spreadsheets import import_file
from consult.responses.intake_guessing import guess_targets
from consult.responses.models import Response
from consult.responses.queries.things import things_to_fill
from tests.files.test_elsewhere import FIRST, SECOND, bundle
from tests.responses.public.asking import CLOSES

NOW = CLOSES - timedelta(days=2)
FOLDER = Path(__file__).parents[4] / "shared" / "data" / "imports"
WIDE = (
    "Response ID,Submitted Date,About you - Responding as,1. Networks - What do you think of the networks?,"
    "2. Networks - Networks will help every school,2. Networks - Networks will help every school - Please explain,"
    "3. People - Who should come? - Heads,3. People - Who should come? - Parents,"
    "3. People - Who should come? - Pupils\n"
    "ANON-1,05/03/2026 10:12,Parent/carer,A good start,Tend to agree,They share,Heads,,Pupils\n"
    "ANON-2,06/03/2026 09:00,Teacher,No,Strongly disagree,,,Parents,\n"
)
SURVEY = (
    "StartDate,EndDate,Status,Finished,ResponseId,Q1,Q2,Q4\n"
    "Start Date,End Date,Response Type,Finished,Response ID,What do you think of the networks?,"
    "Networks will help every school - Selected Choice,Who should come? - Selected Choice\n"
    '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}","{""ImportId"":""d""}",'
    '"{""ImportId"":""e""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID4""}"\n'
    '2026-03-05 10:00:00,2026-03-05 10:09:00,IP Address,True,R_1,Fine,Agree,"Heads,Parents"\n'
    "2026-03-05 11:00:00,2026-03-05 11:09:00,IP Address,False,R_2,Half a,,\n"
)


def bring(session, asking, data, name):
    return import_file(session, consultation=asking.consultation, data=data, name=name, mapping={}, by_id=None, now=NOW)


def said(response):
    by_question = {answer.question.position: answer for answer in response.answers}
    return {
        position: (answer.text, answer.scale, tuple(pick.choice.position for pick in answer.picks))
        for position, answer in by_question.items()
    }


def count(session):
    return session.scalar(select(func.count()).select_from(Response))


def test_a_wide_export_with_sections_choices_and_reasons_maps_itself(session, asking):
    batch = bring(session, asking, WIDE.encode(), "wide.csv")
    first, second = session.scalars(select(Response).order_by(Response.id)).all()
    assert (batch.n_added, batch.n_known) == (2, 0)
    assert (first.source_reference, first.group.code, first.received_on.isoformat()) == (
        "ANON-1",
        "parent",
        "2026-03-05",
    )
    assert said(first)[1][0] == "A good start"
    assert said(first)[2][:2] == ("They share", 4)
    assert len(said(first)[4][2]) == 2
    assert said(second)[2][1] == 1


def test_the_same_wide_export_again_adds_nothing(session, asking):
    bring(session, asking, WIDE.encode(), "wide.csv")
    batch = bring(session, asking, WIDE.encode(), "wide.csv")
    assert (batch.n_added, batch.n_known, count(session)) == (0, 2, 2)


def test_an_export_with_three_rows_of_headings_brings_only_what_was_sent(session, asking):
    batch = bring(session, asking, SURVEY.encode(), "survey.csv")
    (response,) = session.scalars(select(Response)).all()
    assert batch.n_added == 1
    assert response.source_reference == "R_1"
    assert said(response)[2][1] == 4
    assert len(said(response)[4][2]) == 2


def test_the_government_s_packed_folder_comes_in(session, asking):
    data = bundle(
        inputs__respondents=[{"themefinder_id": 1, "demographic_data": {"Responding as": ["Parent/carer"]}}],
        inputs__question_part_1__question=FIRST | {"question_text": "What do you think of the networks?"},
        inputs__question_part_1__responses=[
            {"themefinder_id": 1, "text": "Good"},
            {"themefinder_id": 2, "text": "Bad"},
        ],
        inputs__question_part_2__question=SECOND
        | {"question_text": "Networks will help every school", "question_part_text": ""},
        inputs__question_part_2__responses=[{"themefinder_id": 2, "text": "Too dear"}],
        inputs__question_part_2__multi_choice=[{"themefinder_id": 2, "options": ["Disagree"]}],
    )
    for _time in range(2):
        bring(session, asking, data, "inputs.zip")
    first, second = session.scalars(select(Response).order_by(Response.id)).all()
    assert first.group.code == "parent"
    assert said(first)[1][0] == "Good"
    assert said(second)[2][:2] == ("Too dear", 2)


def test_one_bad_line_and_nothing_comes_in(session, asking):
    data = WIDE.replace("Strongly disagree", "Perhaps").encode()
    with pytest.raises(Invalid, match=r"line 3.*Perhaps"):
        bring(session, asking, data, "wide.csv")
    assert count(session) == 0


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared data are not here")
def test_a_shared_shape_with_sections_maps_to_the_questions_it_names(session):
    agrees = QuestionValues(kind=QuestionKind.SCALE, prompt="Do you agree or disagree with the proposal?")
    explain = QuestionValues(
        kind=QuestionKind.OPEN_TEXT, prompt="Please use this space to explain your answers to questions 1-7"
    )
    make_group(session, code="individual", name="Individual")
    make_group(session, code="organisation", name="Organisation")
    consultation = make_consultation(session, questions=[agrees, explain])
    record_opening(session, consultation=consultation, now=OPENS_AT)
    data = (FOLDER / "responses_lgr_format.csv").read_bytes()
    table = read_table(data, "lgr.csv")
    guessed = guess_targets(table.columns, things_to_fill(session, consultation=consultation))
    assert str(guessed["Respondent type - Respondent type"]) == "group"
    by_id = consultation.created_by_id
    batch = import_file(session, consultation=consultation, data=data, name="lgr.csv", mapping={}, by_id=by_id, now=NOW)
    assert batch.n_added == 5
    answers = session.scalars(select(Response).order_by(Response.id)).first().answers
    assert sorted(answer.scale or 0 for answer in answers) == [0, 5]
