"""How many responses came in, by day, group, channel and ward; late ones are counted apart, withdrawn ones never."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from consult.consultations.models import Consultation, GroupAsked
from consult.places.models import StakeholderGroup, Ward
from consult.responses.models import Response
from consult.responses.rules import Channel, Timeliness

LONGEST_RUN_OF_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One line of a breakdown; ``id`` filters the list of responses, and is ``None`` for those who did not say."""

    id: str | None
    name: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFigures:
    """The numbers of one consultation. Every breakdown adds up to ``n_in_time``; ``n_late`` stands beside it."""

    n_in_time: int
    n_in_grace: int
    n_late: int
    n_incomplete: int
    n_withdrawn: int
    n_excepted: int  # came late, and count with a reason
    n_repeats: int  # that an officer linked as one person's; taking them off gives the second total
    claimed_people: int
    by_day: tuple[tuple[date, int], ...]
    by_group: tuple[Counted, ...]
    by_channel: tuple[Counted, ...]
    by_ward: tuple[Counted, ...]


def intake_figures(session: Session, *, consultation: Consultation) -> IntakeFigures:
    """Count the responses of one consultation in a constant number of queries."""
    cube = counted_cube(session, consultation.id)
    incomplete, withdrawn, excepted, claimed = session.execute(
        select(
            _count(and_(_standing(), Response.incomplete)),
            _count(Response.withdrawn_at.is_not(None)),
            _count(and_(_standing(), Response.late_exception != "")),
            func.sum(case((counted_in_time(), Response.claimed_people), else_=0)),
        ).where(Response.consultation_id == consultation.id)
    ).one()
    return IntakeFigures(
        n_in_time=cube.n_in_time,
        n_in_grace=cube.n_in_grace,
        n_late=cube.n_late,
        n_incomplete=incomplete or 0,
        n_withdrawn=withdrawn or 0,
        n_excepted=excepted or 0,
        n_repeats=linked_repeats(session, consultation.id),
        claimed_people=int(claimed or 0),
        by_day=_by_day(session, consultation),
        by_group=groups_counted(session, consultation.id, cube.by_group),
        by_channel=channels_counted(cube.by_channel),
        by_ward=_by_ward(session, cube.by_ward),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """The responses that count, by group, ward and channel; the three breakdowns are of those in time."""

    n_in_time: int
    n_in_grace: int
    n_late: int
    by_group: Mapping[int | None, int]
    by_ward: Mapping[int | None, int]
    by_channel: Mapping[Channel, int]


def counted_cube(session: Session, consultation_id: int) -> Cube:
    """Count once, from the index alone, what every breakdown needs; each is then a sum over a few thousand cells."""
    rows = session.execute(
        select(Response.timeliness, Response.group_id, Response.ward_id, Response.channel, func.count())
        .where(Response.consultation_id == consultation_id, _standing())
        .group_by(Response.timeliness, Response.group_id, Response.ward_id, Response.channel)
    )
    when: Counter[Timeliness] = Counter()
    groups: Counter[int | None] = Counter()
    wards: Counter[int | None] = Counter()
    channels: Counter[Channel] = Counter()
    for timeliness, group_id, ward_id, channel, n in rows:
        when[timeliness] += n
        if timeliness is not Timeliness.LATE:
            groups[group_id] += n
            wards[ward_id] += n
            channels[channel] += n
    return Cube(
        n_in_time=when.total() - when[Timeliness.LATE],
        n_in_grace=when[Timeliness.IN_GRACE],
        n_late=when[Timeliness.LATE],
        by_group=groups,
        by_ward=wards,
        by_channel=channels,
    )


def linked_repeats(session: Session, consultation_id: int) -> int:
    """Count the responses in time that repeat another one in time, as an officer found."""
    first = aliased(Response)
    asked = (
        select(func.count(Response.id))
        .join(first, first.id == Response.repeat_of_id)
        .where(Response.consultation_id + 0 == consultation_id)  # no index: the few repeats have one of their own
        .where(Response.repeat_of_id > 0, counted_in_time())
        .where(first.withdrawn_at.is_(None), first.timeliness != Timeliness.LATE)
    )
    return session.scalar(asked) or 0


def counted_in_time() -> ColumnElement[bool]:
    """The condition under which a response counts in the headline figures."""
    return and_(_standing(), Response.timeliness != Timeliness.LATE)


def _standing() -> ColumnElement[bool]:
    return Response.withdrawn_at.is_(None)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _by_day(session: Session, consultation: Consultation) -> tuple[tuple[date, int], ...]:
    """Every day from the first response to the last, the empty ones too; very long runs keep their last part."""
    rows = session.execute(
        select(Response.received_on, func.count())
        .where(Response.consultation_id == consultation.id, counted_in_time())
        .group_by(Response.received_on)
        .order_by(Response.received_on)
    )
    counts = {key: value for key, value in rows}  # noqa: C416 - a Row is no pair to the type checker
    if not counts:
        return ()
    last = max(counts)
    first = max(min(counts), last - timedelta(days=LONGEST_RUN_OF_DAYS))
    days = (first + timedelta(days=passed) for passed in range((last - first).days + 1))
    return tuple((day, counts.get(day, 0)) for day in days)


def groups_counted(session: Session, consultation_id: int, counts: Mapping[int | None, int]) -> tuple[Counted, ...]:
    """The groups that were asked or that answered, largest first, and those who did not say."""
    asked = set(session.scalars(select(GroupAsked.group_id).where(GroupAsked.consultation_id == consultation_id)))
    groups = session.scalars(select(StakeholderGroup).order_by(StakeholderGroup.position)).all()
    named = [(group.id, group.name) for group in groups if group.id in asked or group.id in counts]
    return _largest_first(named, counts)


def channels_counted(counts: Mapping[Channel, int]) -> tuple[Counted, ...]:
    """The channels by which responses came, largest first."""
    lines = [
        Counted(id=channel.value, name=channel.value, n=counts[channel]) for channel in Channel if channel in counts
    ]
    return tuple(sorted(lines, key=lambda line: -line.n))


def _by_ward(session: Session, counts: Mapping[int | None, int]) -> tuple[Counted, ...]:
    wards = session.execute(select(Ward.id, Ward.name).order_by(Ward.name)).all()
    return _largest_first([(ward_id, name) for ward_id, name in wards], counts)


def _largest_first(named: Sequence[tuple[int, str]], counts: Mapping[int | None, int]) -> tuple[Counted, ...]:
    lines = [Counted(id=str(key), name=name, n=counts.get(key, 0)) for key, name in named]
    lines.sort(key=lambda line: -line.n)
    unsaid = (Counted(id=None, name="", n=counts[None]),) if counts.get(None) else ()
    return (*lines, *unsaid)
