"""What consultations lay on a person's desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, consultation_scope, may
from consult.consultations.models import Consultation
from consult.consultations.queries import author_ids, clarifications_waiting, stages_at, title_of
from consult.consultations.queries.lists import unfinished_consultations
from consult.consultations.rules import Stage
from consult.documents.queries.uploads import upload_in_hand
from consult.documents.rules import UploadState


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """Return what consultations ask of this person."""
    consultations = unfinished_consultations(session)
    stages = stages_at(session, consultations, now=now)
    items = [
        item
        for consultation in consultations
        for item in _items(session, consultation, account, stages[consultation.id], now)
    ]
    return [*items, *_clarifications(session, consultations, stages, account)]


def _items(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> list[WaitingItem]:
    wrote = consultation.created_by_id == account.id
    opens_at = consultation.opens_at
    if stage is Stage.DRAFT and wrote and _may(account, Permission.WRITE_CONSULTATIONS, consultation):
        was_returned = bool(consultation.approvals)
        text = _("Change what the approver asked for") if was_returned else _("Finish your draft")
        return [_item(text, consultation, "hub"), *_upload(session, consultation, account)]
    if stage is Stage.DRAFT and _may(account, Permission.WRITE_CONSULTATIONS, consultation):
        return _upload(session, consultation, account)
    is_approver = _may(account, Permission.APPROVE_CONSULTATIONS, consultation)
    if stage is Stage.AWAITING_APPROVAL and is_approver and account.id not in author_ids(session, consultation):
        return [_item(_("Approve or return"), consultation, "judge", due_at=opens_at)]
    is_late = stage is Stage.SCHEDULED and opens_at is not None and opens_at <= now
    if is_late and _may(account, Permission.ALLOW_IN_PRE_ELECTION_PERIOD, consultation):
        return [_item(_("Say whether it may open before the election"), consultation, "allow", due_at=opens_at)]
    return []


def _upload(session: Session, consultation: Consultation, account: Account) -> list[WaitingItem]:
    """Lay what someone uploaded on their own desk, whoever began the draft."""
    upload = upload_in_hand(session, about=consultation_scope(consultation.id))
    if upload is None or upload.state is not UploadState.READY or upload.created_by != account.actor:
        return []
    return [_item(_("Look over the document that was read from your file"), consultation, "review_document")]


def _clarifications(
    session: Session, consultations: Sequence[Consultation], stages: dict[int, Stage], account: Account
) -> list[WaitingItem]:
    answered_by = {
        each.id: each
        for each in consultations
        if stages[each.id] is Stage.OPEN and _may(account, Permission.ANSWER_CLARIFICATIONS, each)
    }
    counts: dict[int, int] = {}
    for asked in clarifications_waiting(session, list(answered_by)):
        counts[asked.consultation_id] = counts.get(asked.consultation_id, 0) + 1
    return [
        _item(
            ngettext("Answer %(num)s clarification question", "Answer %(num)s clarification questions", count),
            answered_by[consultation_id],
            "clarifications",
            due_at=answered_by[consultation_id].closes_at,
        )
        for consultation_id, count in counts.items()
    ]


def _item(text: str, consultation: Consultation, page: str, *, due_at: datetime | None = None) -> WaitingItem:
    href = url_for(f"consultations.{page}", consultation_id=consultation.id)
    return WaitingItem(text=text, href=href, about=title_of(consultation), due_at=due_at)


def _may(account: Account, permission: Permission, consultation: Consultation) -> bool:
    return may(account.grants, permission, scope=consultation_scope(consultation.id))
