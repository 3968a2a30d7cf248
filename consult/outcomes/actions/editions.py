"""Takes an edition of "you said, we did" from proposal through another's approval to publication."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.actions import mark_answered
from consult.consultations.models import Consultation
from consult.consultations.queries.stages import publishing_held_by
from consult.jobs.actions import enqueue
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.freezing import from_json, to_json
from consult.outcomes.canonical import sha256_of
from consult.outcomes.drift import what_drifted
from consult.outcomes.frozen import EditionBody
from consult.outcomes.models import Edition
from consult.outcomes.queries.answering import edition_gates
from consult.outcomes.queries.counting import quote_candidates
from consult.outcomes.queries.editions import unpublished_edition, you_said_we_did
from consult.outcomes.rules import EDITION_MACHINE, EditionState, Gate


def propose_edition(
    session: Session,
    *,
    consultation: Consultation,
    what_changed: str = "",
    before_final_reason: str = "",
    by_id: int,
    now: datetime,
) -> Edition:
    """Freeze what the page will say and hand it to someone else for approval; a returned one is written anew.

    Raises:
        Refused: something is still missing, or another edition waits already.
        Invalid: a correction does not say what changed.
    """
    require_open_gates(session, consultation, before_final_reason=before_final_reason, now=now)
    edition = _edition_to_write(session, consultation, by_id=by_id, now=now)
    if edition.number > 1 and not what_changed.strip():
        raise Invalid("Say what changed since the edition before, so that people need not search for it.")
    edition.what_changed, edition.before_final_reason = what_changed.strip(), before_final_reason.strip()
    body = to_json(
        you_said_we_did(
            session,
            consultation,
            number=edition.number,
            what_changed=edition.what_changed,
            before_final_reason=edition.before_final_reason,
            now=now,
        )
    )
    edition.body, edition.sha256 = body, sha256_of(body)
    session.add(edition)
    session.flush()  # the audit event names the edition
    _note(session, edition, Happening.EDITION_PROPOSED, by_id=by_id, now=now)
    return edition


def approve_edition(session: Session, *, edition: Edition, sha256_seen: str, by_id: int, now: datetime) -> Edition:
    """Approve an edition as someone who did not write it.

    Raises:
        Refused: its author cannot approve it, or it does not wait for approval.
        Stale: it was written anew after the approver read it.
    """
    if edition.proposed_by_id == by_id:
        raise Refused("You wrote this edition, so someone else has to approve it.")
    if edition.sha256 != sha256_seen:
        raise Stale("This edition was written anew after you opened it. Read it again, then approve it.")
    edition.state = EDITION_MACHINE.after(edition.state, "approve")
    edition.approved_by_id, edition.approved_at = by_id, now
    _note(session, edition, Happening.EDITION_APPROVED, by_id=by_id, now=now)
    return edition


def return_edition(session: Session, *, edition: Edition, reason: str, by_id: int, now: datetime) -> Edition:
    """Send an edition back to its author with the reason.

    Raises:
        Refused: it is published, or was returned already.
        Invalid: no reason was given.
    """
    if not reason.strip():
        raise Invalid("Say what has to change, so that the author knows what to do.")
    edition.state = EDITION_MACHINE.after(edition.state, "return")
    edition.returned_reason = reason.strip()
    edition.approved_by_id = edition.approved_at = None
    _note(session, edition, Happening.EDITION_RETURNED, by_id=by_id, now=now, reason=reason.strip()[:500])
    return edition


def publish_edition(session: Session, *, edition: Edition, by_id: int, now: datetime) -> Edition:
    """Publish an approved edition exactly as it was approved, and tell those who asked for the outcome.

    Raises:
        Refused: it is not approved, what it says has stopped being true, or it waits for the monitoring officer.
    """
    published = EDITION_MACHINE.after(edition.state, "publish")
    consultation = edition.consultation
    _require_no_election(session, consultation, now=now)
    require_open_gates(session, consultation, before_final_reason=edition.before_final_reason, now=now)
    _require_still_true(session, edition, now=now)
    edition.state, edition.published_at = published, now
    digest = edition.sha256
    _note(session, edition, Happening.EDITION_PUBLISHED, by_id=by_id, now=now, digest=digest)
    if consultation.answered_at is None:
        mark_answered(session, consultation=consultation, edition=edition.number, actor=f"account:{by_id}", now=now)
    enqueue(
        session,
        "outcomes.tell_respondents",
        key=f"outcomes.tell_respondents:{edition.id}",
        args={"edition_id": edition.id},
        now=now,
    )
    return edition


def require_open_gates(
    session: Session, consultation: Consultation, *, before_final_reason: str = "", now: datetime
) -> None:
    """Refuse an edition while something is missing.

    Raises:
        Refused: with every sentence that says what to do.
    """
    closed = edition_gates(session, consultation, now=now)
    if before_final_reason.strip():
        closed.pop(Gate.NOT_FINAL, None)
    if closed:
        raise Refused(" ".join(closed.values()))


def _require_no_election(session: Session, consultation: Consultation, *, now: datetime) -> None:
    """Refuse to publish in a pre-election period, until the monitoring officer allows it."""
    held = publishing_held_by(session, consultation.id, now=now)
    if held:
        names = " and ".join(f"“{period.name}”" for period in held)
        raise Refused(f"The pre-election period {names} runs. This waits for the monitoring officer.")


def _edition_to_write(session: Session, consultation: Consultation, *, by_id: int, now: datetime) -> Edition:
    waiting = unpublished_edition(session, consultation.id)
    if waiting is None:
        last = session.scalar(select(func.max(Edition.number)).where(Edition.consultation_id == consultation.id))
        number = (last or 0) + 1
        return Edition(
            consultation_id=consultation.id,
            consultation=consultation,
            number=number,
            state=EditionState.PROPOSED,
            proposed_by_id=by_id,
            proposed_at=now,
        )
    if waiting.state is not EditionState.RETURNED:
        raise Refused("An edition is already waiting. Publish it or return it first.")
    waiting.state = EDITION_MACHINE.after(waiting.state, "revise")
    waiting.proposed_by_id, waiting.proposed_at = by_id, now
    return waiting


def _require_still_true(session: Session, edition: Edition, *, now: datetime) -> None:
    today = you_said_we_did(session, edition.consultation, number=edition.number, now=now)
    permitted = quote_candidates(session, edition.consultation_id, looked_at=None)
    drifted = what_drifted(from_json(EditionBody, edition.body), today, permitted=permitted)
    if drifted:
        raise Refused(
            f"Since this edition was written, {' and '.join(drifted)} changed. "
            "Return it, and let its author write it anew."
        )


def _note(
    session: Session, edition: Edition, happening: Happening, *, by_id: int, now: datetime, **facts: object
) -> None:
    session.flush()
    record(
        session,
        happening,
        stream=f"consultation:{edition.consultation_id}",
        subject=f"edition:{edition.id}",
        actor=f"account:{by_id}",
        at=now,
        edition_id=edition.id,
        number=edition.number,
        **facts,
    )
