"""What of the responses waits on an officer's desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import EVERYWHERE, Permission, WaitingItem, consultation_scope, scopes_of
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.responses.actions.retention import due_for_erasure
from consult.responses.queries.concerns import concerns_in
from consult.responses.queries.holds import requests_waiting
from consult.responses.queries.waiting import consultations_to_look_after, count_texts_to_screen
from consult.responses.screening import READ_CONCERNS_WITHIN
from consult.responses.views.officer.blueprint import address
from consult.web.site import current_settings


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """The texts to be read, and the intakes to be marked complete, in consultations that this person may work on."""
    items = [*_concerns(session, account), *_personal_data(session, account, now)]
    for consultation in consultations_to_look_after(session, now=now):
        if _may(account, Permission.SCREEN_RESPONSES, consultation):
            items += _texts(session, consultation)
        is_open_after_close = consultation.intake_complete_at is None and _is_closed(consultation, now)
        if is_open_after_close and _may(account, Permission.KEY_IN_RESPONSES, consultation):
            items.append(
                WaitingItem(
                    text=_("Say whether all paper and other responses are in"),
                    href=address("overview", consultation),
                    about=title_of(consultation),
                )
            )
    return items


def _concerns(session: Session, account: Account) -> list[WaitingItem]:
    if EVERYWHERE not in scopes_of(account.grants, Permission.READ_CONCERNS):
        return []
    return [
        WaitingItem(
            text=_("Read now: somebody may be at risk"),
            href=f"/desk/safeguarding/{concern.id}",
            due_at=concern.raised_at + READ_CONCERNS_WITHIN,
        )
        for concern in concerns_in(session)
        if concern.closed_at is None
    ]


def _personal_data(session: Session, account: Account, now: datetime) -> list[WaitingItem]:
    if EVERYWHERE not in scopes_of(account.grants, Permission.KEEP_PRIVACY):
        return []
    n_asked, items = len(requests_waiting(session)), []
    if n_asked:
        words = ngettext(
            "Decide about %(num)s request for erasure", "Decide about %(num)s requests for erasure", n_asked
        )
        items.append(WaitingItem(text=words, href="/desk/privacy"))
    months = current_settings().retention_months
    if any(not due.is_held for due in due_for_erasure(session, longest_months=months, now=now)):
        items.append(WaitingItem(text=_("Erase personal data whose time is over"), href="/desk/privacy"))
    return items


def _texts(session: Session, consultation: Consultation) -> list[WaitingItem]:
    n = count_texts_to_screen(session, consultation=consultation)
    if not n:
        return []
    words = ngettext("Read %(num)s text before it is published", "Read %(num)s texts before they are published", n)
    return [WaitingItem(text=words, href=address("screening", consultation), about=title_of(consultation))]


def _may(account: Account, permission: Permission, consultation: Consultation) -> bool:
    scopes = scopes_of(account.grants, permission)
    return EVERYWHERE in scopes or consultation_scope(consultation.id) in scopes


def _is_closed(consultation: Consultation, now: datetime) -> bool:
    return consultation.closes_at is not None and now >= consultation.closes_at
