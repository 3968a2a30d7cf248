"""Hold something of the city, as its data protection officer would while a request is answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.consultations.models import Consultation
from consult.demo.settling import Settled
from consult.responses.actions.holding import place_hold
from consult.responses.privacy import HoldKind

HELD = "stepping_in"
WHY = "Request FOI 2291 asks for every response from schools. The answer is due within twenty working days."


def hold_what_is_asked_for(
    session: Session, *, key: str, consultation: Consultation, settled: Settled, at: datetime
) -> None:
    """Place the hold on the consultation that somebody asked about."""
    if key == HELD:
        by_id = settled.by(Role.DATA_PROTECTION_OFFICER)
        kind = HoldKind.INFORMATION_REQUEST
        place_hold(session, consultation=consultation, response=None, kind=kind, reason=WHY, by_id=by_id, now=at)
