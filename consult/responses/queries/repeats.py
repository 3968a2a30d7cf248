"""Questions about responses that may be one person's."""

from __future__ import annotations

from sqlalchemy import case, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.kernel.references import read_reference
from consult.responses.models import PossibleRepeat, Response
from consult.responses.repeats import RepeatState
from consult.storage.paging import Page, page_of

PAGE_SIZE = 20


def repeats_page(session: Session, *, consultation: Consultation, number: int) -> Page[PossibleRepeat]:
    """One page of the pairs, those that wait first."""
    asked = select(PossibleRepeat).where(PossibleRepeat.consultation_id == consultation.id).options(*_both())
    order = (case((PossibleRepeat.state == RepeatState.WAITING, 0), else_=1), PossibleRepeat.id.asc())
    return page_of(session, asked, *order, number=number, size=PAGE_SIZE)


def repeat_by_id(session: Session, *, consultation: Consultation, repeat_id: int) -> PossibleRepeat:
    """One pair with what both say.

    Raises:
        NotFound: there is none.
    """
    found = session.get(PossibleRepeat, repeat_id, options=_both())
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("We could not find this pair. Check the link that brought you here.")
    return found


def response_called(session: Session, *, consultation: Consultation, typed: str) -> Response:
    """The response with this reference.

    Raises:
        Invalid: it is no reference.
        NotFound: no response to this consultation has it.
    """
    found = session.scalar(
        select(Response).where(Response.consultation_id == consultation.id, Response.reference == read_reference(typed))
    )
    if found is None:
        raise NotFound("No response to this consultation has that reference. Look at it again.")
    return found


def _both() -> list[ORMOption]:
    options: list[ORMOption] = []
    for side in (PossibleRepeat.first, PossibleRepeat.second):
        one = joinedload(side)
        options += [
            one.joinedload(Response.group),
            one.joinedload(Response.ward),
            one.selectinload(Response.answers),
            one.selectinload(Response.comments),
        ]
    return options
