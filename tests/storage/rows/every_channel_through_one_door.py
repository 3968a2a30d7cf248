"""A mail, notes with a point, a petition, a form keyed twice, and two responses that may be one person's."""

import json

from sqlalchemy import column, table
from sqlalchemy import insert as insert_rows
from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from tests.conftest import MONDAY_MORNING as NOW
from tests.storage.earlier import insert_into, insert_response


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_consultation(session)
    at = NOW.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else NOW
    more = {"late_exception": "", "authority": "The board.", "members_asked": "By letter.", "posted_on": NOW.date()}
    first_id, _answer = insert_response(session, consultation, text="Words.", now=NOW, unlike="5", **more)
    later_id, _answer = insert_response(
        session, consultation, text="Words.", now=NOW, unlike="6", repeat_of_id=first_id, **more
    )
    here = {"consultation_id": consultation.id}
    added = {"added_by_id": officer.id, "added_at": at}
    insert_all(session, here, added, at, officer.id, first_id, later_id)


def insert_all(session, here, added, at, by_id, first_id, later_id) -> None:
    decided = {"decided_by_id": by_id, "decided_at": at, "note": "The same letter."}
    insert(session, "intake_rules", **here, late_rule="postmarked", keys_twice=True, chosen_by_id=by_id, chosen_at=at)
    mail_id = insert_into(
        session,
        "received_mails",
        **here,
        **added,
        digest="d",
        from_name="",
        from_address="",
        subject="",
        received_on=NOW.date(),
        says_when=True,
        body="Words.",
        response_id=first_id,
        set_aside_because="",
    )
    insert_into(session, "mail_attachments", mail_id=mail_id, name="letter.pdf", size=3)
    notes_id = insert_into(
        session,
        "meeting_notes",
        **here,
        **added,
        title="Forum",
        held_on=NOW.date(),
        may_publish=True,
        submission_key="notes",
        version=1,
    )
    insert_into(
        session,
        "meeting_points",
        notes_id=notes_id,
        position=1,
        words="Words.",
        speaker="",
        n_agreeing=4,
        purpose="support",
    )
    insert(session, "petitions", **here, response_id=first_id, title="Keep it", organiser="", n_claimed=9, n_checked=8)
    insert(
        session,
        "second_keyings",
        **here,
        response_id=first_id,
        body={},
        n_parts=3,
        n_differing=1,
        keyed_by_id=by_id,
        keyed_at=at,
        settled_at=at,
        settled_by_id=by_id,
        note="The paper says so.",
    )
    pair = {"first_id": first_id, "second_id": later_id, "sign": "same_words", "state": "linked", "found_at": at}
    insert_into(session, "possible_repeats", **here, **pair, **decided)


def insert(session: Session, name: str, **values: object) -> None:
    """Insert a row of a table whose key is not a number of its own."""
    more = {"intake_rules": {"version": 1}, "petitions": {"checked_words": "Every tenth."}}.get(name, {})
    values |= more
    if "body" in values:
        values["body"] = json.dumps(values["body"])
    place = table(name, *(column(key) for key in values))
    session.execute(insert_rows(place).values(**values))
