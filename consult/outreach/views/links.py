"""What the record offers on a consultation's page, and what it lays on an officer's desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, consultation_scope, may
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.consultations.rules import HubLink, Stage, Work
from consult.kernel.clock import end_of_day
from consult.outreach.queries.helping import help_owed
from consult.outreach.queries.record import record_as_it_stands
from consult.outreach.queries.waiting import required_not_asked
from consult.outreach.rules import ConsultationKind


def hub_links(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> tuple[HubLink, ...]:
    """Offer the record to those who keep it, from the first draft on."""
    del session, stage, now
    if not may(account.grants, Permission.KEEP_RECORD, scope=consultation_scope(consultation.id)):
        return ()
    href = f"/desk/consultations/{consultation.id}/record"
    return (
        HubLink(
            text=_("Keep the record of who is asked"), href=href, hint=_("Consultees, contacts, reach"), work=Work.ASK
        ),
    )


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """Ask for what the law asks for, while there is still time: required consultees that nobody has contacted."""
    owed = [
        WaitingItem(
            text=ngettext(
                "Help %(num)s person who needs another way to answer",
                "Help %(num)s people who need another way to answer",
                n,
            ),
            href=f"/desk/consultations/{consultation.id}/record/help",
            about=title_of(consultation),
            due_at=end_of_day(due_on),
        )
        for consultation, n, due_on in help_owed(session, now=now)
        if may(account.grants, Permission.KEEP_RECORD, scope=consultation_scope(consultation.id))
    ]
    return owed + [
        WaitingItem(
            text=ngettext(
                "Contact %(num)s consultee that the law asks for",
                "Contact %(num)s consultees that the law asks for",
                n,
            ),
            href=f"/desk/consultations/{consultation.id}/record",
            about=title_of(consultation),
            due_at=consultation.closes_at,
        )
        for consultation, n in required_not_asked(session, now=now)
        if may(account.grants, Permission.KEEP_RECORD, scope=consultation_scope(consultation.id))
    ]


def why_no_late_exception(session: Session, consultation_id: int) -> str:
    """Say why a late response can never count as in time here; nothing where an officer may make an exception."""
    if record_as_it_stands(session, consultation_id).kind is not ConsultationKind.SCHOOL_ORGANISATION:
        return ""
    return _(
        "The law gives four weeks for this. Leave this empty: "
        "it is kept and read, and not counted as a statutory objection."
    )
