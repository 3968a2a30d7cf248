"""Makes what the council says back, decides, promises and publishes, for tests and for the demonstration city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from consult.analysis.models import Theme
from consult.consultations.models import Consultation
from consult.decisions.models import Decision
from consult.decisions.rules import DecisionMade
from consult.demo.makers.decisions import decision_made
from consult.kernel.clock import day_in_london
from consult.outcomes.actions import (
    approve_edition,
    decide_replies,
    make_commitment,
    propose_edition,
    propose_reply,
    publish_edition,
    publish_findings,
    record_progress,
)
from consult.outcomes.models import Commitment, Edition, Findings, Progress, Reply
from consult.outcomes.queries.answering import replies_of
from consult.outcomes.rules import CommitmentProgress, Position, ReplyStage


def make_findings(session: Session, *, consultation: Consultation, by_id: int, now: datetime) -> Findings:
    """Publish the findings of a consultation."""
    return publish_findings(session, consultation=consultation, by_id=by_id, now=now)


def make_reply(
    session: Session,
    *,
    theme: Theme,
    by_id: int,
    now: datetime,
    position: Position = Position.AGREE,
    words: str = "You are right. We will do this before the next school year begins.",
    version: int = 0,
) -> Reply:
    """Propose a reply to a theme."""
    return propose_reply(session, theme=theme, position=position, words=words, version=version, by_id=by_id, now=now)


def make_decided(
    session: Session,
    *,
    consultation: Consultation,
    by_id: int,
    now: datetime,
    made: DecisionMade | None = None,
    replies: Sequence[Reply] | None = None,
) -> Decision:
    """Decide replies: all that are still proposed, unless told which."""
    today = day_in_london(now)
    found = replies_of(session, consultation.id) if replies is None else list(replies)
    open_ones = [reply for reply in found if reply.stage(today=today) is ReplyStage.PROPOSED]
    return decide_replies(
        session,
        consultation=consultation,
        made=made or decision_made(decided_on=today),
        chosen={reply.id: reply.version for reply in open_ones},
        by_id=by_id,
        now=now,
    )


def make_published_edition(
    session: Session,
    *,
    consultation: Consultation,
    by_id: int,
    approved_by_id: int,
    now: datetime,
    what_changed: str = "",
    before_final_reason: str = "",
) -> Edition:
    """Propose an edition, have another approve it, and publish it."""
    edition = propose_edition(
        session,
        consultation=consultation,
        what_changed=what_changed,
        before_final_reason=before_final_reason,
        by_id=by_id,
        now=now,
    )
    approve_edition(session, edition=edition, sha256_seen=edition.sha256, by_id=approved_by_id, now=now)
    return publish_edition(session, edition=edition, by_id=by_id, now=now)


def make_promise(
    session: Session,
    *,
    reply: Reply,
    by_id: int,
    now: datetime,
    promise: str = "Publish a safe walking route for every primary school",
    owner: str = "Head of Highways",
    due_on: date | None = None,
    reference: str = "",
) -> Commitment:
    """Make a commitment because of a reply, due in ninety days unless told otherwise."""
    return make_commitment(
        session,
        reply=reply,
        promise=promise,
        owner=owner,
        due_on=due_on or day_in_london(now) + timedelta(days=90),
        by_id=by_id,
        now=now,
        reference=reference,
    )


def make_progress(
    session: Session,
    *,
    commitment: Commitment,
    by_id: int,
    now: datetime,
    progress: CommitmentProgress = CommitmentProgress.ON_TRACK,
    note: str = "The first ten routes are drawn.",
) -> Progress:
    """Say how a commitment is going."""
    return record_progress(session, commitment=commitment, progress=progress, note=note, by_id=by_id, now=now)
