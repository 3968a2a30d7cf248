"""A consultation for children."""

from sqlalchemy.orm import Session

from consult.consultations.actions.children import make_for_children
from consult.demo.makers.consultations import make_draft
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    draft = make_draft(session)
    values = {"is_for_children": True, "guardian_note": "Nobody has to answer.", "by_id": draft.created_by_id}
    make_for_children(session, consultation=draft, **values, now=NOW)
