"""The ways to this room's pages from a consultation's own: for officers, and for anyone."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, consultation_scope, may
from consult.consultations.models import Consultation
from consult.consultations.queries import Reading, consultation_by_id
from consult.consultations.rules import HubLink, Stage, WayOn, Work
from consult.outcomes.queries.answering import clock_of
from consult.outcomes.queries.editions import findings_numbers
from consult.outcomes.queries.published import are_responses_shown
from consult.outcomes.views.officer_overview import clock_shown
from consult.web.filters import london_day

HEARD = frozenset({Stage.CLOSED, Stage.ANALYSED, Stage.ANSWERED})


def hub_links(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> tuple[HubLink, ...]:
    """Lead officers to the council's answer, once people have been heard."""
    scope = consultation_scope(consultation.id)
    if stage not in HEARD or not may(account.grants, Permission.SEE_DRAFTS, scope=scope):
        return ()
    clock = clock_shown(clock_of(session, consultation), consultation.id, now=now)
    href = f"/desk/consultations/{consultation.id}/replies"
    text = _("The council’s answer: findings, replies, decision, “You said, we did”")
    links = [HubLink(text=text, href=href, hint=clock.lead if clock else "", work=Work.ANSWER)]
    if may(account.grants, Permission.PUBLISH_FINDINGS, scope=scope):
        published = f"/desk/consultations/{consultation.id}/published-responses"
        links.append(HubLink(text=_("Publish what people wrote"), href=published, work=Work.ANSWER))
    return tuple(links)


def ways_on(session: Session, reading: Reading, now: datetime) -> tuple[WayOn, ...]:
    """Lead anyone to what people said and to what the council says, or tell when that comes."""
    if reading.stage not in HEARD:
        return ()
    base = f"/consultations/{reading.slug}"
    ways = []
    if reading.answered_at is not None:
        hint = _("The main points, what the council says to each, and what it promised.")
        ways.append(WayOn(text=_("You said, we did"), href=f"{base}/you-said-we-did", hint=hint, is_main=True))
    if findings_numbers(session, reading.id):
        hint = _("The main points with their numbers, before anything was decided.")
        ways.append(WayOn(text=_("What people said"), href=f"{base}/findings", hint=hint, is_main=True))
    if are_responses_shown(session, reading.id):
        hint = _("Read and search what people wrote, as far as they let us publish it.")
        ways.append(WayOn(text=_("Responses in people’s own words"), href=f"{base}/responses", hint=hint))
    if reading.answered_at is None:
        ways.append(
            WayOn(
                text=_("The council’s answer"),
                href=f"{base}/you-said-we-did",
                hint=_due(session, reading, now),
                is_main=True,
            )
        )
    return tuple(ways)


def _due(session: Session, reading: Reading, now: datetime) -> str:
    clock = clock_of(session, consultation_by_id(session, reading.id))
    if clock is None:
        return ""
    if clock.is_late(now=now):
        return _("It was due by %(day)s. It is late.", day=london_day(clock.due_on))
    return _("It is due by %(day)s.", day=london_day(clock.due_on))
