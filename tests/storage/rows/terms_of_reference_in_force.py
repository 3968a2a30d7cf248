"""A body whose first terms are in force, with the next as a draft."""

from datetime import date

from sqlalchemy.orm import Session

from consult.bodies.actions.terms import TermsDecided, bring_into_force, draft_terms
from consult.demo.makers.bodies import make_body
from consult.documents.importing.registry import import_pasted
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    body = make_body(session, now=NOW)
    terms = import_pasted("It meets and advises.", title="Terms")
    version = draft_terms(session, body=body, imported=terms, by="system", now=NOW)
    decided = TermsDecided(from_on=date(2026, 1, 5), decided_on=date(2025, 12, 1), decided_by="The cabinet")
    bring_into_force(session, body=body, version=version, decided=decided, by="system", now=NOW)
    draft_terms(session, body=body, imported=import_pasted("It meets.", title="Terms"), by="system", now=NOW)
