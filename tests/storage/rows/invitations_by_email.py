"""A consultee that was invited by email, and a response that came by the link."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.consultations.actions import record_opening
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPENS_AT, make_consultation
from consult.demo.makers.outreach import make_consultee, make_invitation
from consult.demo.makers.responses import make_response
from consult.responses.rules import Channel

NOW = OPENS_AT + timedelta(days=3)


def rows(session: Session) -> None:
    officer = make_account(session, email="inviting@example.org")
    consultation = make_consultation(session, title="With invitations")
    record_opening(session, consultation=consultation, now=OPENS_AT)
    consultee = make_consultee(session, consultation=consultation, now=NOW, email="clerk@example.org")
    invitation = make_invitation(session, consultee=consultee, by_id=officer.id, now=NOW)
    response = make_response(session, consultation=consultation, now=NOW, channel=Channel.PAPER)
    response.invited_by = invitation.handle
