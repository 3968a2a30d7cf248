"""What this room lays on an officer's desk, and on a consultation's page: themes to confirm, responses to analyse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import EVERYWHERE, Permission, WaitingItem, consultation_scope, may, scopes_of
from consult.analysis.queries.overview import unconfirmed
from consult.consultations.models import Consultation
from consult.consultations.rules import HubLink, Stage, Work

_FROM = (Stage.OPEN, Stage.CLOSED, Stage.ANALYSED, Stage.ANSWERED)


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """List the themes that wait for one person's confirmation."""
    del now
    scopes = scopes_of(account.grants, Permission.ANALYSE)
    if not scopes:
        return []
    return [
        WaitingItem(
            text=ngettext("%(num)s theme waits to be confirmed", "%(num)s themes wait to be confirmed", each.n),
            href=f"/desk/consultations/{each.consultation_id}/analysis",
            about=each.title,
        )
        for each in unconfirmed(session)
        if EVERYWHERE in scopes or consultation_scope(each.consultation_id) in scopes
    ]


def hub_links(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> tuple[HubLink, ...]:
    """Offer the analysis on the page of a consultation that people can answer or have answered."""
    del session, now
    scope = consultation_scope(consultation.id)
    if stage not in _FROM or not may(account.grants, Permission.ANALYSE, scope=scope):
        return ()
    return (
        HubLink(
            text=_("Analyse the responses"),
            href=f"/desk/consultations/{consultation.id}/analysis",
            hint=_("Find themes, correct them, confirm them"),
            work=Work.UNDERSTAND,
        ),
    )
