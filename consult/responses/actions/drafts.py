"""Unsent responses, kept on the server: begun, saved at every step, come back to, and forgotten in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.consultations.models import Consultation
from consult.kernel.references import draw_token, hash_code
from consult.responses.models import Draft, Response
from consult.responses.receipts import draft_code_of, key_hash
from consult.responses.rules import DRAFT_KEPT_FOR, LONGEST_DRAFT, Invited, OnBehalfOf, TooLong

MODE = "mode"
FIELDS = "fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunDraft:
    """A new draft and the key that the browser keeps; only the key's hash is stored."""

    draft: Draft
    key: str


def begin_draft(
    session: Session,
    *,
    consultation: Consultation,
    now: datetime,
    mode: str = "",
    fields: Mapping[str, Sequence[str]] | None = None,
    changes: Response | None = None,
) -> BegunDraft:
    """Begin an unsent response, or the change of one that was sent.

    Args:
        session: one that may write.
        consultation: the one it answers.
        now: when the form was first shown; decides about the grace.
        mode: how questions are shown; the pages know what it means.
        fields: what is filled in already, by the names of the form.
        changes: the response that it will change.
    """
    key, submission_key = draw_token(), draw_token()
    draft = Draft(
        consultation_id=consultation.id,
        key_hash=key_hash(key),
        code_hash=hash_code(draft_code_of(submission_key)),
        submission_key=submission_key,
        body={MODE: mode, FIELDS: {name: list(values) for name, values in (fields or {}).items()}},
        created_at=now,
        saved_at=now,
        expires_at=now + DRAFT_KEPT_FOR,
        response_id=changes.id if changes else None,
        changes_revision=changes.revision if changes else None,
    )
    session.add(draft)
    session.flush()
    return BegunDraft(draft=draft, key=key)


def save_draft(
    session: Session,
    *,
    draft: Draft,
    fields: Mapping[str, Sequence[str]],
    now: datetime,
    mode: str | None = None,
) -> Draft:
    """Keep what was typed, right or wrong; fields of other steps stay as they are.

    Raises:
        TooLong: all of it together is more than a draft may hold.
    """
    kept = dict(draft.body.get(FIELDS, {}))
    kept.update({name: list(values) for name, values in fields.items()})
    kept = {name: values for name, values in kept.items() if any(values)}
    size = sum(len(value) for values in kept.values() for value in values)
    if size > LONGEST_DRAFT:
        raise TooLong(
            f"Your answers together have {size:,} characters and we can keep {LONGEST_DRAFT:,}. Shorten them, or send "
            "the long version by email. Your words are still on this page."
        )
    draft.body = {MODE: draft.body.get(MODE, "") if mode is None else mode, FIELDS: kept}
    draft.version += 1
    draft.saved_at, draft.expires_at = now, now + DRAFT_KEPT_FOR
    session.flush()
    return draft


def note_invitation(session: Session, *, draft: Draft, invited: Invited, now: datetime) -> Draft:
    """Note by whose link someone answers, and fill in for whom, where they have not said it themselves."""
    filled = {"behalf": [OnBehalfOf.ORGANISATION.value], "organisation": [invited.name]}
    typed = draft.body.get(FIELDS, {})
    draft.invited_by = invited.handle
    return save_draft(session, draft=draft, fields={} if "organisation" in typed else filled, now=now)


def mark_sent(session: Session, *, draft: Draft, response: Response, now: datetime) -> Draft:
    """Note that a draft was sent: its words go, and what is left only leads back to the receipt."""
    draft.body = {}
    draft.submission_key = key_hash(draft.submission_key)
    draft.code_hash = None
    draft.response_id = response.id
    draft.sent_at = now
    session.flush()
    return draft


def forget_old_drafts(session: Session, *, now: datetime) -> int:
    """Delete the drafts that nobody came back to, and say how many."""
    n_old = session.scalar(select(func.count()).select_from(Draft).where(Draft.expires_at <= now)) or 0
    if n_old:
        session.execute(delete(Draft).where(Draft.expires_at <= now))
        record(
            session, Happening.DRAFTS_DELETED, stream="drafts", subject="drafts:old", actor=SYSTEM, at=now, count=n_old
        )
    return n_old
