"""Many people who screen at the same moment: no text is read by two of them, and none is left."""

import threading
from collections import Counter

from sqlalchemy import select

from consult.consultations.models import Consultation
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPEN_TEXT, make_consultation
from consult.demo.makers.responses import make_response
from consult.kernel.errors import Stale
from consult.responses.actions.screening import ScreeningChoice, claim_next_text, screen_text
from consult.responses.models import ScreenedText
from consult.responses.rules import Channel, Screening
from consult.storage.ddl import create_schema
from consult.storage.engine import Database
from tests.conftest import MONDAY_MORNING as NOW

PEOPLE, TEXTS = 6, 30


def test_six_people_who_screen_at_once_never_read_the_same_text(tmp_path):
    database = Database.at(f"sqlite:///{tmp_path / 'consult.sqlite3'}")
    with database.engine.begin() as connection:
        create_schema(connection)
    with database.transaction(writing=True) as session:
        consultation = make_consultation(session, questions=(OPEN_TEXT,))
        for number in range(TEXTS):
            say = {"text": f"Text number {number}.", "channel": Channel.WEB, "now": NOW}
            make_response(session, consultation=consultation, **say)
        accounts = [make_account(session).id for _person in range(PEOPLE)]
        consultation_id = consultation.id
    read, faults, begin = Counter(), [], threading.Barrier(PEOPLE)

    def work(account_id):
        begin.wait()
        while True:
            with database.transaction(writing=True) as session:
                here = session.get_one(Consultation, consultation_id)
                text = claim_next_text(session, consultation=here, account_id=account_id, now=NOW)
                number = text.id if text else None
            if number is None:
                return
            read[number] += 1
            try:
                with database.transaction(writing=True) as session:
                    text = session.get_one(ScreenedText, number)
                    choice = ScreeningChoice(is_public=True)
                    screen_text(session, screened=text, choice=choice, account_id=account_id, now=NOW)
            except Stale as stale:
                faults.append(stale)

    threads = [threading.Thread(target=work, args=(each,)) for each in accounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert set(read.values()) == {1}
    with database.transaction(writing=False) as session:
        found = session.scalars(select(ScreenedText)).all()
        assert len(found) == TEXTS
        assert all(each.screening is Screening.PUBLIC and each.screened_by_id in accounts for each in found)
    database.engine.dispose()
