"""A workshop with places that were booked, and one that people came to."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPENS_AT, make_consultation
from consult.outreach.models import Booking, Workshop, WorkshopAttendance
from consult.outreach.workshops import WorkshopKind


def rows(session: Session) -> None:
    officer = make_account(session)
    consultation = make_consultation(session)
    workshop = Workshop(
        consultation_id=consultation.id,
        kind=WorkshopKind.WORKSHOP,
        title="Talk about it",
        place="Town Hall",
        starts_at=OPENS_AT,
        ends_at=OPENS_AT + timedelta(hours=2),
        places=20,
        planned_by_id=officer.id,
        submission_key="workshop",
        bookings=[Booking(code_hash="code", n_people=2, booked_at=OPENS_AT, submission_key="booking")],
        attendances=[WorkshopAttendance(n_people=7)],
    )
    session.add(workshop)
    session.flush()
