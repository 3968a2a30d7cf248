"""Starting an analysis, what it is called provisional for, and a job that dies half way."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.actions import start_run, stop_run, store_themes
from consult.analysis.models import Assignment, Campaign, Codebook, Run, Theme, Unassigned
from consult.analysis.pipeline import Options, find_themes
from consult.analysis.queries.texts import texts_to_analyse
from consult.demo.makers.analysis import ALL_SAID, make_response, make_responses, make_run
from consult.demo.makers.consultations import make_consultation
from consult.demo.makers.documents import make_document_version
from consult.jobs.engine import run_due_jobs_within
from consult.jobs.queries import job_by_key
from consult.kernel.clock import HandClock
from consult.kernel.errors import Refused
from consult.settings import Settings
from tests.analysis.conftest import NOW, Scene


def test_the_queue_runs_an_analysis_and_tells_how_far_it_is(
    session: Session, clock: HandClock, settings: Settings
) -> None:
    consultation = make_consultation(session)
    make_responses(session, consultation=consultation, now=clock.now())
    run = start_run(session, consultation=consultation, question=consultation.questions[0], by_id=None, now=clock.now())
    assert run_due_jobs_within(session, clock=clock, settings=settings) >= 1
    job = job_by_key(session, f"analysis.run:{run.id}")
    assert job is not None
    assert (job.share_done, job.fault) == (1, "")
    assert run.finished_at is not None
    assert session.scalar(select(func.count()).select_from(Theme)) == run.counts["themes"] > 0


def test_an_analysis_while_people_can_still_answer_is_provisional(session: Session, clock: HandClock) -> None:
    consultation = make_consultation(session)
    make_responses(session, consultation=consultation, now=clock.now())
    assert make_run(session, consultation=consultation, now=clock.now()).provisional


def test_an_analysis_before_the_intake_is_complete_is_provisional(scene: Scene) -> None:
    scene.consultation.intake_complete_at = None
    scene.session.flush()
    assert make_run(scene.session, consultation=scene.consultation, now=NOW).provisional


def test_nothing_written_is_nothing_to_analyse(session: Session, clock: HandClock) -> None:
    consultation = make_consultation(session)
    with pytest.raises(Refused, match="nobody has written anything"):
        start_run(session, consultation=consultation, question=consultation.questions[0], by_id=None, now=clock.now())


def test_one_analysis_at_a_time(scene: Scene) -> None:
    again = {"consultation": scene.consultation, "question": scene.consultation.questions[0]}
    first = start_run(scene.session, by_id=scene.officer.id, now=NOW, **again)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="under way"):
        start_run(scene.session, by_id=scene.officer.id, now=NOW, **again)  # type: ignore[arg-type]
    stop_run(scene.session, run=first, by_id=scene.officer.id, now=NOW)
    start_run(scene.session, by_id=scene.officer.id, now=NOW, **again)  # type: ignore[arg-type]


def test_a_job_that_is_run_again_after_a_crash_leaves_the_same_behind(scene: Scene) -> None:
    run = scene.run
    texts = texts_to_analyse(scene.session, scene.codebook, closed_question_id=None)
    before = scene.picture()
    store_themes(scene.session, run=run, found=find_themes(texts, Options()), now=NOW + timedelta(hours=1))
    assert scene.picture() == before
    assert run.finished_at == NOW


def test_withdrawn_responses_are_not_analysed(scene: Scene) -> None:
    gone = make_response(scene.session, consultation=scene.consultation, text="Take me out again please", now=NOW)
    gone.withdrawn_at = NOW
    scene.session.flush()
    texts = texts_to_analyse(scene.session, scene.codebook, closed_question_id=None)
    assert len(texts) == 21


def test_comments_on_paragraphs_are_analysed_apart(session: Session, clock: HandClock) -> None:
    document = make_document_version(session)
    consultation = make_consultation(session, document=document)
    paragraph = document.paragraphs[0]
    for words in ALL_SAID:
        make_response(session, consultation=consultation, text=words, paragraph_id=paragraph.id, now=clock.now())
    run = make_run(session, consultation=consultation, of_comments=True, now=clock.now())
    codebook = session.get_one(Codebook, run.codebook_id)
    assert codebook.question_id is None
    themed = set(session.scalars(select(Assignment.comment_id)))
    lying = set(session.scalars(select(Unassigned.comment_id)))
    assert len(themed) + len(lying) == len(ALL_SAID)
    assert None not in themed | lying


def test_the_ticked_answer_beside_the_words_is_used(session: Session, clock: HandClock) -> None:
    consultation = make_consultation(session)
    scale = consultation.questions[1]
    for place in range(12):
        make_response(
            session, consultation=consultation, text=f"It is about the money number {place}", question=scale,
            scale=1 + 4 * (place % 2), now=clock.now(),
        )  # fmt: skip
    run = make_run(session, consultation=consultation, question=scale, now=clock.now())
    assert run.parameters["closed_question_id"] == scale.id
    codebook = session.get_one(Codebook, run.codebook_id)
    texts = texts_to_analyse(session, codebook, closed_question_id=scale.id)
    assert {text.closed_answer for text in texts} == {"for", "against"}


def test_a_letter_that_many_sent_is_noted_and_every_copy_counts(session: Session, clock: HandClock) -> None:
    consultation = make_consultation(session)
    letter = "Keep our nursery open because families in this part of the city have nowhere else to go"
    make_responses(session, consultation=consultation, texts=[letter] * 5, now=clock.now())
    run = make_run(session, consultation=consultation, now=clock.now())
    (campaign,) = session.scalars(select(Campaign).where(Campaign.run_id == run.id))
    assert (campaign.size, campaign.template) == (5, letter)
    assert session.scalar(select(func.count()).select_from(Assignment)) == 5


def test_a_run_says_how_it_found_its_themes(scene: Scene) -> None:
    run = scene.session.get_one(Run, scene.run.id)
    assert run.engine.startswith("consult-tier-1")
    assert len(run.input_digest) == 64
    assert run.parameters["pipeline"]["granularity"] == "1.0"
    assert "scikit-learn" in run.parameters["libraries"]
