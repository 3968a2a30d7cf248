"""Questions about decisions."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.decisions.models import Decision
from consult.kernel.errors import NotFound
from consult.storage.paging import Page, page_of


def decision_by_id(session: Session, decision_id: int) -> Decision:
    """The whole record of one decision; a constant number of queries.

    Raises:
        NotFound: there is none with this number.
    """
    found = session.scalar(
        select(Decision)
        .where(Decision.id == decision_id)
        .options(selectinload(Decision.papers), selectinload(Decision.alternatives), selectinload(Decision.interests))
    )
    if found is None:
        raise NotFound("We could not find this decision. Check the address, or look for it in the list of decisions.")
    return found


def decisions(session: Session, *, number: int = 1, size: int = 25) -> Page[Decision]:
    """One page of all decisions, the latest first."""
    return page_of(session, select(Decision), Decision.decided_on.desc(), Decision.id.desc(), number=number, size=size)


def decisions_by_ids(session: Session, ids: Collection[int]) -> Sequence[Decision]:
    """Decisions of some numbers; one query."""
    return session.scalars(select(Decision).where(Decision.id.in_(ids)).order_by(Decision.id)).all() if ids else ()
