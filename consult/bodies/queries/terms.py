"""Under which terms of reference a body worked on a day, and all that it ever had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.bodies.models import TermsInForce
from consult.documents.models import DocumentVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOnDay:
    """The terms in force on a day, those before them and those to come; each list has the latest first."""

    in_force: TermsInForce | None
    all: Sequence[TermsInForce]

    @property
    def to_come(self) -> tuple[TermsInForce, ...]:
        """Those that were decided and come into force after that day."""
        if self.in_force is None:
            return tuple(self.all)
        return tuple(each for each in self.all if each.from_on > self.in_force.from_on)

    def until(self, terms: TermsInForce) -> date | None:
        """The day on which the next terms took the place of some."""
        later = [each.from_on for each in self.all if each.from_on > terms.from_on]
        return min(later, default=None)


def terms_on(session: Session, *, body_id: int, day: date) -> TermsOnDay:
    """All terms that a body had, and which of them were in force on a day; one query."""
    found = session.scalars(
        select(TermsInForce)
        .where(TermsInForce.body_id == body_id)
        .options(joinedload(TermsInForce.version), joinedload(TermsInForce.decided_by_body))
        .order_by(TermsInForce.from_on.desc())
    ).all()
    return TermsOnDay(in_force=next((each for each in found if each.from_on <= day), None), all=found)


def terms_not_in_force(session: Session, *, body_id: int, document_id: int | None) -> DocumentVersion | None:
    """The newest version of a body's terms, unless it came into force already."""
    if document_id is None:
        return None
    newest = session.scalars(
        select(DocumentVersion)
        .where(DocumentVersion.document_id == document_id)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    ).one()
    known = select(TermsInForce.id).where(TermsInForce.body_id == body_id, TermsInForce.version_id == newest.id)
    return newest if session.scalar(known) is None else None
