"""Many presses of one button, and many people in one minute, at the same instant."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from consult.consultations.models import Consultation
from consult.kernel.references import draw_token
from consult.responses.actions.submit import submit_response
from consult.responses.models import Response
from consult.responses.rules import Channel, GivenAnswer, Submitted
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.responses.public.asking import OPENS, make_asking

N_AT_ONCE = 8


@pytest.fixture
def shared(tmp_path):
    """A database in a file, which several writers share, with one consultation."""
    load_shelf("models")
    database = Database.at(f"sqlite:///{tmp_path / 'shared.sqlite3'}")
    with database.engine.begin() as connection:
        create_schema(connection)
    with database.transaction() as session:
        make_asking(session)
    yield database
    database.engine.dispose()


def send(database: Database, key: str) -> str:
    with database.transaction() as session:
        consultation = session.scalars(select(Consultation)).one()
        submitted = Submitted(
            channel=Channel.WEB,
            submission_key=key,
            group_id=None,
            answers=(GivenAnswer(question_id=consultation.questions[0].id, text="Yes."),),
        )
        response = submit_response(
            session, consultation=consultation, submitted=submitted, received_at=OPENS, now=OPENS
        )
        return response.reference


def test_the_same_form_pressed_eight_times_at_once_is_one_response(shared):
    key = draw_token()
    with ThreadPoolExecutor(N_AT_ONCE) as people:
        references = list(people.map(lambda _press: send(shared, key), range(N_AT_ONCE)))
    assert len(set(references)) == 1
    with shared.session(writing=False) as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_eight_people_at_once_are_eight_responses(shared):
    keys = [draw_token() for _person in range(N_AT_ONCE)]
    with ThreadPoolExecutor(N_AT_ONCE) as people:
        references = list(people.map(lambda key: send(shared, key), keys))
    assert len(set(references)) == N_AT_ONCE
