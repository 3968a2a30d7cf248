"""Setting up types of body and bodies, and saying how bodies stand to one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.actions.noting import begin_change, note
from consult.bodies.models import Area, Body, BodyRelation, BodyStake, BodyType, StatusChange
from consult.bodies.rules import BodyStatus, RelationKind, TermRule, Tier
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text, slug_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyValues:
    """What someone says of a body when it is set up or changed."""

    name: str
    purpose: str = ""
    decides: str = ""
    founded_on: date
    is_pilot: bool = False
    pilot_ends_on: date | None = None
    report_due_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a body without a name, and a pilot without an end or without the report it owes."""
        if not self.name.strip():
            raise Invalid("Enter the name of the body.")
        if self.is_pilot and (self.pilot_ends_on is None or self.report_due_on is None):
            raise Invalid("A pilot says when it ends and when it will report what was learned.")
        if self.pilot_ends_on is not None and self.pilot_ends_on < self.founded_on:
            raise Invalid("A pilot ends after it begins. Check the two days.")


def add_body_type(
    session: Session,
    *,
    key: str,
    name: str,
    tier: Tier,
    term: TermRule,
    description: str = "",
    source: str = "",
    is_council_committee: bool = False,
    by: str,
    now: datetime,
) -> BodyType:
    """Add a type of body; the same key again gives the type that is there.

    Raises:
        Invalid: it has no name.
    """
    called = clean_line(name)
    if not called:
        raise Invalid("Enter a name for this type of body.")
    known = session.scalar(select(BodyType).where(BodyType.key == key))
    if known is not None:
        return known
    made = BodyType(
        key=key,
        name=called,
        description=clean_text(description),
        tier=tier,
        is_council_committee=is_council_committee,
        term_kind=term.kind,
        term_months=term.months,
        holds_over=term.holds_over,
        source=clean_text(source),
    )
    session.add(made)
    session.flush()
    subject = f"body_type:{made.id}"
    record(session, Happening.BODY_TYPE_ADDED, stream="body_types", subject=subject, actor=by, at=now, key=key)
    return made


def add_body(
    session: Session, *, body_type: BodyType, values: BodyValues, area: Area | None = None, by: str, now: datetime
) -> Body:
    """Set a body up; it is active until someone says otherwise."""
    body = Body(
        slug=_free_slug(session, values.name),
        body_type=body_type,
        area=area,
        status=BodyStatus.ACTIVE,
        created_at=now,
        version=0,
        status_changes=[StatusChange(status=BodyStatus.ACTIVE, from_on=values.founded_on, recorded_at=now)],
    )
    session.add(body)
    _take(body, values)
    body.version = 1
    note(session, Happening.BODY_ADDED, body, by=by, now=now, name=body.name)
    return body


def change_body(
    session: Session, *, body: Body, values: BodyValues, version_seen: int | None = None, by: str, now: datetime
) -> Body:
    """Change what is said of a body.

    Raises:
        Stale: someone changed it meanwhile.
    """
    begin_change(body, version_seen=version_seen)
    _take(body, values)
    note(session, Happening.BODY_CHANGED, body, by=by, now=now, version=body.version)
    return body


def relate_bodies(
    session: Session, *, from_body: Body, to_body: Body, kind: RelationKind, from_on: date, by: str, now: datetime
) -> BodyRelation:
    """Say how one body stands to another from a day on; what stands already is given back.

    Raises:
        Invalid: both are the same body.
    """
    if from_body is to_body:
        raise Invalid("Choose another body: one cannot stand so to itself.")
    known = session.scalar(
        select(BodyRelation).where(
            BodyRelation.from_body_id == from_body.id,
            BodyRelation.to_body_id == to_body.id,
            BodyRelation.kind == kind,
            BodyRelation.until_on.is_(None),
        )
    )
    if known is not None:
        return known
    relation = BodyRelation(from_body=from_body, to_body=to_body, kind=kind, from_on=from_on)
    session.add(relation)
    session.flush()  # the event names it
    facts = {"relation_id": relation.id, "kind": kind, "to_id": to_body.id}
    note(session, Happening.BODIES_RELATED, from_body, by=by, now=now, **facts)
    return relation


def end_relation(session: Session, *, relation: BodyRelation, until_on: date, by: str, now: datetime) -> BodyRelation:
    """Say on which day a relation between two bodies ended.

    Raises:
        Refused: it has ended already, or would end before it began.
    """
    if relation.until_on is not None or until_on < relation.from_on:
        raise Refused("This relation has ended already, or the day lies before its beginning. Check the day.")
    relation.until_on = until_on
    note(session, Happening.RELATION_ENDED, relation.from_body, by=by, now=now, relation_id=relation.id)
    return relation


def set_stakes(session: Session, *, body: Body, whys: Mapping[int, str], by: str, now: datetime) -> Body:
    """Say which stakeholder groups a body's decisions touch: the numbers of the groups, each with how."""
    held = {stake.group_id: stake for stake in body.stakes}
    body.stakes[:] = [held.get(number) or BodyStake(group_id=number) for number in whys]
    for stake in body.stakes:
        stake.why = clean_line(whys[stake.group_id])
    note(session, Happening.STAKES_SET, body, by=by, now=now, groups=sorted(whys))
    return body


def _take(body: Body, values: BodyValues) -> None:
    body.name = clean_line(values.name)
    body.purpose, body.decides = clean_text(values.purpose), clean_text(values.decides)
    body.founded_on = values.founded_on
    body.is_pilot = values.is_pilot
    body.pilot_ends_on = values.pilot_ends_on if values.is_pilot else None
    body.report_due_on = values.report_due_on if values.is_pilot else None


def _free_slug(session: Session, name: str) -> str:
    wanted = slug_of(name) or "body"
    taken = set(session.scalars(select(Body.slug).where(Body.slug.startswith(wanted, autoescape=True))))
    if wanted not in taken:
        return wanted
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{wanted}-{number}") not in taken)
