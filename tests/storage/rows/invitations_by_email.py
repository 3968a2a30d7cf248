"""A consultee that was invited by email, and a response that came by the link."""

from datetime import timedelta

from sqlalchemy import column, table, update
from sqlalchemy.orm import Session

from consult.consultations.actions import record_opening
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPENS_AT, make_consultation
from consult.demo.makers.outreach import make_consultee, make_invitation
from tests.storage.earlier import insert_response

RESPONSES = table("responses", column("id"), column("invited_by"))
NOW = OPENS_AT + timedelta(days=3)


def rows(session: Session) -> None:
    officer = make_account(session, email="inviting@example.org")
    consultation = make_consultation(session, title="With invitations")
    record_opening(session, consultation=consultation, now=OPENS_AT)
    consultee = make_consultee(session, consultation=consultation, now=NOW, email="clerk@example.org")
    invitation = make_invitation(session, consultee=consultee, by_id=officer.id, now=NOW)
    response_id, _answer_id = insert_response(session, consultation, text="By the link.", now=NOW, unlike="b")
    session.execute(update(RESPONSES).where(RESPONSES.c.id == response_id).values(invited_by=invitation.handle))
