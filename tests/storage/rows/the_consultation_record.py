"""A consultee that was written to."""

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from tests.conftest import MONDAY_MORNING as NOW
from tests.storage.earlier import insert_into


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_draft(session, officer=officer)
    consultee_id = insert_into(
        session,
        "consultees",
        consultation_id=consultation.id,
        name="Ambleford Governors Network",
        basis="practice",
        source="",
        is_class=False,
        reason_not_asked="",
        version=1,
    )
    insert_into(
        session,
        "contacts",
        consultee_id=consultee_id,
        channel="letter",
        contacted_on=NOW.date(),
        when_words="",
        team="Schools team",
        words="A letter.",
        link="",
        came_back="nothing_yet",
        by_id=officer.id,
        recorded_at=NOW.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else NOW,
        version=1,
    )
