"""Approvers and decision makers before the gates: met, passed with a reason that everyone reads, never in silence."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role, consultation_scope
from consult.consultations.actions import record_opening, submit_for_approval
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import JUST_BEFORE, OPENS_AT, make_draft, make_group
from consult.gates.actions import add_proof
from consult.gates.models import GatePassed, Holiday
from consult.gates.rules import Proof, ProofValues
from tests.frontdoor.test_follow import count_queries

WHY = "The assessments are with the paper files of the project."


@pytest.fixture
def officer(session):
    return make_account(session, role=Role.OFFICER)


@pytest.fixture
def waiting(session, officer, clock):
    """A draft that waits for an approver, the day before it could open."""
    made = make_draft(session, officer=officer, groups=[make_group(session)])
    submit_for_approval(session, consultation=made, by_id=officer.id, now=JUST_BEFORE)
    session.commit()
    clock.move_to(JUST_BEFORE + timedelta(hours=1))
    return made


@pytest.fixture
def approver(session, visitor):
    account = make_account(session, role=Role.APPROVER)
    session.commit()
    return visitor.sign_in_as(account)


def desk(consultation, page):
    return f"/desk/consultations/{consultation.id}/{page}"


def test_an_approver_sees_each_check_with_its_rule_and_what_to_do(approver, waiting):
    page = approver.open(desk(waiting, "judge"))
    assert page.says("An equality impact assessment was begun")
    assert page.says("Section 149 of the Equality Act 2010")
    assert page.says("Put the assessment on the record.")


def test_without_a_reason_nobody_goes_on_and_nothing_is_approved(approver, waiting, session):
    approver.open(desk(waiting, "judge"))
    page = approver.press("Approve", expect=422)
    assert page.says("Some checks are not met")
    session.expire_all()
    assert waiting.approved_at is None
    assert not session.scalar(select(func.count()).select_from(GatePassed))


def test_with_a_reason_it_is_approved_and_everyone_can_read_why(approver, waiting, session, clock):
    approver.open(desk(waiting, "judge"))
    assert approver.fill("Why do you go on all the same?", WHY).press("Approve").says("Scheduled")
    record_opening(session, consultation=waiting, now=OPENS_AT)
    session.commit()
    clock.move_to(OPENS_AT + timedelta(days=1))
    page = approver.open(f"/consultations/{waiting.slug}/who-was-consulted")
    assert page.says("Checks that were not met, and why we went on")
    assert page.says(WHY)


def test_evidence_on_the_record_opens_a_gate(visitor, session, waiting, officer):
    visitor.sign_in_as(officer).open(desk(waiting, "checks"))
    visitor.choose("Equality impact assessment").fill_date("When was it done?", 20, 1, 2026)
    visitor.fill("Which team or office did it?", "Equality team").fill("What did they find?", "No group loses.")
    page = visitor.press("Put it on the record")
    assert page.says("It is on the record.")
    assert page.says("Equality team")
    lines = [line for line in page.all("li") if "An equality impact assessment was begun" in "".join(line.itertext())]
    assert "Met" in "".join(lines[0].itertext())
    assert "Not met" not in "".join(lines[0].itertext())


def test_evidence_without_a_finding_is_asked_for_and_the_rest_stays(visitor, session, waiting, officer):
    visitor.sign_in_as(officer).open(desk(waiting, "checks"))
    visitor.choose("Equality impact assessment").fill("Which team or office did it?", "Equality team")
    page = visitor.press("Put it on the record", expect=422)
    assert page.errors
    assert 'value="Equality team"' in page.body


def test_holidays_are_kept_by_an_administrator(visitor, session):
    visitor.sign_in_as(make_account(session, role=Role.ADMINISTRATOR)).open("/desk/calendar")
    visitor.choose("School holiday").fill("Name", "Half-term")
    visitor.fill_date("First day", 16, 2, 2026).fill_date("Last day", 15, 2, 2026)
    assert visitor.press("Add them", expect=422).says("The last day must not be before the first.")
    visitor.fill_date("Last day", 20, 2, 2026)
    assert visitor.press("Add them").says("16 February 2026 to 20 February 2026")
    assert visitor.press("Remove").says("The calendar is empty")
    assert not session.scalar(select(func.count()).select_from(Holiday))


def test_the_sheet_takes_the_same_number_of_queries_however_much_evidence(
    visitor, session, connection, officer, waiting
):
    visitor.sign_in_as(officer)

    def look():
        return count_queries(connection, lambda: visitor.open(desk(waiting, "checks")))

    look()
    few = look()
    for number in range(10):
        values = ProofValues(
            proof=Proof.EQUALITY, looked_on=JUST_BEFORE.date(), by=f"Team {number}", words="No group loses."
        )
        add_proof(session, consultation=waiting, values=values, by_id=officer.id, now=JUST_BEFORE)
    session.commit()
    assert look() == few


def test_an_officer_of_another_consultation_sees_no_sheet(visitor, session, waiting):
    other = make_account(session, scope=consultation_scope(waiting.id + 1))
    session.commit()
    visitor.sign_in_as(other).open(desk(waiting, "checks"), expect=403)
