"""What was true at approval is looked at again: before the opening, a week before the close, and when it has closed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.consultations.actions import approve, submit_for_approval
from consult.consultations.models import Consultation
from consult.consultations.queries import stage_at
from consult.consultations.rules import Stage
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, JUST_BEFORE, OPENS_AT, make_draft, make_group
from consult.demo.makers.outreach import make_consultee
from consult.gates.actions import add_proof, go_on
from consult.gates.models import GateLook
from consult.gates.rules import Gate, Point, Proof, ProofValues
from consult.jobs.actions import order_ticks
from consult.jobs.engine import run_due_jobs_within
from consult.outreach.actions import add_milestone, choose_kind
from consult.outreach.actions.keeping import MilestoneValues
from consult.outreach.rules import Basis, ConsultationKind, MilestoneKind
from consult.post.models import Mail

WHY = "The papers are with the project."


@pytest.fixture
def officer(session):
    return make_account(session, role=Role.OFFICER)


@pytest.fixture
def approver(session):
    return make_account(session, role=Role.APPROVER)


@pytest.fixture
def draft(session, officer):
    return make_draft(session, officer=officer, groups=[make_group(session)])


def approved(session, consultation, approver):
    """Approve it as the approver's page does: the word, and the reason for what is not met."""
    by = {"session": session, "consultation": consultation, "by_id": approver.id, "now": JUST_BEFORE}
    submit_for_approval(session, consultation=consultation, by_id=consultation.created_by_id, now=JUST_BEFORE)
    approve(**by)
    go_on(point=Point.APPROVE, reason=WHY, **by)
    session.commit()
    return consultation


def decided(session, consultation, officer, *, on):
    values = MilestoneValues(kind=MilestoneKind.DECISION, happened_on=on, body_name="Cabinet", words="It was decided.")
    add_milestone(session, consultation=consultation, values=values, by_id=officer.id, now=JUST_BEFORE)
    session.commit()


