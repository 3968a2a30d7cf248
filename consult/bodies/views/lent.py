"""What higher rooms know and lend: how often members came, where the count sheet of an election can be read, whether
people are asked about a document.

Each hands over a function; until then nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

from consult.bodies.lending import Asked, Came, Meets, UnderWay

ATTENDANCE = "consult_attendance"
EVIDENCE = "consult_evidence"
ASKING = "consult_asking_about_terms"
FILLING = "consult_filling_seats"
MEETINGS = "consult_meetings"
LOOKING_OVER = "consult_looking_terms_over"


UnderWayOf = Callable[[Session, tuple[int, ...]], tuple[UnderWay, ...]]
AskedOf = Callable[[Session, int, bool], tuple[Asked, ...]]
AttendanceOf = Callable[[Session, int, date], Mapping[int, Came]]
MeetsOf = Callable[[Session, int, str], Meets]
AddressesOf = Callable[[Session, Collection[str]], Mapping[str, str]]


def install_attendance(app: Flask, attendance: AttendanceOf) -> None:
    """Say who knows how often members came: of a body up to a day, by the number of the person."""
    app.extensions[ATTENDANCE] = attendance


def install_evidence(app: Flask, addresses: AddressesOf) -> None:
    """Say who knows where evidence can be read: given references of memberships, the addresses of those it owns."""
    app.extensions[EVIDENCE] = addresses


def install_asking(app: Flask, *, asked: AskedOf, href: Callable[[int], str]) -> None:
    """Say who knows whether people are asked about a document, and where to begin to ask them about draft terms."""
    app.extensions[ASKING] = (asked, href)


def install_looking_over(app: Flask, *, href: Callable[[int], str]) -> None:
    """Say where an uploaded draft of a body's terms is looked over before it becomes the draft."""
    app.extensions[LOOKING_OVER] = href


def looking_over_href(body_id: int) -> str:
    """Return where the uploaded draft of the terms of a body is looked over."""
    known: Callable[[int], str] = current_app.extensions[LOOKING_OVER]
    return known(body_id)


def asked_about(session: Session, document_id: int | None, *, for_officers: bool = False) -> tuple[Asked, ...]:
    """Return the consultations about a document that anyone, or any officer, may know of."""
    known: tuple[AskedOf, Callable[[int], str]] | None = current_app.extensions.get(ASKING)
    return known[0](session, document_id, for_officers) if known and document_id else ()


def asking_href(body_id: int) -> str:
    """Return where to begin a consultation about the draft terms of a body, or nothing for those who may not."""
    known: tuple[AskedOf, Callable[[int], str]] | None = current_app.extensions.get(ASKING)
    return known[1](body_id) if known else ""


def install_filling(app: Flask, *, under_way: UnderWayOf, href: Callable[[int, int], str]) -> None:
    """Say who knows which elections fill seats of some classes, and where the ways to fill a seat are told."""
    app.extensions[FILLING] = (under_way, href)


def under_way_for(session: Session, class_ids: Collection[int]) -> Mapping[int, UnderWay]:
    """Return the election that fills each of some seat classes just now, for those that have one."""
    known: tuple[UnderWayOf, Callable[[int, int], str]] | None = current_app.extensions.get(FILLING)
    found = known[0](session, tuple(sorted(class_ids))) if known and class_ids else ()
    return {each.seat_class_id: each for each in found}


def filling_href(body_id: int, seat_id: int) -> str:
    """Return where a clerk reads how a seat can be filled, or nothing where nobody knows."""
    known: tuple[UnderWayOf, Callable[[int, int], str]] | None = current_app.extensions.get(FILLING)
    return known[1](body_id, seat_id) if known else ""


def attendance_of(session: Session, *, body_id: int, day: date) -> Mapping[int, Came]:
    """Return how often each member of a body came up to a day; nothing where nobody knows."""
    known: AttendanceOf | None = current_app.extensions.get(ATTENDANCE)
    return known(session, body_id, day) if known else {}


def addresses_of(session: Session, refs: Collection[str]) -> Mapping[str, str]:
    """Return where each piece of evidence can be read; nothing where nobody knows."""
    known: AddressesOf | None = current_app.extensions.get(EVIDENCE)
    return known(session, refs) if known and refs else {}


def install_meetings(app: Flask, meets: MeetsOf) -> None:
    """Say who knows when bodies meet: of a body by number and address."""
    app.extensions[MEETINGS] = meets


def meets_of(session: Session, *, body_id: int, slug: str) -> Meets | None:
    """Return when a body meets; nothing where nobody knows."""
    known: MeetsOf | None = current_app.extensions.get(MEETINGS)
    return known(session, body_id, slug) if known else None
