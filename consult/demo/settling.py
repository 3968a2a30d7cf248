"""Settle the city: its districts, wards, groups, organisations and the people who act for the council."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.actions import add_account, give_role
from consult.accounts.models import Account
from consult.accounts.rules import Role
from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.demo.values import Council
from consult.places.models import District, Organisation, StakeholderGroup, Ward


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What later steps look up by name or key."""

    wards: dict[str, Ward]
    groups: dict[str, StakeholderGroup]
    organisations: dict[str, Organisation]
    accounts: dict[Role, Account]

    def by(self, role: Role) -> int:
        """The account that acts in this role."""
        return self.accounts[role].id


def settle_council(session: Session, *, council: Council, now: datetime) -> Settled:
    """Make everything that consultations stand on, as the installation would have been set up at ``now``."""
    wards = _settle_wards(session, council)
    groups = _settle_groups(session, council)
    organisations = {
        told.key: Organisation(name=told.name, kind=told.kind, ward=wards[told.ward]) for told in council.organisations
    }
    session.add_all(organisations.values())
    session.flush()
    _record_places(session, council, now=now)
    accounts = _settle_accounts(session, council, now=now)
    return Settled(wards=wards, groups=groups, organisations=organisations, accounts=accounts)


def _settle_wards(session: Session, council: Council) -> dict[str, Ward]:
    wards: dict[str, Ward] = {}
    for told in council.districts:
        district = District(code=told.code, name=told.name)
        session.add(district)
        for ward in told.wards:
            wards[ward.name] = Ward(code=ward.code, name=ward.name, population=ward.population, district=district)
    session.add_all(wards.values())
    return wards


def _settle_groups(session: Session, council: Council) -> dict[str, StakeholderGroup]:
    groups = {
        told.code: StakeholderGroup(code=told.code, name=told.name, answering_as=told.answering_as, position=position)
        for position, told in enumerate(council.groups, start=1)
    }
    session.add_all(groups.values())
    return groups


def _settle_accounts(session: Session, council: Council, *, now: datetime) -> dict[Role, Account]:
    """The first account of each role acts for it in the history of the city."""
    accounts: dict[Role, Account] = {}
    for told in council.accounts:
        account = add_account(session, email=told.email, name=told.name, actor=SYSTEM, now=now)
        give_role(session, account=account, role=told.role, actor=SYSTEM, now=now)
        accounts.setdefault(told.role, account)
    return accounts


def _record_places(session: Session, council: Council, *, now: datetime) -> None:
    counts = (
        (Happening.PLACE_ADDED, "places", len(council.districts) + len(council.wards)),
        (Happening.GROUP_ADDED, "groups", len(council.groups)),
        (Happening.ORGANISATION_ADDED, "organisations", len(council.organisations)),
    )
    for happening, subject, count in counts:
        record(session, happening, stream="places", subject=subject, actor=SYSTEM, at=now, count=count)
