"""A lesson that was applied, and a map that knows where its themes lie."""

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.analysis.actions import codebook_for
from consult.analysis.models import ThemeEdit, ThemeMap
from consult.analysis.rules import EditAct
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    account = make_account(session, role=Role.OFFICER)
    consultation = make_consultation(session, officer=account)
    codebook = codebook_for(session, consultation=consultation, question=consultation.questions[0])
    session.add_all(
        (
            ThemeEdit(codebook_id=codebook.id, number=1, act=EditAct.LEARN, by_id=account.id, at=NOW),
            ThemeMap(codebook_id=codebook.id, points=[[1, 0.5, 0.5]], places=[[1, 0.5, 0.5]], drawn_at=NOW),
        )
    )
