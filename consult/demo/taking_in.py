"""What came to the city by mail and in meetings, and waits for an officer to take it in."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.consultations.models import Consultation
from consult.demo.diary import Deed
from consult.demo.settling import Settled
from consult.kernel.clock import day_in_london
from consult.responses.actions.mails import keep_mail
from consult.responses.actions.meetings import NotesValues, add_notes
from consult.responses.letters import Letter

TAKEN_IN = Path(__file__).parent / "city" / "taking_in.toml"


def waiting_by_hand(
    *, key: str, consultation: Consultation, settled: Settled, opened_at: datetime, now: datetime
) -> list[Deed]:
    """Every mail and every set of notes that waits, each at its day."""
    told = tomllib.loads(TAKEN_IN.read_text(encoding="utf-8")).get(key, {})
    by_id = settled.by(Role.OFFICER)
    mails = [_mail(consultation, mail, by_id=by_id, opened_at=opened_at) for mail in told.get("mail", ())]
    meetings = [_meeting(consultation, held, by_id=by_id, opened_at=opened_at) for held in told.get("meeting", ())]
    return [deed for deed in (*mails, *meetings) if deed.at <= now]


def _mail(consultation: Consultation, told: dict[str, Any], *, by_id: int, opened_at: datetime) -> Deed:
    at = opened_at + timedelta(days=told["day"], hours=6)
    letter = Letter(
        from_name=told["from"],
        from_address=told["address"],
        subject=told["subject"],
        received_on=day_in_london(at),
        body=told["body"].strip(),
    )

    def put_in(session: Session) -> None:
        keep_mail(
            session,
            consultation=consultation,
            letter=letter,
            digest=sha256(letter.body.encode()).hexdigest(),
            folder=Path(),  # no file came with it
            by_id=by_id,
            today=day_in_london(at),
            now=at,
        )

    return Deed(at=at, do=put_in)


def _meeting(consultation: Consultation, told: dict[str, Any], *, by_id: int, opened_at: datetime) -> Deed:
    at = opened_at + timedelta(days=told["day"], hours=7)
    values = NotesValues(title=told["title"], held_on=day_in_london(at), text=told["notes"], may_publish=True)
    key = f"notes:{consultation.slug}:{told['day']}"
    return Deed(
        at=at,
        do=partial(add_notes, consultation=consultation, values=values, submission_key=key, by_id=by_id, now=at),
    )
