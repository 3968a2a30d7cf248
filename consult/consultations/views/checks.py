"""The checks of law and practice that an approver meets; a higher room judges them and lends them to this one."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from flask import Flask, current_app
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.rules import CheckLine

WHERE = "consult_checks"


class Checks(Protocol):
    """What the higher room supplies."""

    def lines(self, session: Session, consultation: Consultation) -> tuple[CheckLine, ...]:
        """Return every check before approval."""

    def go_on(self, session: Session, consultation: Consultation, *, reason: str, by_id: int, now: datetime) -> None:
        """Pass what is not met with a reason.

        Raises:
            Refused: something is not met and there is no reason.
        """

    def refuse_extension(self, session: Session, consultation: Consultation, *, closes_at: datetime) -> None:
        """Refuse more time where the law fixes the window.

        Raises:
            Refused: with what the law says.
        """


def install_checks(app: Flask, checks: Checks) -> None:
    """Say who judges drafts."""
    app.extensions[WHERE] = checks


def checks() -> Checks:
    """Return whoever judges drafts."""
    found: Checks = current_app.extensions[WHERE]
    return found
