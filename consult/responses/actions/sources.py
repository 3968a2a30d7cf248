"""Empty what responses were keyed in from: mails, points of meetings, second keyings, who ran a petition."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from consult.files.actions import forget_file
from consult.files.models import StoredFile
from consult.responses.models import (
    MailAttachment,
    MeetingNotes,
    MeetingPoint,
    Petition,
    PossibleRepeat,
    ReceivedMail,
    Response,
    SecondKeying,
)

_MAIL_WORDS = ("body", "subject", "from_name", "from_address")


def empty_sources(session: Session, *, response_id: int, now: datetime) -> None:
    """Empty everything that one response was keyed in from; what hangs on it keeps its counts."""
    _empty_mails(session, ReceivedMail.response_id == response_id, now=now)
    either = (PossibleRepeat.first_id == response_id) | (PossibleRepeat.second_id == response_id)
    for table, here, gone in (
        (MeetingPoint, MeetingPoint.response_id == response_id, ("words", "speaker")),
        (Petition, Petition.response_id == response_id, ("title", "organiser")),
        (PossibleRepeat, either, ("note",)),
        (SecondKeying, SecondKeying.response_id == response_id, ("note",)),
    ):
        session.execute(update(table).where(here).values(dict.fromkeys(gone, "")))
    session.execute(update(SecondKeying).where(SecondKeying.response_id == response_id).values(body={}))


def sources_left(session: Session, consultation_id: int, free: ColumnElement[bool]) -> int:
    """Count the mails and points of a consultation that still hold words; ``free``: no hold keeps their response."""
    mails = select(func.count()).where(*_mails_of(consultation_id, free))
    points = select(func.count()).where(*_points_of(consultation_id, free))
    return (session.scalar(mails) or 0) + (session.scalar(points) or 0)


def empty_sources_of_all(session: Session, consultation_id: int, free: ColumnElement[bool], now: datetime) -> None:
    """Empty the mails, points and second keyings of a consultation, but for what a hold keeps."""
    _empty_mails(session, *_mails_of(consultation_id, free), now=now)
    session.execute(update(MeetingPoint).where(*_points_of(consultation_id, free)).values(words="", speaker=""))
    here = select(Response.id).where(Response.consultation_id == consultation_id, free)
    session.execute(update(SecondKeying).where(SecondKeying.response_id.in_(here)).values(body={}, note=""))
    session.execute(update(Petition).where(Petition.response_id.in_(here)).values(organiser=""))


def forget_emptied(session: Session, *, folder: Path) -> int:
    """Remove the files of mails whose words are gone, and say how many."""
    asked = (
        select(MailAttachment, StoredFile)
        .join(ReceivedMail)
        .outerjoin(StoredFile, StoredFile.id == MailAttachment.file_id)
        .where(ReceivedMail.emptied_at.is_not(None))
    )
    found = session.execute(asked).all()
    for attachment, stored in found:
        if stored is not None:
            forget_file(session, stored=stored, folder=folder)
        session.delete(attachment)
    session.flush()
    return len(found)


def _empty_mails(session: Session, *where: ColumnElement[bool], now: datetime) -> None:
    session.execute(update(ReceivedMail).where(*where).values(**dict.fromkeys(_MAIL_WORDS, ""), emptied_at=now))


def _mails_of(consultation_id: int, free: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    held = select(Response.id).where(Response.consultation_id == consultation_id, ~free)
    is_free = ReceivedMail.response_id.is_(None) | ReceivedMail.response_id.not_in(held)
    return (ReceivedMail.consultation_id == consultation_id, ReceivedMail.emptied_at.is_(None), is_free)


def _points_of(consultation_id: int, free: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    held = select(Response.id).where(Response.consultation_id == consultation_id, ~free)
    notes = select(MeetingNotes.id).where(MeetingNotes.consultation_id == consultation_id)
    is_free = MeetingPoint.response_id.is_(None) | MeetingPoint.response_id.not_in(held)
    return (MeetingPoint.notes_id.in_(notes), MeetingPoint.words != "", is_free)
