"""Panels, their pools and their quotas."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.bodies.lottery import Drawable, Quota
from consult.bodies.models import Panel, PoolMember
from consult.bodies.rules import PoolState
from consult.kernel.errors import NotFound
from consult.storage.paging import Page, page_of


def panels(session: Session, *, number: int = 1) -> Page[Panel]:
    """One page of all panels, the latest first."""
    return page_of(session, select(Panel), Panel.created_at.desc(), Panel.id.desc(), number=number)


def panel_by_id(session: Session, panel_id: int) -> Panel:
    """The panel with this number, with its quotas.

    Raises:
        NotFound: there is none.
    """
    return _panel(session.get(Panel, panel_id, options=[selectinload(Panel.quotas)]))


def panel_by_slug(session: Session, slug: str) -> Panel:
    """The panel at this address, with its quotas.

    Raises:
        NotFound: there is none.
    """
    return _panel(session.scalar(select(Panel).where(Panel.slug == slug).options(selectinload(Panel.quotas))))


def pool_of(session: Session, *, panel_id: int) -> Sequence[PoolMember]:
    """Everyone in the pool of a panel, by number."""
    return session.scalars(select(PoolMember).where(PoolMember.panel_id == panel_id).order_by(PoolMember.number)).all()


def chosen_page(session: Session, *, panel_id: int, number: int = 1) -> Page[PoolMember]:
    """One page of those who are on a panel, in the order in which they were drawn."""
    asked = select(PoolMember).where(PoolMember.panel_id == panel_id, PoolMember.state == PoolState.CHOSEN)
    return page_of(session, asked, PoolMember.place.asc(), number=number, size=60)


def drawable(members: Sequence[PoolMember]) -> list[Drawable]:
    """The pool as the lottery reads it."""
    return [Drawable(number=each.number, traits=each.traits) for each in members]


def quotas_of(panel: Panel) -> list[Quota]:
    """The quotas as the lottery reads them."""
    return [
        Quota(category=each.category, value=each.value, least=each.least, most=each.most, population=each.population)
        for each in panel.quotas
    ]


def _panel(found: Panel | None) -> Panel:
    if found is None:
        raise NotFound("We could not find this panel.")
    return found
