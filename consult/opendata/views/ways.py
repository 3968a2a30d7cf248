"""Where the pages of a consultation lead to for its data."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, consultation_scope, may
from consult.consultations.models import Consultation
from consult.consultations.queries import Reading
from consult.consultations.rules import HubLink, Stage, WayOn
from consult.outcomes.queries.editions import edition_numbers

BEFORE_RESPONSES = frozenset({Stage.DRAFT, Stage.AWAITING_APPROVAL, Stage.SCHEDULED})


def hub_links(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> tuple[HubLink, ...]:
    """Where an officer takes the responses out."""
    del session, now
    scope = consultation_scope(consultation.id)
    if stage in BEFORE_RESPONSES or not may(account.grants, Permission.EXPORT, scope=scope):
        return ()
    href = url_for("opendata.export", consultation_id=consultation.id)
    return (HubLink(text=_("Take out the responses"), href=href, hint=_("As CSV or XLSX; you sign in again first")),)


def ways_on(session: Session, reading: Reading, now: datetime) -> tuple[WayOn, ...]:
    """Where anyone finds the data of a consultation that was answered."""
    del now
    if not edition_numbers(session, reading.id):
        return ()
    href = url_for("opendata.data", slug=reading.slug)
    return (WayOn(text=_("The data behind it"), href=href, hint=_("Main points, groups and quotes as files")),)
