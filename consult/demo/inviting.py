"""Invite some of the city's organisations by email; the letters themselves leave no trace but the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.demo.diary import Deed
from consult.jobs.models import Job
from consult.kernel.clock import day_in_london
from consult.kernel.references import draw_token
from consult.outreach.actions.helping import ask_for_help
from consult.outreach.actions.inviting import LetterValues, Sender, send_letters
from consult.outreach.helping import Help, HelpValues
from consult.outreach.inviting import Letter
from consult.outreach.models import Consultee
from consult.post.models import Mail

TEAM = "Schools and Learning"


def help_asked(told: dict[str, Any], consultation: Consultation, *, opened_at: datetime) -> Iterator[Deed]:
    """Each request for help or another format at its day."""
    for place, (kind, day, words, reach) in enumerate(told.get("help", ())):
        at = opened_at + timedelta(days=day, hours=5)
        yield Deed(
            at=at,
            do=partial(
                ask_for_help,
                consultation=consultation,
                values=HelpValues(help=Help(kind), words=words, reach=reach),
                submission_key=f"help:{consultation.slug}:{place}",
                now=at,
            ),
        )


def letters_sent(
    told: dict[str, Any], consultation: Consultation, *, by_id: int, opened_at: datetime
) -> Iterator[Deed]:
    """Each invitation and each reminder at its day."""
    for name, day, reminded_on in told.get("invited", ()):
        at = opened_at + timedelta(days=day, hours=4)
        yield Deed(at=at, do=partial(_send, name, Letter.INVITATION, consultation, by_id=by_id, at=at))
        if reminded_on:
            again = opened_at + timedelta(days=reminded_on, hours=4)
            yield Deed(at=again, do=partial(_send, name, Letter.REMINDER, consultation, by_id=by_id, at=again))


def _send(name: str, letter: Letter, consultation: Consultation, session: Session, *, by_id: int, at: datetime) -> None:
    found = select(Consultee.id).where(Consultee.consultation_id == consultation.id, Consultee.name == name)
    values = LetterValues(letter=letter, consultee_ids=(session.scalars(found).one(),), team=TEAM, words="", n_shown=1)
    sender = Sender(base_url="http://localhost", secret=draw_token(), council="Wendlebridge City Council", contact="")
    send_letters(
        session, consultation=consultation, values=values, sender=sender, by_id=by_id, now=at, today=day_in_london(at)
    )
    mail = session.scalars(select(Mail).order_by(Mail.id.desc()).limit(1)).one()
    session.execute(delete(Job).where(Job.key == f"post.send:{mail.id}"))  # nobody lives at an invented address
    session.delete(mail)
    session.flush()
