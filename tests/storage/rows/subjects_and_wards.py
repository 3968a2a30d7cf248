"""A consultation about a subject and a ward."""

from sqlalchemy.orm import Session

from consult.consultations.actions.subjects import add_subject, say_about
from consult.demo.makers.consultations import make_draft
from consult.places.models import District, Ward
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    ward = Ward(code="E05000001", name="Mill Hill", population=9000, district=District(code="E07000001", name="North"))
    session.add(ward)
    subject = add_subject(session, name="Walking and cycling")
    session.flush()
    about = {"subject_ids": [subject.id], "ward_ids": [ward.id]}
    say_about(session, consultation=make_draft(session), **about, actor="account:1", now=NOW)
