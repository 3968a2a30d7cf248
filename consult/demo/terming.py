"""Give some bodies of the city their terms of reference: in force, changed since, and drafted anew."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions.terms import TermsDecided, bring_into_force, draft_terms
from consult.bodies.models import Body
from consult.bodies.rules import end_of_academic_year
from consult.demo.reading import CITY
from consult.demo.settling import Settled
from consult.documents.importing.registry import import_pasted
from consult.documents.rules import ImportedDocument
from consult.kernel.clock import day_in_london

_CABINET = "The council’s cabinet"


def give_terms(session: Session, *, settled: Settled, now: datetime) -> None:
    """The city board works under its second terms, and its clerk has drafted the third; a pilot has its first.

    All of it is recorded today, with the days on which it was decided: a body writes down what was there before.
    """
    by = settled.accounts[Role.CLERK].actor
    board, pilot = _body(session, "City education board"), _body(session, "Foxholt children’s partnership")
    begins = date(end_of_academic_year(day_in_london(now)).year - 1, 9, 1)
    _in_force(session, board, "board-1", from_on=board.founded_on, by=by, now=now)
    _in_force(session, board, "board-2", from_on=begins, by=by, now=now)
    _in_force(session, pilot, "pilot-1", from_on=pilot.founded_on, by=by, now=now)
    draft_terms(session, body=board, imported=_read("board-3", board), by=by, now=now)


def _in_force(session: Session, body: Body, name: str, *, from_on: date, by: str, now: datetime) -> None:
    decided_on = from_on - timedelta(days=24)
    version = draft_terms(session, body=body, imported=_read(name, body), by=by, now=now)
    decided = TermsDecided(
        from_on=from_on,
        decided_on=decided_on,
        decided_by=_CABINET,
        minute=f"Minutes of {decided_on.day} {decided_on:%B %Y}, item {3 + version.number}",
    )
    bring_into_force(session, body=body, version=version, decided=decided, by=by, now=now)


def _read(name: str, body: Body) -> ImportedDocument:
    return import_pasted((CITY / "terms" / f"{name}.md").read_text(encoding="utf-8"), title=body.name)


def _body(session: Session, name: str) -> Body:
    return session.scalars(select(Body).where(Body.name == name)).one()
