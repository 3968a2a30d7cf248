"""How long a council waits for its responses after a disaster: a backup made, restored and verified.

    python benchmarks/restore.py [--responses 200000]

Each response has three answers and an event in the audit trail, as one sent through the form has. The backup is made
of the live database; restoring compares every digest, lets SQLite check the copy, brings the schema up to date, applies
erasures again and walks the whole trail.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult.audit.models import AuditEvent, AuditHead
from consult.audit.rules import FIRST_HASH, RESIDENT, Happening, Link
from consult.consultations.models import Consultation
from consult.demo.makers.consultations import make_consultation
from consult.responses.models import Answer, Response
from consult.responses.rules import Channel, OnBehalfOf, PublishAs, Timeliness
from consult.settings import Settings
from consult.storage.engine import Database
from consult.upkeep import migrating
from consult.upkeep.nightly import back_up
from consult.upkeep.restoring import into_folder, restore_backup

WORDS = "Networks should meet in term time, and parents should be in the room when they do. "
A_BATCH = 10_000


def fill(session: Session, n: int, *, now: datetime) -> None:
    """Store ``n`` responses to one consultation, each with its answers and its event."""
    consultation = make_consultation(session, opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9))
    stream = f"consultation:{consultation.id}"
    head = session.get(AuditHead, stream)
    seq, before = (head.seq, head.hash) if head else (0, FIRST_HASH)
    for begin in range(1, n + 1, A_BATCH):
        numbers = range(begin, min(begin + A_BATCH, n + 1))
        session.execute(insert(Response), [_response(consultation, number, now) for number in numbers])
        session.execute(insert(Answer), [row for number in numbers for row in _answers(consultation, number)])
        events = list(_events(stream, numbers, seq, before, now))
        session.execute(insert(AuditEvent), events)
        seq, before = events[-1]["seq"], events[-1]["hash"]
    if head:
        head.seq, head.hash = seq, before


def _response(consultation: Consultation, number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "consultation_id": consultation.id,
        "reference": f"R{number:09}",
        "secret_hash": secrets.token_hex(32),
        "public_number": f"{number:016x}",
        "submission_key": secrets.token_hex(32),
        "channel": Channel.WEB,
        "timeliness": Timeliness.IN_TIME,
        "received_at": now,
        "received_on": now.date(),
        "recorded_at": now,
        "on_behalf_of": OnBehalfOf.SELF,
        "publish_as": PublishAs.WITHOUT_NAME,
    }


def _answers(consultation: Consultation, number: int) -> Iterator[dict[str, Any]]:
    for place, question in enumerate(consultation.questions):
        text = f"{number}: {WORDS * 3}" if place == 0 else ""
        yield {"response_id": number, "question_id": question.id, "text": text, "scale": 4 if place == 1 else None}


def _events(stream: str, numbers: range, seq: int, before: str, now: datetime) -> Iterator[dict[str, Any]]:
    for number in numbers:
        seq += 1
        link = Link(
            previous_hash=before,
            stream=stream,
            seq=seq,
            happening=Happening.RESPONSE_RECEIVED.value,
            subject=f"response:{number}",
            actor=RESIDENT,
            at=now,
            facts={"response_id": number, "channel": "web", "is_late": False},
        )
        shared = {"stream": stream, "seq": seq, "happening": link.happening, "subject": link.subject}
        row = {**shared, "actor": RESIDENT, "at": now, "facts": link.facts, "previous_hash": before}
        before = link.hash()
        yield {**row, "hash": before}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--responses", type=int, default=200_000)
    n = parser.parse_args().responses
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(data=Path(name) / "data", secret_key="k" * 40, is_production=False)
        settings.data.mkdir()
        database, now = Database.at(settings.database_address), datetime.now(UTC)
        migrating.upgrade(database.engine)
        with database.transaction() as session:
            fill(session, n, now=now)
        begun = time.perf_counter()
        place, manifest = back_up(settings, database, folder=settings.backups_folder, now=now)
        print(f"backup of {n:,} responses ({manifest.size / 1024**2:,.0f} MB): {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        into = into_folder(settings, Path(name) / "new")
        restored = restore_backup(place, into=into, erasures=settings.erasures_file, now=now)
        taken = time.perf_counter() - begun
        print(f"restored and verified ({restored.n_events:,} events walked): {taken:.1f} s (goal: 60)")
        back = Database.at(into.database_address)
        with back.transaction(writing=False) as session:
            assert session.scalar(select(func.count()).select_from(Response)) == n
        back.close()
        database.close()


if __name__ == "__main__":
    main()
