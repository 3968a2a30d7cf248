"""The blueprint of this room, its scope, and what it offers on a consultation's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, consultation_scope, may
from consult.consultations.models import Consultation
from consult.consultations.rules import HubLink, Stage, Work

bp = Blueprint("gates", __name__)


def scope_of(consultation_id: int, **_others: Any) -> str:
    """The scope in which a right must be held: this consultation."""
    return consultation_scope(consultation_id)


def hub_links(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> tuple[HubLink, ...]:
    """Offer the checks to everyone who may see the draft."""
    del session, stage, now
    if not may(account.grants, Permission.SEE_DRAFTS, scope=consultation_scope(consultation.id)):
        return ()
    href = f"/desk/consultations/{consultation.id}/checks"
    return (
        HubLink(
            text=_("Check it against law and practice"), href=href, hint=_("With the evidence for each"), work=Work.ASK
        ),
    )
