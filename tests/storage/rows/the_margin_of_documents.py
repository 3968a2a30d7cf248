"""A document that explains a word."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consult.demo.makers.documents import make_document
from consult.margin.actions.terms import explain_term
from consult.margin.rules import TermWords


def rows(session: Session) -> None:
    words = TermWords(word="chair", meaning="Who leads.")
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    explain_term(session, document=make_document(session), words=words, by="system", now=now)
