"""A passkey of an account, and a challenge that was signed."""

from sqlalchemy.orm import Session

from consult.accounts.actions import add_passkey, draw_challenge
from consult.accounts.passkeys import Made
from consult.demo.makers.accounts import make_account
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    draw_challenge(session, now=NOW)
    made = Made(key_id="a2V5", public_key=b"\x00\xff", n_uses=0)
    account = make_account(session)
    add_passkey(session, account=account, made=made, name="Work phone", signed_in_id=0, now=NOW)
