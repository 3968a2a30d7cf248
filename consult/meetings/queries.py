"""Questions about meetings, who came to them, and matters that one body sent to another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from consult.bodies.lending import Came
from consult.bodies.models import Body, BodyType, Deputy, ItemInterest, Person, Seat
from consult.kernel.clock import LONDON
from consult.kernel.errors import NotFound
from consult.meetings.models import AgendaItem, Attendance, Escalation, InHall, Meeting
from consult.meetings.rules import MINUTES_WITHIN_DAYS, PUBLIC, TOOK_PLACE, Attending, MeetingState
from consult.storage.paging import Page, page_of

T = TypeVar("T")
MOST_OFFERED = 40
_COMING = (MeetingState.CALLED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When a body meets next and met last, and how many of its minutes are late."""

    coming: Meeting | None
    last: Meeting | None
    n_minutes_late: int


def public_meeting(session: Session, meeting_id: int) -> Meeting:
    """A meeting that was called, with its agenda and everything that its page shows.

    Raises:
        NotFound: there is none, or it is a draft.
    """
    found = session.scalar(_whole().where(Meeting.id == meeting_id, Meeting.state.in_(PUBLIC)))
    if found is None:
        raise NotFound("We could not find this meeting. Check the address, or look for it in the list of meetings.")
    return found


def meeting_of_body(session: Session, *, body_id: int, meeting_id: int) -> Meeting:
    """A meeting of a body, drafts too.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(_whole().where(Meeting.id == meeting_id, Meeting.body_id == body_id))
    if found is None:
        raise NotFound("We could not find this meeting.")
    return found


def item_of(meeting: Meeting, item_id: int) -> AgendaItem:
    """An item of a meeting's agenda.

    Raises:
        NotFound: it has none with this number.
    """
    found = next((each for each in meeting.items if each.id == item_id), None)
    if found is None:
        raise NotFound("We could not find this item. It may have been taken off the agenda.")
    return found


def meetings_page(session: Session, *, now: datetime, past: bool, number: int = 1, size: int = 25) -> Page[Meeting]:
    """One page of what everyone can read: meetings to come, the next first, or those gone by, the latest first."""
    asked = select(Meeting).where(Meeting.state.in_(PUBLIC)).options(joinedload(Meeting.body))
    if past:
        asked = asked.where(Meeting.ends_at < now)
        return page_of(session, asked, Meeting.starts_at.desc(), Meeting.id.desc(), number=number, size=size)
    asked = asked.where(Meeting.ends_at >= now)
    return page_of(session, asked, Meeting.starts_at.asc(), Meeting.id.asc(), number=number, size=size)


def meetings_of(
    session: Session, *, body_id: int, drafts: bool = False, number: int = 1, size: int = 25
) -> Page[Meeting]:
    """One page of a body's meetings, the latest first; with ``drafts`` those that nobody has seen, too."""
    asked = select(Meeting).where(Meeting.body_id == body_id).options(joinedload(Meeting.body))
    if not drafts:
        asked = asked.where(Meeting.state.in_(PUBLIC))
    return page_of(session, asked, Meeting.starts_at.desc(), Meeting.id.desc(), number=number, size=size)


def meetings_for_calendar(session: Session, *, body_id: int, since: datetime) -> Sequence[Meeting]:
    """A body's public meetings since a moment, in order, at most two hundred."""
    asked = select(Meeting).where(Meeting.body_id == body_id, Meeting.state.in_(PUBLIC), Meeting.starts_at >= since)
    asked = asked.options(joinedload(Meeting.body), selectinload(Meeting.items))
    return session.scalars(asked.order_by(Meeting.starts_at).limit(200)).all()


def dates_of(session: Session, *, body_id: int, now: datetime) -> Dates:
    """When a body meets next and met last, and how many of its minutes are late; three queries."""
    public = select(Meeting).where(Meeting.body_id == body_id)
    coming = public.where(Meeting.state.in_(_COMING), Meeting.ends_at >= now).order_by(Meeting.starts_at)
    last = public.where(Meeting.state.in_(TOOK_PLACE)).order_by(Meeting.starts_at.desc())
    late = select(func.count()).where(
        Meeting.body_id == body_id,
        Meeting.state == MeetingState.HELD,
        Meeting.starts_at < now - timedelta(days=MINUTES_WITHIN_DAYS),
    )
    return Dates(
        coming=session.scalar(coming.limit(1)),
        last=session.scalar(last.limit(1)),
        n_minutes_late=session.scalar(late) or 0,
    )


def attendance_until(session: Session, body_id: int, day: date) -> Mapping[int, Came]:
    """To how many meetings of a body each person came in the year up to a day, by the person's number; one query."""
    came = func.sum(case((Attendance.attending.in_([each for each in Attending if each.counts_as_coming]), 1), else_=0))
    first, after = _midnight(day - timedelta(days=365)), _midnight(day + timedelta(days=1))
    rows = session.execute(
        select(Attendance.person_id, came, func.count())
        .join(Attendance.meeting)
        .where(Meeting.body_id == body_id, Meeting.state.in_(TOOK_PLACE))
        .where(Meeting.starts_at >= first, Meeting.starts_at < after)
        .group_by(Attendance.person_id)
    )
    return {row[0]: Came(times=int(row[1]), meetings=int(row[2])) for row in rows}


