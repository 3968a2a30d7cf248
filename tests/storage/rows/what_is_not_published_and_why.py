"""A refused text and a safeguarding concern."""

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.demo.makers.responses import make_response
from consult.responses.actions.concerns import raise_concern
from consult.responses.actions.screening import claim_next_text, screen_text
from consult.responses.rules import Channel, RefusedFor
from consult.responses.screening import ScreeningChoice
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer = make_account(session)
    make_account(session, role=Role.SAFEGUARDING_OFFICER)
    consultation = make_consultation(session)
    for text in ("Liars.", "He hits me."):
        make_response(
            session, consultation=consultation, text=text, channel=Channel.PAPER, received_on=NOW.date(), now=NOW
        )
    first, second = (
        claim_next_text(session, consultation=consultation, account_id=number, now=NOW)
        for number in (officer.id, make_account(session).id)
    )
    assert first is not None
    assert second is not None
    choice = ScreeningChoice(is_public=False, refused_for=RefusedFor.ABUSIVE, reason="It insults.")
    screen_text(session, screened=first, choice=choice, account_id=officer.id, now=NOW)
    holder = second.claimed_by_id
    assert holder is not None
    raise_concern(session, screened=second, words="A child is hit.", account_id=holder, now=NOW)
