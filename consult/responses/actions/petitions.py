"""Take in a petition as one response, and write down how many of its signatures were checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_line, clean_text
from consult.responses.actions.importing import noon_in_london, require_open_intake
from consult.responses.actions.submit import submit_response
from consult.responses.models import Petition
from consult.responses.rules import Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionValues:
    """What a petition has beside its words."""

    title: str
    organiser: str
    n_claimed: int

    def __post_init__(self) -> None:
        if not self.title.strip() or self.n_claimed < 1:
            raise Invalid("Say what the petition is called and how many signatures it claims.")


def add_petition(
    session: Session, *, consultation: Consultation, submitted: Submitted, values: PetitionValues, now: datetime
) -> Petition:
    """Send a petition through the one door: it is one response, however many signed it; the same key is the same one.

    Raises:
        Refused: the intake is complete.
    """
    require_open_intake(consultation)
    received_on = submitted.received_on
    if received_on is None:
        raise Invalid("Enter the day on which the council received it.")
    response = submit_response(
        session,
        consultation=consultation,
        submitted=submitted,
        received_at=noon_in_london(received_on),
        now=now,
    )
    known = session.get(Petition, response.id)
    if known is not None:
        return known
    petition = Petition(
        response_id=response.id,
        consultation_id=consultation.id,
        title=clean_line(values.title),
        organiser=clean_line(values.organiser),
        n_claimed=values.n_claimed,
    )
    session.add(petition)
    session.flush()
    _note(session, Happening.PETITION_ADDED, petition, by_id=submitted.keyed_by_id, now=now, count=values.n_claimed)
    return petition


def check_signatures(
    session: Session, *, petition: Petition, n_checked: int, words: str, by_id: int, now: datetime
) -> Petition:
    """Say how many signatures hold, and how that was found out.

    Raises:
        Invalid: more hold than were claimed, or nothing is said of how.
    """
    how = clean_text(words)
    if not 0 <= n_checked <= petition.n_claimed:
        raise Invalid(f"At most {petition.n_claimed:,} can hold, because so many are claimed.")
    if not how:
        raise Invalid("Say how the signatures were checked.")
    petition.n_checked, petition.checked_words = n_checked, how
    petition.checked_by_id, petition.checked_at = by_id, now
    session.flush()
    _note(session, Happening.PETITION_CHECKED, petition, by_id=by_id, now=now, count=n_checked)
    return petition


def _note(
    session: Session, happening: Happening, petition: Petition, *, by_id: int | None, now: datetime, count: int
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{petition.consultation_id}",
        subject=f"response:{petition.response_id}",
        actor=f"account:{by_id}" if by_id else "system",
        at=now,
        response_id=petition.response_id,
        count=count,
    )
