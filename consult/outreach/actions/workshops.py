"""Plan workshops and drop-ins, take bookings without an account, and write down who came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import RESIDENT, Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, NotFound, Refused, Stale
from consult.kernel.references import hash_code, read_secret_code
from consult.kernel.words import clean_line, clean_text
from consult.outreach.models import Booking, Workshop, WorkshopAttendance
from consult.outreach.workshops import KEPT_FOR, WorkshopValues, require_attendance, require_places
from consult.post.actions import queue_mail
from consult.post.rules import checked_address
from consult.responses.receipts import key_hash, secret_code_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a mail about a workshop says besides the workshop itself."""

    council: str
    link: str


def plan_workshop(
    session: Session,
    *,
    consultation: Consultation,
    values: WorkshopValues,
    submission_key: str,
    by_id: int,
    now: datetime,
) -> Workshop:
    """Put a workshop or drop-in on the consultation's page; the same key is the same one."""
    known = session.scalar(select(Workshop).where(Workshop.submission_key == submission_key))
    if known is not None:
        return known
    workshop = Workshop(consultation_id=consultation.id, submission_key=submission_key, planned_by_id=by_id, version=0)
    _fill(workshop, values)
    session.add(workshop)
    session.flush()
    _note(session, Happening.WORKSHOP_PLANNED, workshop, actor=f"account:{by_id}", now=now)
    return workshop


def change_workshop(
    session: Session, *, workshop: Workshop, values: WorkshopValues, version_seen: int, by_id: int, now: datetime
) -> Workshop:
    """Change what is said of a workshop; places that were booked are never taken away.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it was called off, or more places are booked than there would be.
    """
    if version_seen != workshop.version:
        raise Stale("Someone changed this while you were writing. Your words are below.")
    if workshop.cancelled_because:
        raise Refused("It was called off. Plan another one.")
    booked = places_booked(session, workshop)
    if values.places is not None and values.places < booked:
        raise Refused(f"{booked} places are booked already. Leave at least so many.")
    _fill(workshop, values)
    session.flush()
    _note(session, Happening.WORKSHOP_CHANGED, workshop, actor=f"account:{by_id}", now=now)
    return workshop


def call_off(
    session: Session, *, workshop: Workshop, because: str, telling: Telling, by_id: int, now: datetime
) -> Workshop:
    """Call a workshop off, with the reason that everyone can read, and write to those who left an address.

    Raises:
        Invalid: there is no reason.
        Refused: it was called off, or held, already.
    """
    why = clean_text(because)
    if not why:
        raise Invalid("Say why it is called off. Everyone can read it.")
    if workshop.cancelled_because or workshop.ends_at <= now:
        raise Refused("It was called off, or held, already.")
    workshop.cancelled_because = why
    workshop.version += 1
    for booking in workshop.bookings:
        if booking.email and booking.released_at is None:
            subject = _("Called off: %(title)s", title=workshop.title)
            _write(session, booking, telling, template="workshop_called_off", subject=subject, now=now, why=why)
    session.flush()
    _note(session, Happening.WORKSHOP_CALLED_OFF, workshop, actor=f"account:{by_id}", now=now)
    return workshop


def book_places(
    session: Session,
    *,
    workshop: Workshop,
    n_people: int,
    needs: str,
    email: str,
    submission_key: str,
    telling: Telling,
    now: datetime,
) -> Booking:
    """Book places for some people who need not say who they are; the same key is the same booking.

    Its code is drawn from the key, as a receipt's is: whoever holds the form can see it again, and nobody else can.

    Raises:
        Refused: too few places are left, nobody has to book, or it is over or called off.
        Invalid: nobody comes, or the address is none.
    """
    hashed = key_hash(submission_key)
    known = session.scalar(select(Booking).where(Booking.submission_key == hashed))
    if known is not None:
        return known
    session.execute(select(Workshop.id).where(Workshop.id == workshop.id).with_for_update())  # one at a time
    if workshop.cancelled_because or workshop.starts_at <= now:
        raise Refused("It has begun, or was called off, so no places can be booked any more.")
    require_places(n_people, places=workshop.places, booked=places_booked(session, workshop))
    code = secret_code_of(submission_key)
    booking = Booking(
        workshop=workshop,
        code_hash=hash_code(code),
        n_people=n_people,
        needs=clean_text(needs),
        email=checked_address(email) if email else "",
        booked_at=now,
        submission_key=hashed,
    )
    session.add(booking)
    session.flush()
    if booking.email:
        subject = _("Your places: %(title)s", title=workshop.title)
        _write(session, booking, telling, template="workshop_booked", subject=subject, now=now, code=code)
    _note(session, Happening.PLACES_BOOKED, workshop, actor=RESIDENT, now=now, count=n_people)
    return booking


