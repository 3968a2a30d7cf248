"""A comparison of late responses that an officer discarded."""

from sqlalchemy.orm import Session

from consult.analysis.actions import codebook_for
from consult.analysis.models import Comparison
from consult.analysis.rules import ComparisonKind
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer = make_account(session)
    draft = make_draft(session, officer=officer)
    codebook = codebook_for(session, consultation=draft, question=None)
    session.add(
        Comparison(
            codebook_id=codebook.id,
            kind=ComparisonKind.LATE,
            asked_at=NOW,
            asked_by_id=officer.id,
            codebook_version=codebook.version,
            decided_at=NOW,
            decided_by_id=officer.id,
            applied=False,
        )
    )
