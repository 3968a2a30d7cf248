"""Questions about news: what happened to what people follow, in the words of its public page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from consult.audit.models import AuditEvent
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.queries import words_of
from consult.consultations.queries.subjects import (
    consultations_about_everywhere,
    consultations_about_subject,
    consultations_about_ward,
)
from consult.following.models import Following
from consult.following.rules import BEGINNINGS, EVERYTHING, MOST_NEWS, NEWS, Topic
from consult.kernel.personal import Held, HeldThing, Whom
from consult.outcomes.models import Commitment
from consult.outcomes.queries.commitments import public_commitments_among


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """One thing that happened; ``about`` is the title of its consultation."""

    event_id: int
    happening: Happening
    at: datetime
    about: str
    slug: str
    commitment: str
    promise: str


def latest_event_id(session: Session) -> int:
    """Return the number of the latest audit event; a new follower is told of what comes after it."""
    return session.scalar(select(func.max(AuditEvent.id))) or 0


def news_about(session: Session, topic: Topic, *, after: int = 0, at_most: int = MOST_NEWS) -> tuple[NewsItem, ...]:
    """Return what happened to a topic after an event, the newest first, in a constant number of queries."""
    wanted = BEGINNINGS if topic.kind == EVERYTHING else NEWS
    asked = select(AuditEvent).where(AuditEvent.id > after, AuditEvent.happening.in_([each.value for each in wanted]))
    if topic.kind in {"ward", "subject"}:
        asked = asked.where(_about_place_or_subject(session, topic))
    elif topic.kind == "consultation":
        asked = asked.where(AuditEvent.stream == f"consultation:{topic.id}")
    elif topic.kind == "commitment":
        asked = asked.where(AuditEvent.subject == f"commitment:{topic.id}")
    events = session.scalars(asked.order_by(AuditEvent.id.desc()).limit(at_most)).all()
    return _told(session, events)


def _about_place_or_subject(session: Session, topic: Topic) -> ColumnElement[bool]:
    """Return the condition under which an event is news of a ward or a subject.

    Of what is about the whole area a ward is told only what opens and what the council answered.
    """
    if topic.kind == "subject":
        return AuditEvent.stream.in_(_streams(consultations_about_subject(session, topic.id)))
    here = AuditEvent.stream.in_(_streams(consultations_about_ward(session, topic.id)))
    everywhere = AuditEvent.stream.in_(_streams(consultations_about_everywhere(session)))
    begins = AuditEvent.happening.in_([each.value for each in BEGINNINGS])
    return or_(here, everywhere & begins)


def _streams(ids: Iterable[int]) -> list[str]:
    return [f"consultation:{number}" for number in ids]


def _told(session: Session, events: Sequence[AuditEvent]) -> tuple[NewsItem, ...]:
    consultations = _consultations(session, {_number(event.stream) for event in events})
    promises = _commitments(session, {_number(event.subject) for event in events if _is_promise(event)})
    items = []
    for event in events:
        consultation = consultations.get(_number(event.stream))
        promise = promises.get(_number(event.subject)) if _is_promise(event) else None
        if consultation is None or (_is_promise(event) and promise is None):
            continue
        items.append(
            NewsItem(
                event_id=event.id,
                happening=Happening(event.happening),
                at=event.at,
                about=words_of(consultation).title,
                slug=consultation.slug,
                commitment=promise.reference if promise else "",
                promise=promise.promise if promise else "",
            )
        )
    return tuple(items)


def _consultations(session: Session, ids: Iterable[int]) -> dict[int, Consultation]:
    """Return the consultations that anyone may see; what was withdrawn as a draft never was."""
    found = session.scalars(
        select(Consultation)
        .where(Consultation.id.in_(ids), Consultation.opened_at.is_not(None))
        .options(selectinload(Consultation.words))
    )
    return {each.id: each for each in found}


def _commitments(session: Session, ids: Iterable[int]) -> dict[int, Commitment]:
    return {each.id: each for each in public_commitments_among(session, ids)}


def _is_promise(event: AuditEvent) -> bool:
    return event.happening == Happening.PROGRESS_RECORDED.value


def _number(name: str) -> int:
    number = name.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def next_to_tell(session: Session, *, day: date, at_most: int) -> list[list[Following]]:
    """Return what some addresses follow, address by address, whose digest of this day was not made up yet."""
    due = (Following.confirmed_at.is_not(None), or_(Following.told_on.is_(None), Following.told_on < day))
    addresses = select(Following.email).where(*due).group_by(Following.email).order_by(func.min(Following.id))
    rows = session.scalars(
        select(Following)
        .where(*due, Following.email.in_(addresses.limit(at_most).scalar_subquery()))
        .order_by(Following.id)
    )
    by_address: dict[str, list[Following]] = {}
    for each in rows:
        by_address.setdefault(each.email, []).append(each)
    return list(by_address.values())


def following_of(session: Session, *, email: str, topic: Topic) -> Following | None:
    """Return what an address asked of a topic, confirmed or not."""
    return session.scalar(select(Following).where(Following.email == email, Following.topic == topic.code))


def held_in_following(session: Session, whom: Whom) -> tuple[Held, ...]:
    """Return what an address asked for news of."""
    if not whom.email:
        return ()
    found = session.scalars(select(Following).where(Following.email == whom.email).order_by(Following.id))
    things = tuple(
        HeldThing(
            told={
                "topic": each.topic,
                "asked_at": each.asked_at.isoformat(),
                "confirmed_at": each.confirmed_at.isoformat() if each.confirmed_at else None,
                "told_on": each.told_on.isoformat() if each.told_on else None,
            }
        )
        for each in found
    )
    why = _("You asked for news. Leaving deletes your address.")
    return (Held(name="news", title=_("News that you asked for"), why=why, things=things),)
