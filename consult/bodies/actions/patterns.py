"""Setting up a whole way of being represented in one step: its types, bodies, relations, stakes and seats."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.actions.people import area_of_district, area_of_ward
from consult.bodies.actions.seats import add_seat_class
from consult.bodies.actions.setting_up import BodyValues, add_body, add_body_type, relate_bodies, set_stakes
from consult.bodies.models import Area, Body, BodyType
from consult.bodies.patterns import Pattern, PatternBody, PatternSeat, Per
from consult.bodies.rules import RelationKind, SeatClassValues
from consult.kernel.errors import Refused
from consult.places.models import District, StakeholderGroup, Ward


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One body that is to be set up: for which area, and what its names are filled in with."""

    told: PatternBody
    body: Body
    words: dict[str, str]
    district_id: int | None
    ward_id: int | None


@dataclass(slots=True)
class _Work:
    session: Session
    pattern: Pattern
    founded_on: date
    by: str
    now: datetime
    districts: Sequence[District]
    groups: dict[str, int]
    types: dict[str, BodyType] = field(default_factory=dict)
    made: list[Setting] = field(default_factory=list)


def set_up_pattern(
    session: Session,
    *,
    pattern: Pattern,
    founded_on: date,
    districts: Sequence[District],
    by: str,
    now: datetime,
) -> tuple[Body, ...]:
    """Set up everything that a pattern says, for the districts named; types that are known already are used again.

    Raises:
        Refused: this pattern was set up already and its bodies are still there.
    """
    _require_new(session, pattern)
    groups = dict(session.execute(select(StakeholderGroup.code, StakeholderGroup.id)).all())
    work = _Work(session, pattern, founded_on, by, now, districts, groups)
    for told in pattern.types:
        work.types[told.key] = add_body_type(
            session,
            key=told.key,
            name=told.name,
            tier=told.tier,
            term=told.term,
            description=told.description,
            source=told.source,
            is_council_committee=told.is_council_committee,
            by=by,
            now=now,
        )
    for each in pattern.bodies:
        _make_bodies(work, each)
    for setting in work.made:
        _relate(work, setting)
    for setting in work.made:
        _make_seats(work, setting)
    stream = {"stream": "body_types", "subject": f"pattern:{pattern.key}"}
    record(session, Happening.PATTERN_SET_UP, actor=by, at=now, key=pattern.key, count=len(work.made), **stream)
    return tuple(setting.body for setting in work.made)


def _require_new(session: Session, pattern: Pattern) -> None:
    keys = [told.key for told in pattern.types]
    known = session.scalar(
        select(Body.name).join(Body.body_type).where(BodyType.key.in_(keys), Body.closed_on.is_(None)).limit(1)
    )
    if known is not None:
        raise Refused(f"This was set up already: “{known}” is one of its bodies. Close those first, or change them.")


def _make_bodies(work: _Work, told: PatternBody) -> None:
    for area, words, district_id, ward_id in _areas(work, told.per):
        for number in range(1, told.number + 1):
            filled = words | {"number": str(number)}
            body = add_body(
                work.session,
                body_type=work.types[told.type_key],
                values=BodyValues(
                    name=told.name.format(**filled),
                    purpose=told.purpose.format(**filled),
                    decides=told.decides,
                    founded_on=work.founded_on,
                ),
                area=area,
                by=work.by,
                now=work.now,
            )
            work.made.append(Setting(told=told, body=body, words=filled, district_id=district_id, ward_id=ward_id))


def _areas(work: _Work, per: Per) -> list[tuple[Area | None, dict[str, str], int | None, int | None]]:
    if per is Per.CITY:
        return [(None, {}, None, None)]
    if per is Per.DISTRICT:
        return [
            (area_of_district(work.session, district), {"district": district.name}, district.id, None)
            for district in work.districts
        ]
    wards: list[Ward] = [ward for district in work.districts for ward in district.wards]
    return [
        (
            area_of_ward(work.session, ward),
            {"ward": ward.name, "district": ward.district.name},
            ward.district_id,
            ward.id,
        )
        for ward in wards
    ]


def _relate(work: _Work, setting: Setting) -> None:
    whys = {work.groups[code]: "" for code in setting.told.stakes if code in work.groups}
    if whys:
        set_stakes(work.session, body=setting.body, whys=whys, by=work.by, now=work.now)
    for upper in work.made:
        if upper.told.key == setting.told.reports_to and upper.district_id in {None, setting.district_id}:
            relate_bodies(
                work.session,
                from_body=setting.body,
                to_body=upper.body,
                kind=RelationKind.REPORTS_TO,
                from_on=work.founded_on,
                by=work.by,
                now=work.now,
            )


def _make_seats(work: _Work, setting: Setting) -> None:
    for told in setting.told.seats:
        for words, area_id, nominating_id in _repeats(work, setting, told):
            values = SeatClassValues(
                name=told.name.format(**words),
                how_filled=told.how_filled,
                is_voting=told.is_voting,
                n_seats=told.number,
                electorate=told.electorate.format(**words),
                group_id=work.groups.get(told.group),
                area_id=area_id,
                phase=told.phase,
                nominating_body_id=nominating_id,
                is_office=told.is_office,
                for_councillors=told.for_councillors,
                exception=told.exception,
                rule=told.rule,
            )
            add_seat_class(work.session, body=setting.body, values=values, by=work.by, now=work.now)


def _repeats(work: _Work, setting: Setting, told: PatternSeat) -> list[tuple[dict[str, str], int | None, int | None]]:
    """Say for what the seats are repeated: once, for each district, or for each body that sends someone."""
    if told.nominated_by:
        senders = [
            each
            for each in work.made
            if each.told.key == told.nominated_by and setting.district_id in {None, each.district_id}
        ]
        return [(each.words | {"body": each.body.name}, each.body.area_id, each.body.id) for each in senders]
    if told.per is Per.DISTRICT:
        return [
            ({"district": district.name}, area_of_district(work.session, district).id, None)
            for district in work.districts
        ]
    return [(setting.words, setting.body.area_id, None)]
