"""Searching finds what is published inside consultations, and nothing that is not."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from consult.consultations.models import Consultation
from consult.demo.makers.documents import make_document
from consult.demo.makers.outcomes import make_decided, make_findings, make_promise, make_reply
from consult.documents.actions import publish_version, revise_document
from consult.documents.importing.registry import import_pasted
from consult.documents.models import DocumentVersion
from consult.frontdoor.actions import index_everything, index_version
from consult.frontdoor.queries.finding import excerpt_of, found_inside
from consult.jobs.engine import run_due_jobs_within
from consult.outcomes.actions.editions import approve_edition, propose_edition, publish_edition
from consult.storage.search import SearchEntry
from tests.conftest import MONDAY_MORNING as NOW
from tests.frontdoor.conftest import add_consultation
from tests.frontdoor.test_follow import count_queries
from tests.outcomes.scene import NOW as CLOSED_A_WEEK
from tests.outcomes.scene import make_scene

PLAN = "# A plan\n\n## Crossings\n\nThe council paints zebras at every school gate.\n\n## Trees\n\nOaks are planted.\n"
AGAIN = PLAN.replace("zebras", "toucans")


@pytest.fixture
def asked(session, officer) -> Consultation:
    document = make_document(session, source=PLAN, title="A plan")
    consultation = add_consultation(session, title="Ways to school", slug="ways", by=officer)
    consultation.document_version_id = document.versions[0].id
    index_version(session, document.versions[0])
    return consultation


def test_a_paragraph_is_found_by_its_words_and_opened_where_it_stands(visitor, session, asked):
    page = visitor.open("/search?q=zebras")
    assert page.says("In the documents")
    assert page.says("The council paints zebras at every school gate.")
    (identity,) = [each.identity for each in _version(session, asked).paragraphs if "zebras" in each.text]
    assert page.links["Crossings"] == f"/consultations/ways/document#{identity}"


def test_a_redraft_takes_the_place_of_what_it_replaces(session, asked, clock, settings):
    document, again = _version(session, asked).document, import_pasted(AGAIN, title="A plan")
    redraft = revise_document(session, document=document, imported=again, by="system", now=NOW)
    publish_version(session, version=redraft, by="system", now=NOW)
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert not found_inside(session, "zebras", now=NOW)
    assert found_inside(session, "toucans", now=NOW)


def test_what_was_published_before_can_be_made_findable(session, edition_to_publish, clock, asked):
    edition, scene, _promise = edition_to_publish
    publish_edition(session, edition=edition, by_id=scene.officer.id, now=clock.now())
    session.execute(delete(SearchEntry))
    assert index_everything(session) == len(_version(session, asked).paragraphs) + 2  # a point and a promise
    assert found_inside(session, "zebras", now=clock.now())
    assert found_inside(session, "buses", now=clock.now())
    assert index_everything(session) == session.scalar(select(func.count()).select_from(SearchEntry))


@pytest.mark.parametrize("over", [{"opens_at": NOW + timedelta(days=1)}, {"withdrawn_at": NOW}, {"approved_at": None}])
def test_what_nobody_may_see_is_not_found(visitor, session, asked, over):
    for name, value in over.items():
        setattr(asked, name, value)
    if "withdrawn_at" in over:
        asked.withdrawn_reason = "Overtaken"
    session.commit()
    assert not visitor.open("/search?q=zebras").says("In the documents")


def test_points_and_promises_are_found_once_they_are_published(visitor, session, clock, settings, edition_to_publish):
    edition, scene, promise = edition_to_publish
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert not found_inside(session, "buses", now=clock.now())
    publish_edition(session, edition=edition, by_id=scene.officer.id, now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    session.commit()
    point = scene.themes[0]
    page = visitor.open("/search?q=buses")
    assert page.says("What people said, and the answer")
    assert page.links[point.name] == f"/consultations/schools/you-said-we-did#point-{point.id}"
    page = visitor.open("/search?q=walking route")
    assert page.says("What the council promised")
    assert page.links[promise.promise] == f"/commitments/{promise.reference}"
    point.name = "Renamed since"
    session.commit()
    assert not visitor.open("/search?q=buses").says("Renamed since")  # what was published stands


@pytest.fixture
def edition_to_publish(session, clock):
    scene = make_scene(session)
    theme = scene.theme("Buses", said_by={"Parents": 12})
    make_findings(session, consultation=scene.consultation, by_id=scene.officer.id, now=CLOSED_A_WEEK)
    reply = make_reply(session, theme=theme, by_id=scene.officer.id, now=CLOSED_A_WEEK)
    promise = make_promise(session, reply=reply, by_id=scene.officer.id, now=CLOSED_A_WEEK)
    make_decided(session, consultation=scene.consultation, by_id=scene.maker.id, now=CLOSED_A_WEEK)
    clock.move_to(CLOSED_A_WEEK + timedelta(days=30))
    edition = propose_edition(session, consultation=scene.consultation, by_id=scene.officer.id, now=clock.now())
    approve_edition(session, edition=edition, sha256_seen=edition.sha256, by_id=scene.approver.id, now=clock.now())
    session.commit()
    return edition, scene, promise


def test_a_search_takes_as_many_queries_for_many_as_for_one(session, connection, asked):
    few = count_queries(connection, lambda: found_inside(session, "planted", now=NOW))
    many = "# A plan\n\n" + "".join(f"## Part {n}\n\nOaks are planted here, number {n}.\n\n" for n in range(60))
    document = make_document(session, source=many, title="Many")
    index_version(session, document.versions[0])
    asked.document_version_id = document.versions[0].id
    session.flush()
    assert count_queries(connection, lambda: found_inside(session, "planted", now=NOW)) == few
    assert len(next(iter(found_inside(session, "planted", now=NOW).values()))) == 10


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Short and whole", ["and"], "Short and whole"),
        ("one two three four five six seven eight nine", ["seven"], "… six seven eight …"),
        ("one two three four five six seven eight nine", ["absent"], "one two three …"),
    ],
)
def test_an_excerpt_shows_the_words_that_were_found(text, words, shown):
    assert excerpt_of(text, words, at_most=18) == shown


def _version(session, consultation):
    return session.get_one(DocumentVersion, consultation.document_version_id)