def deputies_on(session: Session, *, body_id: int, day: date) -> dict[int, str]:
    """The names of the deputies of a body's seats on a day, by seat."""
    rows = session.execute(
        select(Deputy.seat_id, Person.name)
        .join(Deputy.person)
        .join(Seat, Seat.id == Deputy.seat_id)
        .where(Seat.body_id == body_id, Deputy.from_on <= day, or_(Deputy.until_on.is_(None), Deputy.until_on >= day))
    )
    return dict(rows.all())


def hall_page(session: Session, *, meeting_id: int, number: int = 1) -> Page[InHall]:
    """One page of the people in a hall, by name."""
    asked = select(InHall).where(InHall.meeting_id == meeting_id)
    return page_of(session, asked, InHall.name_key.asc(), InHall.id.asc(), number=number, size=50)


def hall_of(session: Session, *, meeting_id: int) -> Sequence[InHall]:
    """Everyone on the list of a hall, by name."""
    return session.scalars(
        select(InHall).where(InHall.meeting_id == meeting_id).order_by(InHall.name_key, InHall.id)
    ).all()


def interests_in(session: Session, refs: Collection[str]) -> dict[str, list[ItemInterest]]:
    """What was declared in some items, by the item's reference; one query."""
    if not refs:
        return {}
    found: dict[str, list[ItemInterest]] = {}
    asked = select(ItemInterest).where(ItemInterest.item_ref.in_(refs)).options(joinedload(ItemInterest.person))
    for each in session.scalars(asked.order_by(ItemInterest.id)):
        found.setdefault(each.item_ref, []).append(each)
    return found


def escalations_from(session: Session, item_ids: Collection[int]) -> dict[int, list[Escalation]]:
    """The matters that came out of some items, by the item's number; one query."""
    if not item_ids:
        return {}
    found: dict[int, list[Escalation]] = {}
    asked = select(Escalation).where(Escalation.item_id.in_(item_ids)).options(joinedload(Escalation.to_body))
    for each in session.scalars(asked.order_by(Escalation.id)):
        found.setdefault(each.item_id or 0, []).append(each)
    return found


def escalations_page(
    session: Session, *, day: date, body_id: int | None = None, number: int = 1, size: int = 25
) -> Page[Escalation]:
    """One page of all matters sent on, or of one body's both ways: late first, then those waiting, then answered."""
    asked = select(Escalation).options(joinedload(Escalation.from_body), joinedload(Escalation.to_body))
    if body_id is not None:
        asked = asked.where(or_(Escalation.from_body_id == body_id, Escalation.to_body_id == body_id))
    order = case((Escalation.answered_on.is_not(None), 2), (and_(Escalation.due_on < day), 0), else_=1)
    return page_of(session, asked, order.asc(), Escalation.due_on.asc(), Escalation.id.desc(), number=number, size=size)


def escalation_to(session: Session, *, body_id: int, escalation_id: int) -> Escalation:
    """A matter that was sent to a body.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(Escalation)
        .where(Escalation.id == escalation_id, Escalation.to_body_id == body_id)
        .options(joinedload(Escalation.from_body), joinedload(Escalation.to_body))
    )
    if found is None:
        raise NotFound("We could not find this matter.")
    return found


def minutes_owed(session: Session, *, now: datetime, body_ids: Collection[int] | None) -> Sequence[Meeting]:
    """Meetings that wait for their clerk: the hour has passed and no roll was taken, or no minutes are published."""
    asked = (
        select(Meeting)
        .where(Meeting.state.in_([MeetingState.CALLED, MeetingState.HELD]), Meeting.ends_at < now)
        .options(joinedload(Meeting.body))
        .order_by(Meeting.starts_at)
    )
    return session.scalars(_within(asked, Meeting.body_id, body_ids).limit(10)).all()


def answers_owed(session: Session, *, body_ids: Collection[int] | None) -> Sequence[Escalation]:
    """Matters whose answer is owed by the bodies that somebody serves, the first due first."""
    asked = (
        select(Escalation)
        .where(Escalation.answered_on.is_(None))
        .options(joinedload(Escalation.to_body), joinedload(Escalation.from_body))
        .order_by(Escalation.due_on)
    )
    return session.scalars(_within(asked, Escalation.to_body_id, body_ids).limit(10)).all()


def upcoming_or_recent(session: Session, *, since: datetime, number_of: int = MOST_OFFERED) -> Sequence[Meeting]:
    """Meetings called or held since a moment, the next first; for choosing one."""
    asked = select(Meeting).where(
        Meeting.state.in_([MeetingState.CALLED, MeetingState.HELD]), Meeting.starts_at >= since
    )
    return session.scalars(asked.options(joinedload(Meeting.body)).order_by(Meeting.starts_at).limit(number_of)).all()


def _whole() -> Select[Meeting]:
    return select(Meeting).options(
        joinedload(Meeting.body).joinedload(Body.body_type).load_only(BodyType.name, BodyType.is_council_committee),
        selectinload(Meeting.items).joinedload(AgendaItem.about_body),
        selectinload(Meeting.attendances).joinedload(Attendance.person),
    )


def _within(asked: Select[T], column: InstrumentedAttribute[int], body_ids: Collection[int] | None) -> Select[T]:
    return asked if body_ids is None else asked.where(column.in_(body_ids))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)
