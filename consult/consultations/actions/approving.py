"""Approval: a draft is sent to someone who is not its author, who approves it or returns it with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.rules import SYSTEM, Happening
from consult.consultations.actions.changing import note, require_act, require_seen
from consult.consultations.models import Approval, Consultation
from consult.consultations.queries.drafts import author_ids, draft_facts
from consult.consultations.rules import ApprovalVerdict, missing_parts
from consult.documents.actions import publish_version
from consult.documents.models import DocumentVersion
from consult.documents.rules import VersionState
from consult.kernel.errors import Invalid, NotAllowed, Refused
from consult.kernel.words import clean_text


def submit_for_approval(
    session: Session, *, consultation: Consultation, by_id: int, now: datetime, version_seen: int | None = None
) -> Consultation:
    """Send a draft to the approvers.

    Raises:
        Refused: a required part is missing, or the opening time has passed.
    """
    require_act(session, consultation, "submit_for_approval", now=now)
    require_seen(consultation, version_seen)
    if missing_parts(draft_facts(session, consultation)):
        raise Refused("Some parts are not finished. The list of parts shows which.")
    _require_future_opening(consultation, now=now)
    consultation.submitted_at, consultation.submitted_by_id = now, by_id
    session.flush()
    version = consultation.version
    note(session, Happening.CONSULTATION_SUBMITTED, consultation, actor=f"account:{by_id}", now=now, version=version)
    return consultation


def approve(
    session: Session, *, consultation: Consultation, by_id: int, now: datetime, version_seen: int | None = None
) -> Approval:
    """Approve a draft; it then opens by itself, and its document never changes again.

    Raises:
        NotAllowed: the approver wrote some of it.
        Refused: it does not wait for approval, or the opening time has passed.
    """
    require_act(session, consultation, "approve", now=now)
    require_seen(consultation, version_seen)
    if by_id in author_ids(session, consultation):
        raise NotAllowed("You wrote some of this, so someone else must approve it.")
    _require_future_opening(consultation, now=now)
    approval = _judge(session, consultation, ApprovalVerdict.APPROVED, by_id=by_id, now=now)
    consultation.approved_at = now
    _publish_document(session, consultation, actor=f"account:{by_id}", now=now)
    session.flush()
    note(
        session,
        Happening.CONSULTATION_APPROVED,
        consultation,
        actor=f"account:{by_id}",
        now=now,
        version=consultation.version,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
    )
    return approval


def return_draft(session: Session, *, consultation: Consultation, reason: str, by_id: int, now: datetime) -> Approval:
    """Send a draft back to its author with the reason.

    Raises:
        Invalid: there is no reason.
    """
    require_act(session, consultation, "return", now=now)
    why = clean_text(reason)
    if not why:
        raise Invalid("Say what should be changed.")
    approval = _judge(session, consultation, ApprovalVerdict.RETURNED, by_id=by_id, now=now, reason=why)
    consultation.submitted_at = consultation.submitted_by_id = None
    session.flush()
    actor = f"account:{by_id}"
    note(session, Happening.CONSULTATION_RETURNED, consultation, actor=actor, now=now, reason=why[:2000])
    return approval


def take_back(session: Session, *, consultation: Consultation, actor: str, now: datetime) -> Consultation:
    """Make a draft of it again, before it has opened; it then needs a new approval."""
    stage = require_act(session, consultation, "take_back", now=now)
    consultation.submitted_at = consultation.submitted_by_id = consultation.approved_at = None
    consultation.version += 1
    session.flush()
    version = consultation.version
    note(session, Happening.CONSULTATION_TAKEN_BACK, consultation, actor=actor, now=now, stage=stage, version=version)
    return consultation


def lapse_approval(session: Session, *, consultation: Consultation, reason: str, now: datetime) -> Consultation:
    """Let it wait for an approver again, because what was true when it was approved is not true any more.

    Its document stays published and nothing of it changes; only the word of an approver is asked for anew.
    """
    require_act(session, consultation, "lapse", now=now)
    consultation.approved_at = None
    session.flush()
    version = consultation.version
    note(session, Happening.APPROVAL_LAPSED, consultation, actor=SYSTEM, now=now, reason=reason[:2000], version=version)
    return consultation


def _judge(
    session: Session,
    consultation: Consultation,
    verdict: ApprovalVerdict,
    *,
    by_id: int,
    now: datetime,
    reason: str = "",
) -> Approval:
    approval = Approval(version=consultation.version, verdict=verdict, reason=reason, by_id=by_id, at=now)
    consultation.approvals.append(approval)
    session.flush()
    return approval


def _publish_document(session: Session, consultation: Consultation, *, actor: str, now: datetime) -> None:
    if consultation.document_version_id is None:
        return
    version = session.get_one(DocumentVersion, consultation.document_version_id)
    if version.state is VersionState.DRAFT:
        publish_version(session, version=version, by=actor, now=now)


def _require_future_opening(consultation: Consultation, *, now: datetime) -> None:
    if consultation.opens_at is not None and consultation.opens_at <= now:
        raise Refused("The opening time has passed. Set new dates first.")
