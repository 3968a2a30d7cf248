"""Questions about paper forms that two people key in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.responses.models import Response, SecondKeying
from consult.responses.rules import Channel
from consult.storage.paging import Page, page_of

PAGE_SIZE = 25
MOST_OFFERED = 50
"""Forms that wait for a second keying, as far as one page names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two keyings of the same forms agree; ``share`` of all parts, between 0 and 1."""

    n_forms: int
    share: float


def keyings_page(session: Session, *, consultation: Consultation, number: int) -> Page[SecondKeying]:
    """One page of the forms that were keyed in twice, those that somebody must settle first."""
    is_open = and_(SecondKeying.n_differing > 0, SecondKeying.settled_at.is_(None))
    asked = select(SecondKeying).where(SecondKeying.consultation_id == consultation.id)
    asked = asked.options(joinedload(SecondKeying.response))
    order = (case((is_open, 0), else_=1), SecondKeying.keyed_at.desc(), SecondKeying.response_id.asc())
    return page_of(session, asked, *order, number=number, size=PAGE_SIZE)


def agreement_of(session: Session, *, consultation: Consultation) -> Agreement:
    """How far both keyings agree, over every form of a consultation."""
    n, parts, differing = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(SecondKeying.n_parts), 0),
            func.coalesce(func.sum(SecondKeying.n_differing), 0),
        ).where(SecondKeying.consultation_id == consultation.id)
    ).one()
    return Agreement(n_forms=n, share=1 - int(differing) / int(parts) if parts else 1.0)


def forms_to_key_again(session: Session, *, consultation: Consultation, account_id: int) -> Sequence[Response]:
    """The paper forms that somebody else keyed in and nobody has keyed in again, the oldest first."""
    again = select(SecondKeying.response_id).where(SecondKeying.consultation_id == consultation.id)
    asked = select(Response).where(
        Response.consultation_id == consultation.id,
        Response.channel == Channel.PAPER,
        Response.source_reference != "",
        Response.keyed_by_id.is_not(None),
        Response.keyed_by_id != account_id,
        Response.withdrawn_at.is_(None),
        Response.erased_at.is_(None),
        Response.changed_at.is_(None),
        Response.id.not_in(again),
    )
    return session.scalars(asked.order_by(Response.id).limit(MOST_OFFERED)).all()


def keying_of(session: Session, *, consultation: Consultation, response_id: int) -> SecondKeying:
    """The second keying of one form.

    Raises:
        NotFound: it was keyed in once only.
    """
    found = session.get(SecondKeying, response_id, options=[joinedload(SecondKeying.response)])
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("This form was keyed in once only.")
    return found
