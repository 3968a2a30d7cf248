"""A link that stands and one that was taken back."""

from sqlalchemy.orm import Session

from consult.analysis.actions import add_theme, codebook_for
from consult.analysis.models import LinkedTheme, ThemeLink
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    officer = make_account(session)
    draft = make_draft(session, officer=officer)
    codebook = codebook_for(session, consultation=draft, question=None)
    theme = add_theme(session, codebook=codebook, name="Buses", by_id=officer.id, now=NOW)
    made = {"consultation_id": draft.id, "name": "Buses", "linked_at": NOW, "linked_by_id": officer.id}
    session.add_all(
        (
            ThemeLink(**made, members=[LinkedTheme(theme_id=theme.id, stands=True)]),
            ThemeLink(
                **made,
                ended_at=NOW,
                ended_by_id=officer.id,
                members=[LinkedTheme(theme_id=theme.id, stands=None)],
            ),
        )
    )
