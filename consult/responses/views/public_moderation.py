"""How the council decides which words it publishes, and a log of what it decided: numbers and reasons, no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.queries import Reading, consultation_by_id, consultation_for_reading
from consult.consultations.rules import WayOn
from consult.responses.forms.officer.words import PERSONAL
from consult.responses.queries.moderation import ModerationLog, moderation_log
from consult.responses.rules import RefusedFor
from consult.responses.views.public_frame import bp
from consult.responses.wording import REFUSED_FOR
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.fields.validators import Words
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

Kind = TypeVar("Kind", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A line of the log."""

    words: str
    n: int


@dataclass(frozen=True, kw_only=True)
class PolicyPage(Page):
    """What is published, what is not, who decides, and what anyone can do about it."""

    template: ClassVar[str] = "responses/public/moderation.html"

    council: str
    contact: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LogPage(Page):
    """What was decided about the words sent to one consultation."""

    template: ClassVar[str] = "responses/public/moderation_log.html"

    consultation: str
    consultation_href: str
    log: ModerationLog
    hidden: tuple[Counted, ...]
    refused: tuple[Counted, ...]


def ways_on(session: Session, reading: Reading, now: datetime) -> tuple[WayOn, ...]:
    """Lead anyone from a consultation to the log of what was published of it."""
    del session, now
    href = f"/consultations/{reading.slug}/moderation"
    return (WayOn(text=_("What was published, and what not"), href=href, hint=_("How many texts, and why.")),)


@bp.get("/moderation")
@public
@kept
def policy() -> AnyResponse:
    """Show how it is decided what is published."""
    settings = current_settings()
    return PolicyPage(
        title=_("What we publish of what you send"),
        council=settings.council_name,
        contact=settings.council_contact,
        reasons=tuple(str(words) for kind, words in REFUSED_FOR.items() if kind is not RefusedFor.CONCERN),
    ).answer()


@bp.get("/consultations/<slug>/moderation")
@public
@kept
def moderation(slug: str) -> AnyResponse:
    """Show what was decided about the words sent to one consultation."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    log = moderation_log(session(), consultation=consultation_by_id(session(), reading.id))
    return LogPage(
        title=_("What was published, and what not"),
        consultation=reading.title,
        consultation_href=f"/consultations/{slug}",
        log=log,
        hidden=_counted({kind.value: n for kind, n in log.hidden.items()}, PERSONAL),
        refused=_counted(log.refused, REFUSED_FOR),
    ).answer()


def _counted(counts: Mapping[Kind, int], words: Mapping[Kind, Words]) -> tuple[Counted, ...]:
    lines = [Counted(words=str(words[kind]), n=n) for kind, n in counts.items()]
    return tuple(sorted(lines, key=lambda line: -line.n))
