"""What this room lays on an officer's desk: replies to write, to decide, editions to approve, promises to keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, scopes_of
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.consultations.queries.stages import periods_running, publishing_held_by
from consult.kernel.clock import day_in_london, end_of_day
from consult.outcomes.models import Edition
from consult.outcomes.queries.answering import clock_of
from consult.outcomes.queries.waiting import (
    call_ins_running,
    commitments_due,
    editions_in,
    n_lacking_reply,
    n_to_decide,
    unanswered,
)
from consult.outcomes.rules import EditionState

SOON = timedelta(days=14)
ANSWER_SOON = timedelta(days=28)


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """List what waits for one person in this room."""
    return [
        *_answers(session, account, now),
        *_decisions(session, account, now),
        *_editions(session, account),
        *_held(session, account, now),
        *_commitments(session, account, now),
    ]


def _answers(session: Session, account: Account, now: datetime) -> list[WaitingItem]:
    scopes = scopes_of(account.grants, Permission.PROPOSE_REPLIES)
    owed = unanswered(session, scopes, now=now) if scopes else []
    lacking = n_lacking_reply(session, [each.id for each in owed]) if owed else {}
    items = []
    for consultation in owed:
        n, clock = lacking.get(consultation.id, 0), clock_of(session, consultation)
        due_at = end_of_day(clock.due_on) if clock else None
        if n:
            words = ngettext("%(n)s theme lacks a reply", "%(n)s themes lack a reply", n, n=str(n))
            items.append(_about(words, consultation, due_at=due_at))
        elif due_at and due_at - now < ANSWER_SOON:
            items.append(_about(_("The council’s answer is due"), consultation, due_at=due_at))
    return items


def _decisions(session: Session, account: Account, now: datetime) -> list[WaitingItem]:
    deciding = scopes_of(account.grants, Permission.DECIDE)
    owed = unanswered(session, deciding, now=now) if deciding else []
    waiting = n_to_decide(session, [each.id for each in owed]) if owed else {}
    items = [
        WaitingItem(
            text=ngettext("%(n)s reply waits for your decision", "%(n)s replies wait for your decision", n, n=str(n)),
            href=f"/desk/consultations/{consultation.id}/decisions/new",
            about=title_of(consultation),
            due_at=end_of_day(consultation.decision_expected_on) if consultation.decision_expected_on else None,
        )
        for consultation in owed
        if (n := waiting.get(consultation.id, 0))
    ]
    recording = scopes_of(account.grants, Permission.RECORD_DECISIONS)
    running = call_ins_running(session, recording) if recording else []
    return items + [
        WaitingItem(
            text=_("Record how the call-in ended"),
            href=f"/desk/consultations/{consultation_id}/decisions/{decision.id}",
            about=decision.title,
        )
        for consultation_id, decision in running
    ]


def _editions(session: Session, account: Account) -> list[WaitingItem]:
    items = []
    approving = scopes_of(account.grants, Permission.APPROVE_EDITIONS)
    publishing = scopes_of(account.grants, Permission.PUBLISH_FINDINGS)
    if approving:
        proposed = editions_in(session, approving, [EditionState.PROPOSED])
        items += [
            _edition(_("Approve “You said, we did”"), edition)
            for edition in proposed
            if edition.proposed_by_id != account.id
        ]
    if publishing:
        for edition in editions_in(session, publishing, [EditionState.APPROVED, EditionState.RETURNED]):
            if edition.state is EditionState.APPROVED:
                items.append(_edition(_("Publish “You said, we did”"), edition))
            elif edition.proposed_by_id == account.id:
                items.append(_edition(_("Write “You said, we did” anew: it was returned"), edition))
    return items


def _held(session: Session, account: Account, now: datetime) -> list[WaitingItem]:
    """Ask the monitoring officer about answers that are approved while a pre-election period runs."""
    scopes = scopes_of(account.grants, Permission.ALLOW_IN_PRE_ELECTION_PERIOD)
    if not scopes or not periods_running(session, now=now):
        return []
    return [
        WaitingItem(
            text=_("Say whether this answer may be published before the election"),
            href=f"/desk/consultations/{edition.consultation_id}/allow-publishing",
            about=title_of(edition.consultation),
        )
        for edition in editions_in(session, scopes, [EditionState.APPROVED])
        if publishing_held_by(session, edition.consultation_id, now=now)
    ]


def _commitments(session: Session, account: Account, now: datetime) -> list[WaitingItem]:
    scopes = scopes_of(account.grants, Permission.MANAGE_COMMITMENTS)
    due = commitments_due(session, scopes, by=day_in_london(now + SOON)) if scopes else []
    return [
        WaitingItem(
            text=_("Say how this promise is going: %(promise)s", promise=made.promise),
            href=f"/desk/consultations/{made.consultation_id}/commitments/{made.reference}",
            about=made.owner,
            due_at=end_of_day(made.due_on),
        )
        for made in due
    ]


def _about(text: str, consultation: Consultation, *, due_at: datetime | None) -> WaitingItem:
    href = f"/desk/consultations/{consultation.id}/replies"
    return WaitingItem(text=text, href=href, about=title_of(consultation), due_at=due_at)


def _edition(text: str, edition: Edition) -> WaitingItem:
    href = f"/desk/consultations/{edition.consultation_id}/editions/{edition.id}"
    return WaitingItem(text=text, href=href, about=title_of(edition.consultation))
