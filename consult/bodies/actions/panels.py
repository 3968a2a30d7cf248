"""Running a citizens' panel: set it up, read the pool, say the quotas, fix the pool, draw, replace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.lottery import Quota, digest_of, draw_panel, draw_replacement, require_possible
from consult.bodies.models import Panel, PanelQuota, PoolMember
from consult.bodies.queries.panels import drawable, pool_of, quotas_of
from consult.bodies.register import Fault
from consult.bodies.rules import PANELS, PanelState, PoolState
from consult.files.tables import Table
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import clean_line, clean_text, slug_of

NAME, CONTACT = "name", "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelValues:
    """What is said of a panel when it is set up."""

    name: str
    purpose: str
    n_seats: int
    invited: str
    seed_source: str

    def __post_init__(self) -> None:
        """Refuse a panel without a name or seats, or whose seed comes from nowhere."""
        if not self.name.strip() or not self.purpose.strip():
            raise Invalid("Say what the panel is called and what it is asked.")
        if not 1 <= self.n_seats <= 500:
            raise Invalid("Enter how many people are drawn: between 1 and 500.")
        if not self.seed_source.strip():
            raise Invalid("Say where the seed will come from, such as the lottery numbers of a day to come.")


def set_up_panel(session: Session, *, values: PanelValues, by: str, now: datetime) -> Panel:
    """Set a panel up; people can be read into its pool from now on."""
    wanted = slug_of(values.name) or "panel"
    taken = set(session.scalars(select(Panel.slug).where(Panel.slug.startswith(wanted, autoescape=True))))
    slugs = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    panel = Panel(
        slug=next(slug for slug in slugs if slug not in taken),
        name=clean_line(values.name),
        purpose=clean_text(values.purpose),
        n_seats=values.n_seats,
        invited=clean_text(values.invited),
        seed_source=clean_line(values.seed_source),
        created_at=now,
    )
    session.add(panel)
    _note(session, Happening.PANEL_SET_UP, panel, by=by, now=now)
    return panel


def set_quotas(session: Session, *, panel: Panel, quotas: Sequence[Quota], by: str, now: datetime) -> Panel:
    """Say how many of each value there should be.

    Raises:
        Refused: the pool is fixed already.
        Invalid: a value stands twice.
    """
    _require_collecting(panel)
    if len({quota.key for quota in quotas}) != len(quotas):
        raise Invalid("A value stands twice. Write each value of a category once.")
    panel.quotas.clear()
    session.flush()  # the old ones go first: their values may come again
    panel.quotas[:] = [
        PanelQuota(
            position=position,
            category=quota.category,
            value=quota.value,
            population=quota.population,
            least=quota.least,
            most=quota.most,
        )
        for position, quota in enumerate(quotas)
    ]
    _note(session, Happening.PANEL_QUOTAS_SET, panel, by=by, now=now, count=len(quotas))
    return panel


def read_pool(session: Session, *, panel: Panel, table: Table, by: str, now: datetime) -> tuple[Fault, ...]:
    """Replace the pool by what a table says; with any fault nothing changes and the faults are given back.

    Raises:
        Refused: the pool is fixed already, or the quotas are not said yet.
    """
    _require_collecting(panel)
    if not panel.quotas:
        raise Refused("Say first which groups the panel should be made of. The file then has a column for each.")
    known = {category: {q.value for q in panel.quotas if q.category == category} for category in _categories(panel)}
    columns = {heading.strip().lower(): place for place, heading in enumerate(table.columns)}
    missing = [name for name in (NAME, *known) if name.lower() not in columns]
    if missing:
        return (Fault(line=1, sentence=f"There is no column called “{missing[0]}”."),)
    faults: list[Fault] = []
    members = []
    for number, row in enumerate(table.rows, start=1):
        said = {name: clean_line(row.cells[place]) for name, place in columns.items()}
        traits = {category: said[category.lower()] for category in known}
        if not said[NAME]:
            faults.append(Fault(line=row.line, sentence="Enter the name."))
        faults += [
            Fault(line=row.line, sentence=f"“{value}” is no value of “{category}”.")
            for category, value in traits.items()
            if value not in known[category]
        ]
        contact = said.get(CONTACT, "")
        members.append(PoolMember(panel_id=panel.id, number=number, name=said[NAME], contact=contact, traits=traits))
    if faults:
        return tuple(faults)
    session.execute(delete(PoolMember).where(PoolMember.panel_id == panel.id))
    session.add_all(members)
    _note(session, Happening.PANEL_POOL_READ, panel, by=by, now=now, count=len(members))
    return ()


def fix_pool(session: Session, *, panel: Panel, version_seen: int, by: str, now: datetime) -> Panel:
    """Fix pool and quotas and publish the pool's digest; only then may the seed become known.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it is fixed already, or no panel could be drawn from it.
    """
    _begin(panel, version_seen)
    after = PANELS.after(panel.state, "fix_pool")
    pool = drawable(pool_of(session, panel_id=panel.id))
    require_possible(pool, quotas_of(panel), panel.n_seats)
    panel.state, panel.pool_digest, panel.fixed_at = after, digest_of(pool), now
    _note(session, Happening.PANEL_POOL_FIXED, panel, by=by, now=now, digest=panel.pool_digest, count=len(pool))
    return panel


def draw(session: Session, *, panel: Panel, seed: str, version_seen: int, by: str, now: datetime) -> Panel:
    """Draw the panel with a seed that everyone can check.

    Raises:
        Stale: someone changed it meanwhile.
        Invalid: there is no seed.
        Refused: the pool is not fixed, is no longer what it was, or no panel keeps all quotas.
    """
    _begin(panel, version_seen)
    after = PANELS.after(panel.state, "draw")
    words = clean_line(seed)
    if not words:
        raise Invalid("Enter the seed, as it was made public.")
    members = pool_of(session, panel_id=panel.id)
    pool = drawable(members)
    if digest_of(pool) != panel.pool_digest:
        raise Refused("The pool is not what it was when it was fixed. Find out why before anything is drawn.")
    drawn = draw_panel(pool, quotas_of(panel), n_seats=panel.n_seats, seed=words, panel=panel.slug)
    places = {number: place for place, number in enumerate(drawn.numbers, start=1)}
    for member in members:
        if member.number in places:
            member.state, member.place = PoolState.CHOSEN, places[member.number]
    panel.state, panel.seed, panel.attempt, panel.drawn_at = after, words, drawn.attempt, now
    _note(session, Happening.PANEL_DRAWN, panel, by=by, now=now, count=len(places), attempt=drawn.attempt)
    return panel


def replace_member(session: Session, *, panel: Panel, number: int, by: str, now: datetime) -> PoolMember:
    """Let someone go who was drawn, and draw who takes their place by the same order.

    Raises:
        Refused: the panel is not drawn, this person is not on it, or nobody is left.
    """
    if panel.state is not PanelState.DRAWN:
        raise Refused("Only a panel that was drawn and is not finished can have someone replaced.")
    members = pool_of(session, panel_id=panel.id)
    leaving = next((each for each in members if each.number == number and each.state is PoolState.CHOSEN), None)
    if leaving is None:
        raise Refused("This person is not on the panel. Look at the panel again.")
    leaving.state = PoolState.LEFT
    chosen = draw_replacement(
        drawable(members),
        quotas_of(panel),
        staying={each.number for each in members if each.state is PoolState.CHOSEN},
        unavailable={each.number for each in members if each.state is PoolState.LEFT},
        seed=panel.seed,
        panel=panel.slug,
        attempt=panel.attempt,
    )
    successor = next(each for each in members if each.number == chosen)
    successor.state = PoolState.CHOSEN
    successor.place = max(each.place or 0 for each in members) + 1
    panel.version += 1
    _note(session, Happening.PANEL_MEMBER_REPLACED, panel, by=by, now=now, old=number, new=chosen)
    return successor


def finish_panel(session: Session, *, panel: Panel, version_seen: int, by: str, now: datetime) -> Panel:
    """End a panel: names and contacts of the whole pool are deleted, the report stays.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it was not drawn.
    """
    _begin(panel, version_seen)
    panel.state = PANELS.after(panel.state, "finish")
    for member in pool_of(session, panel_id=panel.id):
        member.name, member.contact = "", ""
    _note(session, Happening.PANEL_FINISHED, panel, by=by, now=now)
    return panel


def _categories(panel: Panel) -> list[str]:
    return list(dict.fromkeys(quota.category for quota in panel.quotas))


def _require_collecting(panel: Panel) -> None:
    if panel.state is not PanelState.COLLECTING:
        raise Refused("The pool and the quotas are fixed and no longer change.")


def _begin(panel: Panel, version_seen: int) -> None:
    if version_seen != panel.version:
        raise Stale("Someone changed this panel after you opened it. Look at it again, then make your change.")
    panel.version += 1


def _note(session: Session, happening: Happening, panel: Panel, *, by: str, now: datetime, **facts: object) -> None:
    session.flush()
    place = f"panel:{panel.id}"
    record(session, happening, stream=place, subject=place, actor=by, at=now, panel_id=panel.id, **facts)
