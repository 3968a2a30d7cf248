"""Questions about places and groups."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.places.models import Organisation, StakeholderGroup, Ward


def stakeholder_groups(session: Session) -> Sequence[StakeholderGroup]:
    """The groups in use, in the order in which people are offered them."""
    return session.scalars(
        select(StakeholderGroup).where(StakeholderGroup.active).order_by(StakeholderGroup.position)
    ).all()


def wards(session: Session) -> Sequence[Ward]:
    """All wards by name, each with its district."""
    return session.scalars(select(Ward).options(joinedload(Ward.district)).order_by(Ward.name)).all()


def organisations(session: Session) -> Sequence[Organisation]:
    """All organisations by name."""
    return session.scalars(select(Organisation).order_by(Organisation.name)).all()
