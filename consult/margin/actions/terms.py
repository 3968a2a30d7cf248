"""Explaining the words of a document, in every version of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.documents.models import Document, Term
from consult.kernel.words import clean_line, clean_text
from consult.margin.rules import TermWords


def explain_term(session: Session, *, document: Document, words: TermWords, by: str, now: datetime) -> Term:
    """Say what a word means; a word that is explained already gets the new meaning."""
    word = clean_line(words.word)
    known = session.scalars(select(Term).where(Term.document_id == document.id)).all()
    term = next((one for one in known if one.word.casefold() == word.casefold()), None)
    if term is None:
        term = Term(document_id=document.id, word=word, meaning="", added_at=now, added_by=by)
        session.add(term)
    term.word, term.meaning = word, " ".join(clean_text(words.meaning).split())
    session.flush()
    _record(session, document, Happening.TERM_EXPLAINED, term, by=by, now=now)
    return term


def remove_term(session: Session, *, document: Document, term_id: int, by: str, now: datetime) -> None:
    """Explain a word no longer; pressing twice changes nothing."""
    term = session.get(Term, term_id)
    if term is None or term.document_id != document.id:
        return
    _record(session, document, Happening.TERM_REMOVED, term, by=by, now=now)
    session.delete(term)
    session.flush()


def _record(session: Session, document: Document, happening: Happening, term: Term, *, by: str, now: datetime) -> None:
    record(
        session,
        happening,
        stream=f"document:{document.id}",
        subject=f"document:{document.id}",
        actor=by,
        at=now,
        term_id=term.id,
        word=term.word,
    )
