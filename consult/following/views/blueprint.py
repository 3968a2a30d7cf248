"""The blueprint of this room, and how a topic is named in addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.queries import Reading, consultation_for_reading
from consult.consultations.queries.subjects import subject_by_slug, ward_by_code
from consult.consultations.rules import WayOn
from consult.following.rules import EVERYTHING, Topic
from consult.outcomes.queries.commitments import commitment_by_reference
from consult.web.clock import now
from consult.web.transaction import session

bp = Blueprint("following", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A topic with its name and the page it belongs to."""

    topic: Topic
    name: str
    href: str


def page_of(named: Named) -> str:
    """Return the page on which a topic is told; wards and subjects have none but that of their news."""
    return f"{named.href}/news" if named.topic.kind in {"ward", "subject"} else named.href


def everything() -> Named:
    """Name what is followed by whoever follows everything."""
    return Named(topic=Topic(kind=EVERYTHING), name=_("everything the council asks"), href="/consultations")


def of_consultation(slug: str) -> Named:
    """Name one consultation.

    Raises:
        NotFound: there is none, or nobody may see it yet.
    """
    reading = consultation_for_reading(session(), slug, now=now())
    topic = Topic(kind="consultation", id=reading.id)
    return Named(topic=topic, name=reading.title, href=f"/consultations/{slug}")


def of_commitment(reference: str) -> Named:
    """Name one commitment.

    Raises:
        NotFound: there is none.
    """
    found = commitment_by_reference(session(), reference, public_only=True)
    topic = Topic(kind="commitment", id=found.id)
    return Named(topic=topic, name=found.promise, href=f"/commitments/{reference}")


def of_ward(code: str) -> Named:
    """Name one ward.

    Raises:
        NotFound: there is none.
    """
    found = ward_by_code(session(), code)
    return Named(topic=Topic(kind="ward", id=found.id), name=found.name, href=f"/wards/{found.code}")


def of_subject(slug: str) -> Named:
    """Name one subject.

    Raises:
        NotFound: there is none.
    """
    found = subject_by_slug(session(), slug)
    return Named(topic=Topic(kind="subject", id=found.id), name=found.name, href=f"/subjects/{found.slug}")


def ways_on(session: Session, reading: Reading, now: datetime) -> tuple[WayOn, ...]:
    """Offer news of a consultation on its page."""
    del session, now
    href = f"/consultations/{reading.slug}/news"
    return (WayOn(text=_("Get news by email"), href=href, hint=_("When it closes, and when the council answers.")),)