def release_places(session: Session, *, consultation_id: int, code: str, now: datetime) -> Booking:
    """Give places back, so that others can have them; done twice it is done once.

    Raises:
        NotFound: the code opens no booking of this consultation.
        Invalid: it is no code.
    """
    booking = session.scalar(
        select(Booking)
        .join(Workshop)
        .where(Workshop.consultation_id == consultation_id, Booking.code_hash == hash_code(read_secret_code(code)))
    )
    if booking is None:
        raise NotFound("We cannot find a booking with this code. Check it, then try again.")
    if booking.released_at is None:
        booking.released_at = now
        booking.email = booking.needs = ""
        session.flush()
        _note(session, Happening.PLACES_RELEASED, booking.workshop, actor=RESIDENT, now=now, count=booking.n_people)
    return booking


def record_attendance(
    session: Session, *, workshop: Workshop, counts: Mapping[int | None, int], by_id: int, now: datetime
) -> Workshop:
    """Write down how many people of each group came.

    Raises:
        Invalid: a number cannot be.
        Refused: it has not begun, or was called off.
    """
    require_attendance(counts)
    if workshop.cancelled_because or workshop.starts_at > now:
        raise Refused("It has not begun, or was called off, so nobody can have come.")
    workshop.attendances.clear()
    session.flush()
    workshop.attendances.extend(
        WorkshopAttendance(group_id=group_id, n_people=n) for group_id, n in counts.items() if n
    )
    session.flush()
    n_people = sum(counts.values())
    _note(session, Happening.ATTENDANCE_RECORDED, workshop, actor=f"account:{by_id}", now=now, count=n_people)
    return workshop


def forget_bookers(session: Session, *, now: datetime) -> None:
    """Forget how to reach those who booked and what they needed, a time after it was held."""
    over = select(Workshop.id).where(Workshop.ends_at < now - KEPT_FOR)
    session.execute(
        update(Booking)
        .where(Booking.workshop_id.in_(over), (Booking.email != "") | (Booking.needs != ""))
        .values(email="", needs="")
        .execution_options(synchronize_session=False)
    )


def places_booked(session: Session, workshop: Workshop) -> int:
    """Count the places that are booked and not given back."""
    asked = select(func.coalesce(func.sum(Booking.n_people), 0))
    return int(session.scalar(asked.where(Booking.workshop_id == workshop.id, Booking.released_at.is_(None))) or 0)


def _fill(workshop: Workshop, values: WorkshopValues) -> None:
    workshop.kind, workshop.places = values.kind, values.places
    workshop.title, workshop.place = clean_line(values.title), clean_text(values.place)
    workshop.words, workshop.access_words = clean_text(values.words), clean_text(values.access_words)
    workshop.starts_at, workshop.ends_at = values.starts_at, values.ends_at
    workshop.version += 1


def _write(
    session: Session,
    booking: Booking,
    telling: Telling,
    *,
    template: str,
    subject: str,
    now: datetime,
    code: str = "",
    why: str = "",
) -> None:
    workshop = booking.workshop
    values = {
        "title": workshop.title,
        "place": workshop.place,
        "starts_at": workshop.starts_at,
        "n_people": booking.n_people,
        "code": code,
        "why": why,
        "link": telling.link,
        "council": telling.council,
    }
    queue_mail(session, to=booking.email, subject=subject, template=template, values=values, now=now)


def _note(
    session: Session, happening: Happening, workshop: Workshop, *, actor: str, now: datetime, **facts: object
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{workshop.consultation_id}",
        subject=f"workshop:{workshop.id}",
        actor=actor,
        at=now,
        workshop_id=workshop.id,
        **facts,
    )
