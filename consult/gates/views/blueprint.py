"""The blueprint of this room, its scope, and what it offers on a consultation's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, consultation_scope, may
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.consultations.rules import HubLink, Stage, Work
from consult.gates.queries import shut_at_closing

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
            text=_("Check it against law and practice"),
            href=href,
            hint=_("With the evidence for each, and as a compliance pack"),
            work=Work.ASK,
        ),
    )


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """Ask for what is not done a week before the close, while there is time."""
    return [
        WaitingItem(
            text=ngettext(
                "%(num)s check is not met, and it closes soon", "%(num)s checks are not met, and it closes soon", n_shut
            ),
            href=f"/desk/consultations/{consultation.id}/checks",
            about=title_of(consultation),
            due_at=consultation.closes_at,
        )
        for consultation, n_shut in shut_at_closing(session, now=now)
        if may(account.grants, Permission.KEEP_RECORD, scope=consultation_scope(consultation.id))
    ]
