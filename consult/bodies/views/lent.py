"""What higher rooms know and lend: how often members came, and where the count sheet of an election can be read.

Each hands over a function; until then nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

ATTENDANCE = "consult_attendance"
EVIDENCE = "consult_evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """To how many meetings someone came, of how many they could have come to."""

    times: int
    meetings: int


AttendanceOf = Callable[[Session, int, date], Mapping[int, Came]]
AddressesOf = Callable[[Session, Collection[str]], Mapping[str, str]]


def install_attendance(app: Flask, attendance: AttendanceOf) -> None:
    """Say who knows how often members came: of a body up to a day, by the number of the person."""
    app.extensions[ATTENDANCE] = attendance


def install_evidence(app: Flask, addresses: AddressesOf) -> None:
    """Say who knows where evidence can be read: given references of memberships, the addresses of those it owns."""
    app.extensions[EVIDENCE] = addresses


def attendance_of(session: Session, *, body_id: int, day: date) -> Mapping[int, Came]:
    """Return how often each member of a body came up to a day; nothing where nobody knows."""
    known: AttendanceOf | None = current_app.extensions.get(ATTENDANCE)
    return known(session, body_id, day) if known else {}


def addresses_of(session: Session, refs: Collection[str]) -> Mapping[str, str]:
    """Return where each piece of evidence can be read; nothing where nobody knows."""
    known: AddressesOf | None = current_app.extensions.get(EVIDENCE)
    return known(session, refs) if known and refs else {}
