"""Keep something from being erased while a request, a complaint or a court may need it, and let it go again."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_text
from consult.responses.models import Hold, Response
from consult.responses.privacy import HoldKind


def place_hold(
    session: Session,
    *,
    consultation: Consultation,
    response: Response | None,
    kind: HoldKind,
    reason: str,
    by_id: int,
    now: datetime,
) -> Hold:
    """Pause every erasure of a consultation, or of one response of it.

    Raises:
        Invalid: there is no reason, or the response belongs to another consultation.
    """
    why = clean_text(reason)
    if not why:
        raise Invalid("Say why this may not be erased, with the reference of the request or case.")
    if response is not None and response.consultation_id != consultation.id:
        raise Invalid("This response belongs to another consultation.")
    hold = Hold(
        consultation_id=consultation.id,
        response_id=response.id if response else None,
        kind=kind,
        reason=why,
        placed_by_id=by_id,
        placed_at=now,
    )
    session.add(hold)
    session.flush()
    facts = {"kind": kind, "response_id": hold.response_id}
    _note(session, Happening.HOLD_PLACED, hold, by_id=by_id, now=now, **facts)
    return hold


def lift_hold(session: Session, *, hold: Hold, reason: str, by_id: int, now: datetime) -> Hold:
    """Let erasures go on; what is due by then is due at once.

    Raises:
        Invalid: there is no reason.
        Refused: it was lifted already.
    """
    why = clean_text(reason)
    if not why:
        raise Invalid("Say why the hold ends.")
    if hold.lifted_at is not None:
        raise Refused("This hold was lifted already.")
    hold.lifted_because, hold.lifted_by_id, hold.lifted_at = why, by_id, now
    session.flush()
    _note(session, Happening.HOLD_LIFTED, hold, by_id=by_id, now=now, reason=why[:2000])
    return hold


def _note(session: Session, happening: Happening, hold: Hold, *, by_id: int, now: datetime, **facts: object) -> None:
    stream = f"consultation:{hold.consultation_id}"
    record(session, happening, stream=stream, subject=f"hold:{hold.id}", actor=f"account:{by_id}", at=now,
           hold_id=hold.id, **facts)  # fmt: skip
