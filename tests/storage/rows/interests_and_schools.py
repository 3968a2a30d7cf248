"""An interest that a member declared, and a school."""

from datetime import date

from sqlalchemy.orm import Session

from consult.bodies.actions.interests import declare_interest
from consult.bodies.models import School
from consult.bodies.rules import InterestNature, Phase
from consult.demo.makers.bodies import BY, make_person
from consult.places.models import Organisation
from consult.places.rules import OrganisationKind
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    said = {"nature": InterestNature.OFFICE, "interest": "Parish councillor", "declared_on": date(2026, 1, 1)}
    declare_interest(session, person=make_person(session), by=BY, now=NOW, **said)
    session.add(School(organisation=Organisation(name="Acorn", kind=OrganisationKind.SCHOOL), phase=Phase.PRIMARY))
