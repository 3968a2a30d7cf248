"""What public pages show of bodies on any day, each in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.bodies.composition import Counts, Holder, SeatOnDay, Stake, Voice
from consult.bodies.models import (
    Area,
    Body,
    BodyRelation,
    BodyStake,
    BodyType,
    Deputy,
    Membership,
    Person,
    Seat,
    SeatClass,
)
from consult.bodies.representation import ChainSeat
from consult.bodies.rules import RelationKind
from consult.places.models import StakeholderGroup


def seats_on(session: Session, *, body_id: int, day: date) -> tuple[SeatOnDay, ...]:
    """The seats of a body on a day, class by class, each with its holder and deputy; three queries."""
    seats = session.scalars(
        select(Seat)
        .join(Seat.seat_class)
        .where(Seat.body_id == body_id, _class_on(day))
        .options(
            joinedload(Seat.seat_class).joinedload(SeatClass.group),
            joinedload(Seat.seat_class).joinedload(SeatClass.area),
        )
        .order_by(SeatClass.is_office, SeatClass.is_voting.desc(), SeatClass.id, Seat.number)
    ).all()
    holders = session.scalars(
        select(Membership)
        .where(Membership.body_id == body_id, held_on(day))
        .options(joinedload(Membership.person), joinedload(Membership.organisation))
    )
    by_seat = {membership.seat_id: _holder(membership) for membership in holders}
    deputies = session.execute(
        select(Deputy.seat_id, Person.name)
        .join(Deputy.person)
        .join(Seat, Seat.id == Deputy.seat_id)
        .where(Seat.body_id == body_id, Deputy.from_on <= day, or_(Deputy.until_on.is_(None), Deputy.until_on >= day))
    )
    named = dict(deputies.all())
    return tuple(_seat(seat, by_seat.get(seat.id), named.get(seat.id, "")) for seat in seats)


def counts_on(session: Session, *, day: date) -> dict[int, Counts]:
    """How many seats each body has on a day, by its number; offices are no seats; two queries."""
    made = select(Seat.body_id, SeatClass.is_voting, func.count()).join(Seat.seat_class)
    made = made.where(_class_on(day), ~SeatClass.is_office).group_by(Seat.body_id, SeatClass.is_voting)
    held = select(Membership.body_id, SeatClass.is_voting, func.count()).join(Membership.seat).join(Seat.seat_class)
    held = held.where(_class_on(day), held_on(day), ~SeatClass.is_office)
    held = held.group_by(Membership.body_id, SeatClass.is_voting)
    seats = {(row[0], bool(row[1])): row[2] for row in session.execute(made)}
    taken = {(row[0], bool(row[1])): row[2] for row in session.execute(held)}

    def of(body_id: int, *, votes: bool) -> tuple[int, int]:
        n = seats.get((body_id, votes), 0)
        return n, n - taken.get((body_id, votes), 0)

    found = {}
    for body_id in {number for number, _votes in seats}:
        (voting, voting_vacant), (other, other_vacant) = of(body_id, votes=True), of(body_id, votes=False)
        found[body_id] = Counts(voting=voting, voting_vacant=voting_vacant, other=other, other_vacant=other_vacant)
    return found


def stakes_of(body: Body) -> tuple[Stake, ...]:
    """The groups that a body's decisions touch, in the order in which people are offered them."""
    ordered = sorted(body.stakes, key=lambda stake: stake.group.position)
    return tuple(Stake(group_id=stake.group_id, group=stake.group.name, why=stake.why) for stake in ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVoice:
    """In how many bodies a group has a stake, and what say it has in them."""

    group: str
    n_stakes: int
    n_votes: int
    n_empty: int
    n_listens: int

    @property
    def n_none(self) -> int:
        """In how many it has no seat at all."""
        return self.n_stakes - self.n_votes - self.n_empty - self.n_listens


def voices_on(session: Session, *, day: date) -> tuple[GroupVoice, ...]:
    """For every group with a stake anywhere, what say it has in those bodies on a day; two queries."""
    stakes = session.execute(
        select(StakeholderGroup.name, BodyStake.group_id, BodyStake.body_id)
        .join(BodyStake.group)
        .join(BodyStake.body)
        .where(_body_on(day))
        .order_by(StakeholderGroup.position, BodyStake.body_id)
    )
    voice = _voices(session, day=day)
    found: dict[str, list[Voice]] = {}
    for group, group_id, body_id in stakes:
        found.setdefault(group, []).append(voice.get((body_id, group_id), Voice.NONE))
    return tuple(
        GroupVoice(
            group=group,
            n_stakes=len(heard),
            n_votes=heard.count(Voice.VOTES),
            n_empty=heard.count(Voice.SEAT_IS_EMPTY),
            n_listens=heard.count(Voice.LISTENS),
        )
        for group, heard in found.items()
    )


def relations_on(session: Session, *, day: date, body_id: int | None = None) -> Sequence[BodyRelation]:
    """How bodies stand to one another on a day, all of them or those of one body, with both their names.

    That one body replaced another stays true after the day on which it did.
    """
    asked = select(BodyRelation).where(
        BodyRelation.from_on <= day, or_(BodyRelation.until_on.is_(None), BodyRelation.until_on >= day)
    )
    if body_id is not None:
        asked = asked.where(or_(BodyRelation.from_body_id == body_id, BodyRelation.to_body_id == body_id))
    both = joinedload(BodyRelation.from_body), joinedload(BodyRelation.to_body)
    return session.scalars(asked.options(*both).order_by(BodyRelation.id)).all()


def nominated_seats_on(session: Session, *, day: date) -> tuple[ChainSeat, ...]:
    """The seats that one body fills on another, with who sits in them; one query."""
    rows = session.execute(
        select(SeatClass.body_id, SeatClass.nominating_body_id, SeatClass.is_voting, Person.name)
        .join(Seat, Seat.seat_class_id == SeatClass.id)
        .outerjoin(Membership, and_(Membership.seat_id == Seat.id, held_on(day)))
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(SeatClass.nominating_body_id.is_not(None), _class_on(day))
        .order_by(Seat.id)
    )
    return tuple(
        ChainSeat(on_body_id=on_id, for_body_id=for_id, is_voting=bool(is_voting), holder=holder or "")
        for on_id, for_id, is_voting, holder in rows
        if for_id is not None
    )


def reports_to_on(relations: Sequence[BodyRelation]) -> dict[int, tuple[int, ...]]:
    """For each body the numbers of those it reports to."""
    found: dict[int, tuple[int, ...]] = {}
    for relation in relations:
        if relation.kind is RelationKind.REPORTS_TO:
            found[relation.from_body_id] = (*found.get(relation.from_body_id, ()), relation.to_body_id)
    return found


def bodies_with_areas_on(session: Session, day: date) -> Sequence[Body]:
    """All bodies that were there on a day with their type, area and the area around it; one query."""
    return session.scalars(
        select(Body)
        .join(Body.body_type)
        .where(_body_on(day))
        .options(joinedload(Body.body_type), joinedload(Body.area).joinedload(Area.parent))
        .order_by(BodyType.id, Body.name)
    ).all()


def held_on(day: date) -> ColumnElement[bool]:
    """Say in SQL whether a membership holds its seat on a day, as ``rules.last_day`` says it."""
    stays = or_(Membership.holds_over, Membership.term_ends_on.is_(None), Membership.term_ends_on >= day)
    is_over = or_(Membership.until_on >= day, and_(Membership.until_on.is_(None), stays))
    return and_(Membership.from_on <= day, is_over)


def _body_on(day: date) -> ColumnElement[bool]:
    return and_(Body.founded_on <= day, or_(Body.closed_on.is_(None), Body.closed_on >= day))


def _class_on(day: date) -> ColumnElement[bool]:
    return and_(SeatClass.from_on <= day, or_(SeatClass.until_on.is_(None), SeatClass.until_on >= day))


def _voices(session: Session, *, day: date) -> dict[tuple[int, int], Voice]:
    """For each body and group what its seats let it say."""
    rows = session.execute(
        select(SeatClass.body_id, SeatClass.group_id, SeatClass.is_voting, func.count(Membership.id))
        .join(Seat, Seat.seat_class_id == SeatClass.id)
        .outerjoin(Membership, and_(Membership.seat_id == Seat.id, held_on(day)))
        .where(SeatClass.group_id.is_not(None), ~SeatClass.is_office, _class_on(day))
        .group_by(SeatClass.body_id, SeatClass.group_id, SeatClass.is_voting)
    )
    found: dict[tuple[int, int], Voice] = {}
    for body_id, group_id, is_voting, n_held in sorted(rows, key=lambda row: bool(row[2])):
        if group_id is None:
            continue
        voice = Voice.LISTENS if not is_voting else Voice.VOTES if n_held else Voice.SEAT_IS_EMPTY
        found[body_id, group_id] = voice
    return found


def _holder(membership: Membership) -> Holder:
    organisation = membership.organisation.name if membership.organisation else ""
    return Holder(
        membership_id=membership.id,
        person_id=membership.person_id,
        name=membership.person.name,
        from_on=membership.from_on,
        term_ends_on=membership.term_ends_on,
        until_on=membership.until_on,
        holds_over=membership.holds_over,
        how_filled=membership.how_filled,
        evidence_kind=membership.evidence_kind,
        evidence_ref=membership.evidence_ref,
        on_behalf_of=membership.on_behalf_of or organisation,
    )


def _seat(seat: Seat, holder: Holder | None, deputy: str) -> SeatOnDay:
    kind = seat.seat_class
    return SeatOnDay(
        seat_id=seat.id,
        seat_class_id=kind.id,
        name=seat.name,
        group_id=kind.group_id,
        group=kind.group.name if kind.group else "",
        electorate=kind.electorate,
        phase=kind.phase,
        area=kind.area.name if kind.area else "",
        nominating_body_id=kind.nominating_body_id,
        how_filled=kind.how_filled,
        is_voting=kind.is_voting,
        is_office=kind.is_office,
        exception=kind.exception,
        rule=kind.rule,
        holder=holder,
        deputy=deputy,
    )
