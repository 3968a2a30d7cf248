"""Questions about petitions: which came, and how many signatures they claim and have."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.responses.models import Petition, Response
from consult.storage.paging import Page, page_of

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionFigures:
    """The petitions that count; ``n_checked`` is the signatures found to hold, over those that were looked through."""

    n_petitions: int
    n_claimed: int
    n_checked: int
    n_unchecked: int


def petition_figures(session: Session, consultation_id: int) -> PetitionFigures:
    """Count the petitions of a consultation and their signatures, in one query."""
    n, claimed, checked, looked_through = session.execute(
        select(
            func.count(),
            func.sum(Petition.n_claimed),
            func.sum(Petition.n_checked),
            func.count(Petition.n_checked),
        )
        .join(Response, Response.id == Petition.response_id)
        .where(Petition.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
    ).one()
    return PetitionFigures(
        n_petitions=n, n_claimed=int(claimed or 0), n_checked=int(checked or 0), n_unchecked=n - looked_through
    )


def petitions_page(session: Session, *, consultation: Consultation, number: int) -> Page[Petition]:
    """One page of the petitions, the latest first."""
    asked = select(Petition).where(Petition.consultation_id == consultation.id).options(joinedload(Petition.response))
    return page_of(session, asked, Petition.response_id.desc(), number=number, size=PAGE_SIZE)


def petition_of(session: Session, *, consultation: Consultation, response_id: int) -> Petition:
    """The petition that a response is.

    Raises:
        NotFound: it is none.
    """
    found = session.get(Petition, response_id, options=[joinedload(Petition.response)])
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("We could not find this petition. Check the link that brought you here.")
    return found
