"""Seats that people vote for and that stand empty, or soon will; and whether an election fills them already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.bodies.models import Body, Membership, Person, Seat, SeatClass
from consult.bodies.queries.showing import held_on
from consult.bodies.rules import WARNED_DAYS_AHEAD, BodyStatus, HowFilled
from consult.elections.models import Contest, Countback, Election
from consult.elections.rules import OVER
from consult.kernel.errors import NotFound
from consult.storage.paging import Page, page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LastHeld:
    """Who held a seat last, until when, and by which contest they came to it, where one did it."""

    name: str
    last_on: date
    reason: str
    evidence_ref: str


def seats_to_elect(session: Session, *, day: date, number: int = 1) -> Page[Seat]:
    """One page of the elected seats that stand empty or whose term ends within the time of warning, by body."""
    stays = select(Membership.id).where(Membership.seat_id == Seat.id, held_on(day), _beyond(day))
    asked = (
        select(Seat)
        .join(Seat.seat_class)
        .join(Body, Body.id == Seat.body_id)
        .where(Body.status != BodyStatus.CLOSED, SeatClass.how_filled == HowFilled.ELECTED, ~stays.exists())
        .where(SeatClass.from_on <= day, or_(SeatClass.until_on.is_(None), SeatClass.until_on >= day))
        .options(
            joinedload(Seat.seat_class).joinedload(SeatClass.body),
            selectinload(Seat.memberships).joinedload(Membership.person),
        )
    )
    return page_of(session, asked, Body.name.asc(), SeatClass.id.asc(), Seat.number.asc(), number=number, size=40)


def contests_under_way(session: Session, *, class_ids: Collection[int]) -> dict[int, Contest]:
    """The unfinished contest for each seat class that has one, with its election; one query."""
    if not class_ids:
        return {}
    asked = (
        select(Contest)
        .where(Contest.seat_class_id.in_(class_ids), Contest.state.not_in(OVER))
        .options(joinedload(Contest.election))
        .order_by(Contest.id)
    )
    return {each.seat_class_id: each for each in session.scalars(asked) if each.seat_class_id}


def last_contest(session: Session, *, seat_class_id: int) -> Contest | None:
    """The last contest that filled seats of a class, whose rule the next one takes."""
    asked = select(Contest).where(Contest.seat_class_id == seat_class_id).order_by(Contest.id.desc()).limit(1)
    return session.scalars(asked.options(joinedload(Contest.election))).one_or_none()


def contests_named(session: Session, *, references: Collection[str]) -> list[Contest]:
    """The contests of some references whose notice is published, each with its election; one query."""
    asked = select(Contest).join(Election).where(Contest.reference.in_(references), Election.published_at.is_not(None))
    return list(session.scalars(asked.options(joinedload(Contest.election))))


def sitting_numbers(session: Session, contest: Contest, *, day: date) -> frozenset[int]:
    """The numbers, on the ballot paper, of those of a contest who sit on a day by it or by a countback of it."""
    refs = [f"contest:{contest.reference}", *(f"countback:{number}" for number in _countback_ids(session, contest))]
    asked = select(Person.name).join(Membership, Membership.person_id == Person.id)
    names = set(session.scalars(asked.where(Membership.evidence_ref.in_(refs), held_on(day))))
    return frozenset(each.number for each in contest.nominations if each.number and each.name in names)


def contest_of_holder(session: Session, held: LastHeld | None) -> Contest | None:
    """The contest by which whoever held a seat last came to it, if a count or a countback did it."""
    kind, _colon, name = held.evidence_ref.partition(":") if held else ("", "", "")
    asked = select(Contest).options(
        joinedload(Contest.election), joinedload(Contest.counted), selectinload(Contest.nominations)
    )
    if kind == "contest":
        return session.scalars(asked.where(Contest.reference == name)).one_or_none()
    if kind == "countback" and name.isdigit():
        return session.scalars(
            asked.join(Countback, Countback.contest_id == Contest.id).where(Countback.id == int(name))
        ).one_or_none()
    return None


def countbacks_of(session: Session, *, contest_id: int) -> Sequence[Countback]:
    """The countbacks of a contest, the latest first."""
    return session.scalars(
        select(Countback).where(Countback.contest_id == contest_id).order_by(Countback.id.desc())
    ).all()


def countbacks_numbered(session: Session, *, numbers: Collection[int]) -> Sequence[Countback]:
    """Some countbacks with their contests and elections; one query."""
    asked = select(Countback).where(Countback.id.in_(numbers))
    return session.scalars(asked.options(joinedload(Countback.contest).joinedload(Contest.election))).all()


def countback_by_id(session: Session, *, contest_id: int, countback_id: int) -> Countback:
    """One countback of a contest.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Countback, countback_id)
    if found is None or found.contest_id != contest_id:
        raise NotFound("We could not find this countback. Look for it on the page of the result.")
    return found


def _countback_ids(session: Session, contest: Contest) -> Sequence[int]:
    return session.scalars(select(Countback.id).where(Countback.contest_id == contest.id)).all()


def last_membership(seat: Seat, *, day: date) -> Membership | None:
    """The last time that somebody held a seat."""
    began = [each for each in seat.memberships if each.from_on <= day]
    return max(began, key=lambda each: each.from_on, default=None)


def last_held(seat: Seat, *, day: date) -> LastHeld | None:
    """Who held a seat last, or holds it now."""
    last = last_membership(seat, day=day)
    if last is None:
        return None
    known = last.until_on or last.term_ends_on or day
    return LastHeld(name=last.person.name, last_on=known, reason=last.end_reason, evidence_ref=last.evidence_ref)


def n_empty_in_class(session: Session, *, seat_class_id: int, day: date) -> int:
    """How many seats of a class stand empty or will be within the time of warning."""
    stays = select(Membership.id).where(Membership.seat_id == Seat.id, held_on(day), _beyond(day))
    asked = select(func.count()).select_from(Seat).where(Seat.seat_class_id == seat_class_id, ~stays.exists())
    return session.scalar(asked) or 0


def _beyond(day: date) -> ColumnElement[bool]:
    """That a membership goes on by right after the time of warning; who only holds over does not."""
    soon = day + timedelta(days=WARNED_DAYS_AHEAD)
    leaves_later = or_(Membership.until_on.is_(None), Membership.until_on > soon)
    return and_(leaves_later, or_(Membership.term_ends_on.is_(None), Membership.term_ends_on > soon))
