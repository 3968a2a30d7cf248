"""A clerk uploads draft terms of reference, looks over what was read, and approves them as the draft."""

import pytest

from consult.accounts.rules import Role
from consult.bodies.queries.terms import terms_not_in_force
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import make_body
from consult.demo.makers.word import said, styles, word_file
from consult.jobs.engine import JobEngine

LEVELS = styles(("Heading1", "heading 1", ""), ("Heading3", "heading 3", ""))
TERMS = word_file(
    said("What it is for", style="Heading1")
    + said("It advises the council.")
    + said("Who sits on it", style="Heading1")
    + said("Twelve people do.")
    + said("How it works", style="Heading3")
    + said("It meets four times a year. Its papers are public."),
    word__styles_xml=LEVELS,
)


@pytest.fixture
def run_jobs(app, settings, clock, database):
    engine = JobEngine(database=database, clock=clock, settings=settings, keeps_alive=False)
    return lambda: [engine.run(job_id) for job_id in engine.due()]


@pytest.fixture
def body(session):
    return make_body(session)


@pytest.fixture
def clerk(visitor, session):
    return visitor.sign_in_as(make_account(session, role=Role.CLERK))


def reviewed(clerk, body, run_jobs):
    clerk.open(f"/desk/bodies/{body.id}/terms/write")
    clerk.upload("Upload a file", "terms.docx", TERMS)
    page = clerk.press("Save")
    assert page.heading == "Reading the document"
    run_jobs()
    return clerk.open(f"/desk/bodies/{body.id}/terms/review")


def test_an_uploaded_draft_is_looked_over_before_it_is_the_draft(clerk, body, run_jobs, session):
    page = reviewed(clerk, body, run_jobs)
    assert page.heading == "Look the document over"
    assert "a level is missing" in page.main
    assert terms_not_in_force(session, body_id=body.id, document_id=body.terms_document_id) is None
    assert "Look it over" in clerk.open(f"/desk/bodies/{body.id}/terms").links


def test_an_approved_draft_of_terms_is_a_version_with_numbered_paragraphs(clerk, body, run_jobs, session):
    page = reviewed(clerk, body, run_jobs)
    clerk.follow(next(words for words in page.links if words.startswith("Split it") and "four times" in words))
    clerk.fill("The paragraph", "It meets four times a year.\n\nIts papers are public.").press("Save")
    assert "1 change so far" in clerk.page.main
    page = clerk.press("Approve the document")
    assert page.heading == "Terms of reference"
    session.refresh(body)
    draft = terms_not_in_force(session, body_id=body.id, document_id=body.terms_document_id)
    assert [paragraph.text for paragraph in draft.paragraphs] == [
        "It advises the council.",
        "Twelve people do.",
        "It meets four times a year.",
        "Its papers are public.",
    ]
    assert "Look it over" not in page.links


def test_an_upload_that_is_set_aside_leaves_the_terms_as_they_were(clerk, body, run_jobs):
    reviewed(clerk, body, run_jobs)
    page = clerk.press("Set this upload aside")
    assert page.heading == "Terms of reference"
    assert "It has no terms of reference yet" in page.main


def test_a_file_of_another_kind_is_refused_beside_the_field(clerk, body):
    clerk.open(f"/desk/bodies/{body.id}/terms/write")
    clerk.upload("Upload a file", "terms.docx", b"\x89PNG\r\n")
    assert "looks like a picture" in clerk.press("Save", expect=422).main


def test_someone_who_does_not_serve_the_body_cannot_look_over_its_upload(clerk, body, run_jobs, visitor, session):
    reviewed(clerk, body, run_jobs)
    visitor.sign_in_as(make_account(session, role=Role.OFFICER)).open(
        f"/desk/bodies/{body.id}/terms/review", expect=403
    )
