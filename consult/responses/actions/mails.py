"""Put in a mail that holds a response, set it aside, or tie it to the response that was keyed in from it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.files.actions import forget_file, store_file
from consult.files.sandbox import Limits, parse_apart
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text
from consult.responses.actions.importing import require_open_intake
from consult.responses.letters import LARGEST_MAIL, Letter, read_mail
from consult.responses.models import MailAttachment, ReceivedMail, Response

LIMITS = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=40, output_mb=64)


def put_in_mail(
    session: Session,
    *,
    consultation: Consultation,
    data: bytes,
    folder: Path,
    by_id: int,
    today: date,
    now: datetime,
) -> ReceivedMail:
    """Read a mail apart and keep what it says until someone takes it in; the same mail twice is one.

    Raises:
        Invalid: it is no mail that we can read, or it says nothing.
        Refused: the intake is complete.
    """
    require_open_intake(consultation)
    if len(data) > LARGEST_MAIL:
        raise Invalid(f"This mail is larger than {LARGEST_MAIL // (1024 * 1024)} MB. Save it without its files.")
    digest = hashlib.sha256(data).hexdigest()
    known = session.scalar(
        select(ReceivedMail).where(ReceivedMail.consultation_id == consultation.id, ReceivedMail.digest == digest)
    )
    if known is not None:
        return known
    letter = Letter.told(parse_apart(read_mail, data, limits=LIMITS))
    return keep_mail(
        session,
        consultation=consultation,
        letter=letter,
        digest=digest,
        folder=folder,
        by_id=by_id,
        today=today,
        now=now,
    )


def keep_mail(
    session: Session,
    *,
    consultation: Consultation,
    letter: Letter,
    digest: str,
    folder: Path,
    by_id: int,
    today: date,
    now: datetime,
) -> ReceivedMail:
    """Keep a mail that was read, with its files, until someone takes it in.

    Raises:
        Invalid: it says nothing.
    """
    if not letter.body and not letter.attached:
        raise Invalid("We found no words in this mail. Paste its text instead.")
    mail = _mail_of(consultation, letter, digest=digest, by_id=by_id, today=today, now=now)
    for each in letter.attached:
        kept = store_file(
            session, folder=folder, data=each.data, name=each.name, media_type="application/octet-stream", now=now
        )
        mail.attachments.append(MailAttachment(name=kept.name, size=kept.size, file_id=kept.id))
    session.add(mail)
    session.flush()
    _note(session, Happening.MAIL_ADDED, mail, by_id=by_id, now=now, count=len(letter.attached))
    return mail


def _mail_of(
    consultation: Consultation, letter: Letter, *, digest: str, by_id: int, today: date, now: datetime
) -> ReceivedMail:
    says_when = letter.received_on is not None and letter.received_on <= today
    return ReceivedMail(
        consultation_id=consultation.id,
        digest=digest,
        from_name=clean_line(letter.from_name),
        from_address=clean_line(letter.from_address),
        subject=clean_line(letter.subject),
        received_on=letter.received_on if letter.received_on and says_when else today,
        says_when=says_when,
        body=clean_text(letter.body),
        added_by_id=by_id,
        added_at=now,
    )


def set_mail_aside(
    session: Session, *, mail: ReceivedMail, because: str, folder: Path, by_id: int, now: datetime
) -> ReceivedMail:
    """Say why a mail is no response; its words and files go, because nobody needs them for this consultation.

    Raises:
        Invalid: there is no reason.
        Refused: it was taken in or set aside before.
    """
    why = clean_text(because)
    if not why:
        raise Invalid("Say why this mail is no response.")
    _require_waiting(mail)
    mail.set_aside_because = why
    mail.body = mail.subject = ""
    mail.emptied_at = now
    _forget_writer(mail)
    _drop_attachments(session, mail, kept=(), folder=folder)
    _note(session, Happening.MAIL_SET_ASIDE, mail, by_id=by_id, now=now)
    session.flush()
    return mail


def take_in_mail(
    session: Session,
    *,
    mail: ReceivedMail,
    response: Response,
    kept: Collection[int],
    folder: Path,
    by_id: int,
    now: datetime,
) -> ReceivedMail:
    """Tie a mail to the response that was keyed in from it, with the chosen files as evidence; who wrote it goes.

    What the writer wanted us to keep lies with the response, so the mail's own copy of the address is not needed.

    Raises:
        Refused: it was taken in or set aside before.
    """
    if mail.response_id == response.id:
        return mail
    _require_waiting(mail)
    mail.response_id = response.id
    _forget_writer(mail)
    _drop_attachments(session, mail, kept=kept, folder=folder)
    _note(session, Happening.MAIL_TAKEN_IN, mail, by_id=by_id, now=now, response_id=response.id)
    session.flush()
    return mail


def _require_waiting(mail: ReceivedMail) -> None:
    if not mail.is_waiting:
        raise Refused("Someone has dealt with this mail already.")


def _forget_writer(mail: ReceivedMail) -> None:
    mail.from_name = mail.from_address = ""


def _drop_attachments(session: Session, mail: ReceivedMail, *, kept: Collection[int], folder: Path) -> None:
    for attachment in [each for each in mail.attachments if each.id not in kept]:
        mail.attachments.remove(attachment)
        if attachment.file is not None:
            forget_file(session, stored=attachment.file, folder=folder)


def _note(
    session: Session, happening: Happening, mail: ReceivedMail, *, by_id: int, now: datetime, **facts: object
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{mail.consultation_id}",
        subject=f"received_mail:{mail.id}",
        actor=f"account:{by_id}",
        at=now,
        mail_id=mail.id,
        **facts,
    )
