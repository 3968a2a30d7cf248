"""Those who asked for the outcome are told once, and nobody else is."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.demo.makers.outcomes import make_decided, make_findings, make_published_edition, make_reply
from consult.jobs.actions import claim_job
from consult.jobs.context import JobContext
from consult.jobs.models import Job
from consult.kernel.clock import HandClock
from consult.outcomes.jobs import tell_respondents
from consult.outcomes.models import Edition, OutcomeMail
from consult.post.models import Mail
from consult.settings import Settings
from consult.storage.engine import Database
from tests.outcomes.scene import NOW, Scene

LATER = NOW + timedelta(days=9)


@pytest.fixture
def edition(scene: Scene) -> Edition:
    scene.wants_outcome(scene.said(scene.themes[0]), "first@example.org")
    scene.wants_outcome(scene.said(scene.themes[0]), "second@example.org")
    scene.wants_outcome(scene.said(scene.themes[1]), "FIRST@example.org")
    scene.wants_outcome(scene.said(scene.themes[1], withdrawn_at=NOW), "withdrew@example.org")
    scene.wants_outcome(scene.said(scene.themes[1]), "no address at all")
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    for theme in scene.themes:
        make_reply(scene.session, theme=theme, by_id=scene.officer.id, now=NOW)
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)
    made = make_published_edition(
        scene.session,
        consultation=scene.consultation,
        by_id=scene.officer.id,
        approved_by_id=scene.approver.id,
        now=LATER,
    )
    scene.session.commit()
    return made


def run(scene: Scene, edition: Edition, database: Database, settings: Settings) -> dict[str, int]:
    job = scene.session.scalars(select(Job).where(Job.name == "outcomes.tell_respondents")).one()
    claim_job(scene.session, job_id=job.id, worker="the test", now=LATER)  # a second run still holds its lease
    scene.session.commit()
    context = JobContext(database=database, clock=HandClock(LATER), settings=settings, job_id=job.id, worker="the test")
    return tell_respondents(context, edition_id=edition.id)


def test_each_person_who_asked_gets_one_mail(
    scene: Scene, edition: Edition, database: Database, settings: Settings
) -> None:
    assert run(scene, edition, database, settings) == {"told": 2}
    mails = scene.session.scalars(select(Mail).order_by(Mail.to_address)).all()
    assert [mail.to_address for mail in mails] == ["first@example.org", "second@example.org"]
    assert mails[0].subject == "You said, we did: Helping every school to improve"
    assert "http://localhost/consultations/schools/you-said-we-did" in mails[0].text_body


def test_running_it_again_after_a_crash_sends_no_second_mail(
    scene: Scene, edition: Edition, database: Database, settings: Settings
) -> None:
    run(scene, edition, database, settings)
    assert run(scene, edition, database, settings) == {"told": 0}
    assert scene.session.scalar(select(func.count()).select_from(Mail)) == 2


def test_an_address_that_cannot_be_written_to_keeps_nobody_else_from_being_told(
    scene: Scene, edition: Edition, database: Database, settings: Settings
) -> None:
    run(scene, edition, database, settings)
    assert scene.session.scalar(select(func.count()).select_from(OutcomeMail)) == 3
