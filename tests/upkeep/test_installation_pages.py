"""Administrators see how the installation stands, and start again what failed."""

import pytest

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.jobs.actions import claim_job, enqueue, fail_job
from consult.jobs.models import Job
from consult.jobs.rules import JobState
from tests.frontdoor.test_follow import count_queries


@pytest.fixture
def administrator(visitor, session, settings):
    settings.data.mkdir(parents=True, exist_ok=True)
    return visitor.sign_in_as(make_account(session, role=Role.ADMINISTRATOR, name="Ada"))


@pytest.fixture
def failed(session, clock):
    job = enqueue(session, "test.nothing", key="one", now=clock.now())
    claim_job(session, job_id=job.id, worker="w", now=clock.now())
    session.expire_all()
    fail_job(session, job_id=job.id, worker="w", fault="The disk was full.", is_final=True, now=clock.now())
    session.expire_all()
    return session.get_one(Job, job.id)


def test_the_installation_says_how_it_stands(administrator):
    administrator.open("/desk")
    page = administrator.follow("Installation")
    for about in ("Disk", "Jobs", "Mails", "Backups", "Last verified restore"):
        assert page.says(about)
    assert page.says("None yet. Run consult restore --verify")


def test_a_failed_job_says_why_and_is_started_again(administrator, failed, session):
    administrator.open("/installation")
    page = administrator.follow("See the jobs")
    assert page.says("The disk was full.")
    administrator.press(f"Start again test.nothing {failed.id}")
    session.expire_all()
    assert failed.state is JobState.WAITING
    assert failed.attempts == 0


def test_a_waiting_job_is_cancelled(administrator, session, clock):
    job = enqueue(session, "test.nothing", key="two", now=clock.now())
    administrator.open("/installation/jobs?show=waiting")
    administrator.press(f"Cancel test.nothing {job.id}")
    session.expire_all()
    assert job.state is JobState.CANCELLED


def test_a_list_without_jobs_says_so(administrator):
    assert administrator.open("/installation/jobs?show=cancelled").says("There is no such job")


def test_nobody_else_sees_the_installation(visitor, session):
    visitor.sign_in_as(make_account(session, role=Role.OFFICER))
    visitor.open("/installation", expect=403)
    visitor.open("/installation/jobs", expect=403)
    assert not visitor.open("/desk").links.get("Installation")


def test_a_long_list_of_jobs_takes_as_many_queries_as_a_short_one(administrator, session, clock, connection):
    enqueue(session, "test.nothing", key="first", now=clock.now())
    few = count_queries(connection, lambda: administrator.open("/installation/jobs"))
    for number in range(60):
        enqueue(session, "test.nothing", key=f"more{number}", now=clock.now())
    assert count_queries(connection, lambda: administrator.open("/installation/jobs")) == few
