"""What the council answers waits in a pre-election period, until the monitoring officer allows it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.consultations.actions import allow_publishing, call_pre_election_period
from consult.demo.makers.accounts import make_account
from consult.demo.makers.outcomes import make_decided, make_findings, make_reply
from consult.jobs.actions import claim_job
from consult.jobs.context import JobContext
from consult.jobs.models import Job
from consult.kernel.clock import HandClock
from consult.kernel.errors import Refused
from consult.outcomes.actions import approve_edition, propose_edition, publish_edition
from consult.outcomes.jobs import tell_respondents
from consult.outcomes.models import Edition
from consult.outcomes.rules import EditionState
from consult.post.models import Mail
from tests.outcomes.scene import NOW

LATER = NOW + timedelta(days=9)
WHY = "It is about a school in one ward, and nobody contests it."


@pytest.fixture
def guard(scene):
    return make_account(scene.session, role=Role.MONITORING_OFFICER, now=NOW)


def period(scene, guard, *, begins):
    made = call_pre_election_period(
        scene.session,
        name="City elections",
        starts_on=begins.date(),
        ends_on=begins.date() + timedelta(days=30),
        by_id=guard.id,
        now=NOW,
    )
    scene.session.commit()
    return made


@pytest.fixture
def approved(scene):
    """An edition that is approved and not published."""
    scene.wants_outcome(scene.said(scene.themes[0]), "first@example.org")
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    for theme in scene.themes:
        make_reply(scene.session, theme=theme, by_id=scene.officer.id, now=NOW)
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)
    made = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=LATER)
    approve_edition(scene.session, edition=made, sha256_seen=made.sha256, by_id=scene.approver.id, now=LATER)
    scene.session.commit()
    return made


def publish(scene, edition, *, now=LATER):
    return publish_edition(scene.session, edition=edition, by_id=scene.officer.id, now=now)


def test_an_answer_is_not_published_before_an_election(scene, approved, guard):
    period(scene, guard, begins=LATER)
    with pytest.raises(Refused, match="waits for the monitoring officer"):
        publish(scene, approved)


def test_the_day_after_the_election_it_is_published(scene, approved, guard):
    period(scene, guard, begins=LATER)
    assert publish(scene, approved, now=LATER + timedelta(days=31)).state is EditionState.PUBLISHED


def test_the_monitoring_officer_finds_it_on_the_desk_and_allows_it_with_a_reason(
    scene, approved, guard, visitor, clock
):
    period(scene, guard, begins=LATER)
    clock.move_to(LATER)
    page = visitor.sign_in_as(guard, at=LATER).open("/desk")
    assert page.says("Say whether this answer may be published before the election")
    visitor.follow("Say whether this answer may be published before the election")
    assert visitor.press("Allow the answer to be published", expect=422).errors
    visitor.fill("Reason", WHY).press("Allow the answer to be published")
    assert publish(scene, scene.session.get_one(Edition, approved.id)).state is EditionState.PUBLISHED
    scene.session.commit()
    assert visitor.open("/consultations/schools/who-was-consulted").says(WHY)


def test_the_officer_reads_why_it_waits_instead_of_finding_a_button(scene, approved, guard, visitor, clock):
    period(scene, guard, begins=LATER)
    clock.move_to(LATER)
    address = f"/desk/consultations/{scene.consultation.id}/editions/{approved.id}"
    page = visitor.sign_in_as(scene.officer, at=LATER).open(address)
    assert page.says("The pre-election period “City elections” runs. Publishing waits for the monitoring officer.")
    assert "Publish this edition" not in page.buttons


def run(scene, edition, database, settings, *, now):
    jobs = select(Job).where(Job.name == "outcomes.tell_respondents").order_by(Job.id.desc())
    job = scene.session.scalars(jobs).first()
    job.not_before = now
    claim_job(scene.session, job_id=job.id, worker="the test", now=now)
    scene.session.commit()
    context = JobContext(database=database, clock=HandClock(now), settings=settings, job_id=job.id, worker="the test")
    return tell_respondents(context, edition_id=edition.id)


def n_mails(scene):
    return scene.session.scalar(select(func.count()).select_from(Mail).where(Mail.to_address == "first@example.org"))


def test_mails_about_an_answer_that_came_out_the_day_before_wait_too_and_leave_when_it_is_over(
    scene, approved, guard, database, settings
):
    begins = LATER + timedelta(days=1)
    period(scene, guard, begins=begins)
    publish(scene, approved)
    scene.session.commit()
    assert run(scene, approved, database, settings, now=begins) == {"told": 0, "waits": 1}
    assert n_mails(scene) == 0
    waiting = scene.session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert waiting.not_before == begins + timedelta(hours=1)
    assert run(scene, approved, database, settings, now=begins + timedelta(days=31)) == {"told": 1}
    assert n_mails(scene) == 1


def test_mails_leave_when_the_monitoring_officer_allows_them(scene, approved, guard, database, settings):
    begins = LATER + timedelta(days=1)
    called = period(scene, guard, begins=begins)
    publish(scene, approved)
    allow = {"period": called, "reason": WHY, "by_id": guard.id, "now": LATER}
    allow_publishing(scene.session, consultation=scene.consultation, **allow)
    scene.session.commit()
    assert run(scene, approved, database, settings, now=begins) == {"told": 1}
