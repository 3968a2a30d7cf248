"""Contests in which people can do something now: put somebody forward, or vote; and elections found by their words."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.elections.models import Contest, Election
from consult.elections.rules import ContestState


def contests_inviting(session: Session, *, now: datetime, most: int = 4) -> Sequence[Contest]:
    """The contests with an open poll or open nominations, those that close soonest first; one query."""
    nominating = and_(
        Contest.state == ContestState.NOMINATIONS,
        Election.nominations_open_at <= now,
        Election.nominations_close_at > now,
    )
    voting = and_(Contest.state == ContestState.READY, Election.opens_at <= now, Election.closes_at > now)
    asked = (
        select(Contest)
        .join(Contest.election)
        .where(Election.published_at.is_not(None), or_(nominating, voting))
        .options(joinedload(Contest.election))
        .order_by(Contest.state == ContestState.NOMINATIONS, Election.closes_at, Contest.id)
    )
    return session.scalars(asked.limit(most)).all()


def contests_with(session: Session, words: Sequence[str], *, most: int = 10) -> Sequence[Contest]:
    """The contests, the latest first, in whose title or whose election's title every word occurs; one query."""
    asked = select(Contest).join(Contest.election).where(Election.published_at.is_not(None))
    for word in words:
        asked = asked.where(
            or_(
                Contest.title.icontains(word, autoescape=True),
                Contest.electorate.icontains(word, autoescape=True),
                Election.title.icontains(word, autoescape=True),
            )
        )
    asked = asked.options(joinedload(Contest.election)).order_by(Election.closes_at.desc(), Contest.id)
    return session.scalars(asked.limit(most)).all()
