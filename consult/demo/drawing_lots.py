"""Give the city a panel that was drawn by lot, with one who could not serve."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions.panels import (
    PanelValues,
    draw,
    fix_pool,
    read_pool,
    replace_member,
    set_quotas,
    set_up_panel,
)
from consult.bodies.lottery import quotas_for
from consult.bodies.queries.panels import pool_of
from consult.bodies.rules import PoolState
from consult.demo.settling import Settled
from consult.files.rows import Row
from consult.files.tables import Table, TableKind

_SEATS = 24
_POOL = 180
_AGES = {"16 to 29": 214_000, "30 to 44": 236_000, "45 to 64": 241_000, "65 and over": 149_000}
_HOMES = {"Rents": 372_000, "Owns": 408_000, "Lives otherwise": 60_000}
_VIEWS = {"Schools should share more": 350, "Undecided": 430, "Schools share enough": 220}
_ANSWER = {"16 to 29": 0.5, "30 to 44": 0.9, "45 to 64": 1.3, "65 and over": 1.6}  # who answers invitations


def give_panel(session: Session, *, settled: Settled, now: datetime) -> None:
    """Draw a panel as a clerk would: quotas, pool, seal, seed, draw, replacement."""
    by, begun = settled.accounts[Role.CLERK].actor, now - timedelta(days=45)
    values = PanelValues(
        name="Panel on sharing between schools",
        purpose="What should schools share, and what should each keep to itself?",
        n_seats=_SEATS,
        invited="5,000 letters to addresses drawn at random from the whole city.",
        seed_source="The six numbers of the charity draw at the Cornmarket on the Saturday after the pool is fixed.",
    )
    panel = set_up_panel(session, values=values, by=by, now=begun)
    quotas = [
        *quotas_for(_SEATS, "Age", _AGES),
        *quotas_for(_SEATS, "Home", _HOMES),
        *quotas_for(_SEATS, "View of the plan", _VIEWS, slack=1),
    ]
    set_quotas(session, panel=panel, quotas=quotas, by=by, now=begun)
    faults = read_pool(session, panel=panel, table=_pool(), by=by, now=begun + timedelta(days=21))
    assert not faults, faults  # noqa: S101 - the pool is ours
    fix_pool(session, panel=panel, version_seen=panel.version, by=by, now=begun + timedelta(days=22))
    session.refresh(panel)
    at = begun + timedelta(days=27)
    draw(session, panel=panel, seed="3 11 17 24 38 41", version_seen=panel.version, by=by, now=at)
    members = pool_of(session, panel_id=panel.id)
    first = next(member for member in members if member.state is PoolState.CHOSEN)
    replace_member(session, panel=panel, number=first.number, by=by, now=begun + timedelta(days=30))


def _pool() -> Table:
    """Older people and owners answer more often than the young, as they do."""
    lots = random.Random("the pool of the city")  # noqa: S311 - nothing secret: the city must come out the same
    ages = [n * _ANSWER[age] for age, n in _AGES.items()]
    rows = tuple(
        Row(
            line,
            (
                f"Pool member {line - 1}",
                f"pool{line - 1}@example.org",
                lots.choices(list(_AGES), weights=ages)[0],
                lots.choices(list(_HOMES), weights=list(_HOMES.values()))[0],
                lots.choices(list(_VIEWS), weights=list(_VIEWS.values()))[0],
            ),
        )
        for line in range(2, _POOL + 2)
    )
    columns = ("name", "contact", "Age", "Home", "View of the plan")
    return Table(columns=columns, rows=rows, kind=TableKind.CSV)
