"""What came to the city by mail and in meetings, and waits for an officer to take it in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.consultations.models import Consultation
from consult.demo.diary import Deed
from consult.demo.settling import Settled
from consult.kernel.clock import day_in_london
from consult.kernel.references import draw_token
from consult.outreach.actions.workshops import Telling, book_places, plan_workshop, record_attendance
from consult.outreach.models import Workshop
from consult.outreach.workshops import WorkshopKind, WorkshopValues
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
    workshops = [
        deed for held in told.get("workshop", ()) for deed in _workshop(consultation, held, settled, opened_at)
    ]
    meetings = [_meeting(consultation, held, by_id=by_id, opened_at=opened_at) for held in told.get("meeting", ())]
    return [deed for deed in (*mails, *meetings, *workshops) if deed.at <= now]


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


def _workshop(
    consultation: Consultation, told: dict[str, Any], settled: Settled, opened_at: datetime
) -> Iterator[Deed]:
    """Plan it in the first days, take its bookings, and write down who came."""
    by_id, starts_at = settled.by(Role.OFFICER), (opened_at + timedelta(days=told["day"])).replace(hour=told["hour"])
    key = f"workshop:{consultation.slug}:{told['day']}"
    values = WorkshopValues(
        kind=WorkshopKind(told["kind"]),
        title=told["title"],
        words=told.get("words", ""),
        place=told["place"],
        access_words=told["access"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        places=told.get("places"),
    )
    at = opened_at + timedelta(days=2, hours=3)
    plan = partial(plan_workshop, consultation=consultation, values=values, submission_key=key, by_id=by_id, now=at)
    yield Deed(at=at, do=plan)
    for place, (n_people, needs) in enumerate(told.get("booked", ()), start=1):
        booked_at = at + timedelta(hours=20 * place)
        yield Deed(at=booked_at, do=partial(_book, key, n_people, needs, place, booked_at))
    if told.get("came"):
        counts: dict[int | None, int] = {settled.groups[group].id: n for group, n in told["came"]}
        held_at = starts_at + timedelta(hours=3)
        yield Deed(at=held_at, do=partial(_came, key, counts, by_id, held_at))


def _book(key: str, n_people: int, needs: str, place: int, at: datetime, session: Session) -> None:  # noqa: PLR0917
    book_places(
        session,
        workshop=session.scalars(select(Workshop).where(Workshop.submission_key == key)).one(),
        n_people=n_people,
        needs=needs,
        email="",
        submission_key=f"{key}:{place}:{draw_token()}",
        telling=Telling(council="", link=""),
        now=at,
    )


def _came(key: str, counts: dict[int | None, int], by_id: int, at: datetime, session: Session) -> None:
    workshop = session.scalars(select(Workshop).where(Workshop.submission_key == key)).one()
    record_attendance(session, workshop=workshop, counts=counts, by_id=by_id, now=at)