def tick(session, clock, settings):
    session.commit()
    clock.advance(minutes=1)
    order_ticks(session, now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    session.expire_all()


def looks(session, point):
    return session.scalars(select(GateLook).where(GateLook.point == point).order_by(GateLook.id)).all()


def test_what_is_still_true_opens_by_itself(session, clock, settings, draft, approver):
    approved(session, draft, approver)
    clock.move_to(OPENS_AT - timedelta(hours=2))
    tick(session, clock, settings)
    clock.move_to(OPENS_AT)
    assert stage_at(session, draft, now=clock.now()) is Stage.OPEN
    assert looks(session, Point.OPEN) == []


def test_what_was_decided_after_the_approval_keeps_it_from_opening_and_the_approver_is_told(
    session, clock, settings, draft, officer, approver
):
    approved(session, draft, approver)
    decided(session, draft, officer, on=JUST_BEFORE.date() + timedelta(days=2))
    clock.move_to(OPENS_AT - timedelta(hours=2))
    tick(session, clock, settings)
    assert stage_at(session, session.get_one(Consultation, draft.id), now=OPENS_AT) is Stage.AWAITING_APPROVAL
    assert session.scalars(select(Mail.to_address).where(Mail.to_address == approver.email)).all() == [approver.email]
    tick(session, clock, settings)
    assert len(looks(session, Point.OPEN)) == 1, "it is told once, not each minute"


def test_an_approver_who_goes_on_with_a_reason_opens_it_after_all(session, clock, settings, draft, officer, approver):
    approved(session, draft, approver)
    decided(session, draft, officer, on=JUST_BEFORE.date() + timedelta(days=2))
    clock.move_to(OPENS_AT - timedelta(hours=2))
    tick(session, clock, settings)
    approve(session, consultation=draft, by_id=approver.id, now=clock.now())
    go_on(session, consultation=draft, point=Point.APPROVE, reason=WHY, by_id=approver.id, now=clock.now())
    tick(session, clock, settings)
    assert stage_at(session, session.get_one(Consultation, draft.id), now=OPENS_AT) is Stage.OPEN


def test_a_reason_for_one_window_does_not_pass_a_shorter_one(session, draft, approver):
    draft.closes_at = OPENS_AT + timedelta(weeks=5)
    submit_for_approval(session, consultation=draft, by_id=draft.created_by_id, now=JUST_BEFORE)
    by = {"consultation": draft, "point": Point.APPROVE, "by_id": approver.id, "now": JUST_BEFORE}
    assert Gate.TIME in {each.gate for each in go_on(session, reason=WHY, **by)}
    assert go_on(session, reason="", **by) == (), "what was passed stays passed"
    draft.closes_at = OPENS_AT + timedelta(weeks=1)
    assert {each.gate for each in go_on(session, reason="We are in a hurry.", **by)} == {Gate.TIME}


def test_a_week_before_the_close_the_record_is_looked_at_and_its_keepers_are_told(
    session, clock, settings, draft, officer, approver, visitor
):
    make_consultee(session, now=JUST_BEFORE, consultation=draft, name="The diocese", basis=Basis.LAW)
    approved(session, draft, approver)
    clock.move_to(OPENS_AT)
    tick(session, clock, settings)
    assert looks(session, Point.CLOSE) == []
    clock.move_to(CLOSES_AT - timedelta(days=6))
    tick(session, clock, settings)
    tick(session, clock, settings)
    (look,) = looks(session, Point.CLOSE)
    assert {each["gate"] for each in look.judged if not each["is_open"]} == {"required_asked"}
    mails = session.scalars(select(Mail).where(Mail.to_address == officer.email)).all()
    assert [mail.subject for mail in mails] == ["A consultation closes soon, and something is not done"]
    assert visitor.sign_in_as(officer, at=clock.now()).open("/desk").says("1 check is not met, and it closes soon")


def test_whoever_may_says_why_it_closed_so_and_how_it_stood_is_kept(session, clock, settings, draft, approver, visitor):
    make_consultee(session, now=JUST_BEFORE, consultation=draft, name="The diocese", basis=Basis.LAW)
    approved(session, draft, approver)
    clock.move_to(OPENS_AT)
    tick(session, clock, settings)
    clock.move_to(CLOSES_AT + timedelta(minutes=2))
    tick(session, clock, settings)
    tick(session, clock, settings)
    assert len(looks(session, Point.CLOSE)) == 1
    page = visitor.sign_in_as(approver, at=clock.now()).open(f"/desk/consultations/{draft.id}/checks")
    assert page.says("Not asked: The diocese.")
    visitor.fill("Why do you go on all the same?", "The diocese has merged.").press("Put the reason on the record")
    assert visitor.open(f"/consultations/{draft.slug}/who-was-consulted").says("The diocese has merged.")


@pytest.fixture
def proposal(session, draft, officer):
    """A statutory proposal: four weeks to the day."""
    draft.opens_at, draft.closes_at = OPENS_AT, OPENS_AT + timedelta(weeks=4, days=-1, hours=7)
    by = {"consultation": draft, "actor": officer.actor, "now": JUST_BEFORE}
    choose_kind(session, kind=ConsultationKind.SCHOOL_ORGANISATION, **by)
    values = ProofValues(
        proof=Proof.EARLIER,
        looked_on=date(2025, 11, 3),
        by="Schools team",
        words="Six drop-ins in autumn.",
        link="https://council.example/autumn",
    )
    add_proof(session, consultation=draft, values=values, by_id=officer.id, now=JUST_BEFORE)
    return draft


def test_four_weeks_of_the_law_cannot_be_made_longer(session, clock, proposal, officer, approver, visitor):
    approved(session, proposal, approver)
    clock.move_to(OPENS_AT + timedelta(days=3))
    visitor.sign_in_as(officer, at=clock.now()).open(f"/desk/consultations/{proposal.id}/extend")
    visitor.fill_date("New closing time", 30, 4, 2026, "17:00").fill("Why do people get more time?", "Easter.")
    page = visitor.press("Give more time", expect=422)
    assert page.says("The law gives four weeks for this, and nobody can give more.")
    assert page.says("Easter.")


def test_the_earlier_consultation_is_linked_for_everyone(session, clock, proposal, approver, visitor):
    approved(session, proposal, approver)
    clock.move_to(OPENS_AT + timedelta(days=1))
    page = visitor.open(f"/consultations/{proposal.slug}/who-was-consulted")
    assert page.says("Six drop-ins in autumn.")
    assert "https://council.example/autumn" in page.links.values()


def test_admissions_may_be_extended_until_the_end_of_january_only(session, clock, draft, officer, approver, visitor):
    draft.opens_at = OPENS_AT
    by = {"consultation": draft, "actor": officer.actor, "now": JUST_BEFORE}
    choose_kind(session, kind=ConsultationKind.ADMISSIONS, **by)
    approved(session, draft, approver)
    clock.move_to(OPENS_AT + timedelta(days=3))
    visitor.sign_in_as(officer, at=clock.now()).open(f"/desk/consultations/{draft.id}/extend")
    visitor.fill_date("New closing time", 30, 5, 2026, "17:00").fill("Why do people get more time?", "Easter.")
    assert visitor.press("Give more time", expect=422).says("31 January")
