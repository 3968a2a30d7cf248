"""What the page of a consultation offers officers about its responses."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, consultation_scope, may
from consult.consultations.models import Consultation
from consult.consultations.rules import HubLink, Stage, Work

_FROM = frozenset({Stage.OPEN, Stage.CLOSED, Stage.ANALYSED, Stage.ANSWERED})


def hub_links(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> tuple[HubLink, ...]:
    """Offer what this person may do with the responses, from the day it opens."""
    del session, now
    base, scope = f"/desk/consultations/{consultation.id}/responses", consultation_scope(consultation.id)
    offered = (
        (Permission.READ_RESPONSES, _("See who answered"), base, _("By day, group, ward and channel")),
        (Permission.READ_RESPONSES, _("Read responses"), f"{base}/list", ""),
        (
            Permission.KEY_IN_RESPONSES,
            _("Take in a response"),
            f"{base}/ways-in",
            _("From paper, an email, the telephone, a meeting or a petition"),
        ),
        (Permission.IMPORT_RESPONSES, _("Import responses"), f"{base}/imports", _("From a spreadsheet")),
        (Permission.SCREEN_RESPONSES, _("Screen responses"), f"{base}/screening", _("Before they are published")),
    )
    if stage not in _FROM:
        return _before_it_opens(consultation, account, stage)
    closed_to = {Permission.KEY_IN_RESPONSES} if consultation.intake_complete_at else set[Permission]()
    return tuple(
        HubLink(text=text, href=href, hint=hint, work=Work.LISTEN)
        for permission, text, href, hint in offered
        if permission not in closed_to and may(account.grants, permission, scope=scope)
    )


def _before_it_opens(consultation: Consultation, account: Account, stage: Stage) -> tuple[HubLink, ...]:
    """Offer to fix the rules of the intake while nobody can answer yet."""
    scope = consultation_scope(consultation.id)
    if stage is Stage.WITHDRAWN or not may(account.grants, Permission.KEY_IN_RESPONSES, scope=scope):
        return ()
    return (
        HubLink(
            text=_("Fix the rules for what comes on paper"),
            href=f"/desk/consultations/{consultation.id}/responses/rules",
            hint=_("Before people can answer"),
            work=Work.ASK,
        ),
    )
