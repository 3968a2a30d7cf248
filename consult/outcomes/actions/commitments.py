"""Makes commitments because of a theme and records how they go."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid
from consult.kernel.references import draw_reference
from consult.outcomes.models import Commitment, Progress, Reply
from consult.outcomes.rules import CommitmentProgress, require_note


def make_commitment(
    session: Session,
    *,
    reply: Reply,
    promise: str,
    owner: str,
    due_on: date,
    by_id: int,
    now: datetime,
    reference: str = "",
) -> Commitment:
    """Promise to do something because of a theme; ``reference`` is drawn unless one is handed over.

    Raises:
        Invalid: the promise, its owner or a day that is still to come is missing.
    """
    if not promise.strip() or not owner.strip():
        raise Invalid("Say what the council will do and who is responsible for it.")
    if due_on < day_in_london(now):
        raise Invalid("Choose a day that is still to come, so that the promise can be kept.")
    commitment = Commitment(
        reference=reference or draw_reference(),
        reply_id=reply.id,
        reply=reply,
        consultation_id=reply.theme.codebook.consultation_id,
        promise=promise.strip(),
        owner=owner.strip(),
        due_on=due_on,
        made_by_id=by_id,
        made_at=now,
    )
    session.add(commitment)
    session.flush()  # the audit event names the commitment
    record(
        session,
        Happening.COMMITMENT_MADE,
        stream=f"consultation:{commitment.consultation_id}",
        subject=f"commitment:{commitment.id}",
        actor=f"account:{by_id}",
        at=now,
        commitment_id=commitment.id,
        theme_id=reply.theme_id,
        due_on=due_on,
        owner=commitment.owner[:200],
    )
    return commitment


def record_progress(
    session: Session,
    *,
    commitment: Commitment,
    progress: CommitmentProgress,
    note: str = "",
    by_id: int,
    now: datetime,
) -> Progress:
    """Say how a commitment is going; what was said before stays readable.

    Raises:
        Invalid: done, delayed or dropped without a word of explanation.
    """
    require_note(progress, note)
    before = commitment.latest
    said = Progress(
        commitment_id=commitment.id, progress=progress, note=note.strip(), by_id=by_id, at=now, commitment=commitment
    )
    session.add(said)
    session.flush()  # the audit event names the note
    record(
        session,
        Happening.PROGRESS_RECORDED,
        stream=f"consultation:{commitment.consultation_id}",
        subject=f"commitment:{commitment.id}",
        actor=f"account:{by_id}",
        at=now,
        commitment_id=commitment.id,
        progress_id=said.id,
        state=progress,
        old=before,
    )
    return said
