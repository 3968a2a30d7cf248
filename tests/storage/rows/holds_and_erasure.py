"""A hold on one response, one that was lifted, and a request for erasure that waits because of it."""

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from tests.conftest import MONDAY_MORNING as NOW
from tests.storage.earlier import insert_into, insert_response


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_consultation(session)
    at = NOW.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else NOW
    response_id, _answer = insert_response(
        session, consultation, text="Words.", now=NOW, unlike="4", late_exception="", erased_at=None
    )
    here = {"consultation_id": consultation.id, "placed_by_id": officer.id, "placed_at": at}
    insert_into(
        session, "holds", **here, response_id=response_id, kind="complaint", reason="Case 7.", lifted_because=""
    )
    lifted = {"lifted_by_id": officer.id, "lifted_at": at, "lifted_because": "The claim ended."}
    insert_into(session, "holds", **here, **lifted, kind="litigation", reason="Claim 9.")
    insert_into(
        session,
        "erasure_requests",
        response_id=response_id,
        state="waiting",
        asked_at=at,
        asked_by_id=officer.id,
        decided_because="",
    )
