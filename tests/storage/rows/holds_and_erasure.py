"""A hold on one response, and a request for erasure that waits because of it."""

from pathlib import Path

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.demo.makers.responses import make_response
from consult.responses.actions.erasing import Places, ask_erasure
from consult.responses.actions.holding import lift_hold, place_hold
from consult.responses.privacy import HoldKind
from consult.responses.rules import Channel
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_consultation(session)
    response = make_response(session, consultation=consultation, channel=Channel.PAPER, received_on=NOW.date(), now=NOW)
    by = {"by_id": officer.id, "now": NOW}
    place_hold(session, consultation=consultation, response=response, kind=HoldKind.COMPLAINT, reason="Case 7.", **by)
    whole = place_hold(
        session, consultation=consultation, response=None, kind=HoldKind.LITIGATION, reason="Claim 9.", **by
    )
    lift_hold(session, hold=whole, reason="The claim ended.", **by)
    nowhere = Path("nowhere")
    places = Places(erasures=nowhere, files=nowhere, outbox=nowhere)
    ask_erasure(session, response=response, places=places, **by)
