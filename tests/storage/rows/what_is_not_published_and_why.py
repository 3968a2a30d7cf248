"""A refused text and a safeguarding concern."""

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from tests.conftest import MONDAY_MORNING as NOW
from tests.storage.earlier import insert_into, insert_response


def rows(session: Session) -> None:
    officer = make_account(session)
    make_account(session, role=Role.SAFEGUARDING_OFFICER)
    consultation = make_consultation(session)
    at = NOW.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else NOW
    for number, reason in enumerate(("abusive", "concern")):
        response_id, answer_id = insert_response(
            session, consultation, text="Words.", now=NOW, unlike=str(number + 2), late_exception=""
        )
        here = {"consultation_id": consultation.id, "response_id": response_id}
        text_id = insert_into(
            session,
            "screened_texts",
            **here,
            answer_id=answer_id,
            screening="refused",
            refused_for=reason,
            refused_reason="It insults.",
            public_text="",
        )
    raised = {"raised_by_id": officer.id, "raised_at": at, "words": "A child is hit.", "given": "Words.", "outcome": ""}
    insert_into(session, "safeguarding_concerns", **here, screened_text_id=text_id, **raised)
