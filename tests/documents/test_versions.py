"""What holds when a document is imported, revised and published."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from consult.documents.actions import import_document, publish_version, revise_document, settle_review
from consult.documents.importing.registry import import_pasted
from consult.documents.models import Paragraph
from consult.documents.queries import (
    document_for_reading,
    latest_published_version,
    latest_version,
    lines_of_descent,
    paragraph_in_version,
    paragraphs_to_review,
)
from consult.documents.rules import Change, VersionState
from consult.kernel.errors import NotFound, Refused

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FIRST = (
    "# Plan\n\n## Support\n\nEach school in the north gets one more psychologist from September.\n\n"
    "Support money is published once a year in March.\n\n## Chairs\n\n"
    "Every network chooses its chair in June of each year."
)

INSERTED = (
    "INSERT INTO sections (version_id, level, number, heading, position) "
    "SELECT id, 1, '9', 'More', 99 FROM document_versions"
)


def imported(source):
    return import_pasted(source, title="Plan")


def published(session, source=FIRST):
    document = import_document(session, imported=imported(source), by="account:1", now=NOW)
    publish_version(session, version=document.versions[0], by="account:2", now=NOW)
    return document


def identities(session, version):
    return {paragraph.number: paragraph.identity for paragraph in version.paragraphs}


def test_the_same_source_gives_the_same_identities(session):
    first = import_document(session, imported=imported(FIRST), by="account:1", now=NOW)
    second = import_document(session, imported=imported(FIRST), by="account:1", now=NOW + timedelta(days=3))
    assert identities(session, first.versions[0]) == identities(session, second.versions[0])
    assert first.versions[0].sha256 == second.versions[0].sha256


def test_paragraphs_keep_their_identity_through_a_new_version(session):
    document = published(session)
    before = identities(session, document.versions[0])
    source = FIRST.replace("## Support\n\n", "## Support\n\nThis part is new and stands first.\n\n").replace(
        "one more psychologist", "two more psychologists"
    )
    version = revise_document(
        session, document=document, imported=imported(source), by="account:1", now=NOW + timedelta(days=1)
    )
    after = identities(session, version)
    assert (version.number, version.state) == (2, VersionState.DRAFT)
    assert after["1.2"] == before["1.1"]
    assert after["1.3"] == before["1.2"]
    assert after["2.1"] == before["2.1"]
    assert after["1.1"] not in before.values()
    assert [
        (line.from_number, line.to_number, line.change) for line in lines_of_descent(session, version_id=version.id)
    ] == [
        ("1.1", "1.2", Change.EDITED),
        ("1.2", "1.3", Change.UNCHANGED),
        ("2.1", "2.1", Change.UNCHANGED),
    ]


def test_revising_a_draft_replaces_it_and_keeps_identities(session):
    document = import_document(session, imported=imported(FIRST), by="account:1", now=NOW)
    before = identities(session, document.versions[0])
    source = FIRST.replace("one more", "two more")
    version = revise_document(session, document=document, imported=imported(source), by="account:1", now=NOW)
    assert [version.number for version in document.versions] == [1]
    assert identities(session, version) == before


def test_going_back_to_the_first_words_brings_back_the_first_identities(session):
    document = published(session)
    before = identities(session, document.versions[0])
    revise_document(session, document=document, imported=imported("# Plan\n\nAll gone."), by="account:1", now=NOW)
    version = revise_document(session, document=document, imported=imported(FIRST), by="account:1", now=NOW)
    assert identities(session, version) == before


def test_what_is_unsure_is_new_and_waits_for_a_person(session):
    source = (
        "# Plan\n\nThe seventh district gets one more attendance worker for its schools.\n\n"
        "The eighth district gets one more attendance worker for its schools."
    )
    document = published(session, source)
    before = identities(session, document.versions[0])
    revised = "# Plan\n\nThe ninth district gets one more attendance worker for its schools."
    version = revise_document(session, document=document, imported=imported(revised), by="account:1", now=NOW)
    waiting = paragraphs_to_review(session, version_id=version.id)
    assert [paragraph.number for paragraph in waiting] == ["1"]
    assert waiting[0].identity not in before.values()
    old = paragraph_in_version(session, version_id=document.versions[0].id, identity=before["2"])
    settle_review(session, paragraph=waiting[0], lives_on_from=old, by="account:1", now=NOW)
    assert identities(session, version) == {"1": before["2"]}
    assert not paragraphs_to_review(session, version_id=version.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document_versions SET source = 'other' WHERE state = 'published'",
        "UPDATE document_versions SET state = 'draft', published_at = NULL WHERE state = 'published'",
        "DELETE FROM document_versions",
        "UPDATE paragraphs SET html = 'other'",
        "DELETE FROM paragraphs",
        "UPDATE sections SET heading = 'other'",
        INSERTED,
    ],
)
def test_nobody_changes_a_published_version_not_even_in_the_database(session, statement):
    published(session)
    with pytest.raises(DBAPIError, match="never changes"), session.begin_nested():
        session.execute(text(statement))


def test_a_published_version_is_not_published_again(session):
    document = published(session)
    with pytest.raises(Refused, match="Make a new version"):
        publish_version(session, version=document.versions[0], by="account:2", now=NOW)


def test_the_reading_view_takes_four_queries_however_long_the_document(session):
    source = "# Plan\n\n" + "\n\n".join(
        f"## Part {n}\n\nWords of part {n}.\n\nMore words of part {n}." for n in range(40)
    )
    document = published(session, source)
    version_id = document.versions[0].id
    statements = []
    session.expire_all()
    event.listen(session.connection(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    reading = document_for_reading(session, version_id=version_id)
    assert len(statements) == 4
    assert [part.number for part in reading.parts][:2] == ["1", "2"]
    assert reading.paragraphs[3].number == "2.2"


def test_headings_that_skip_a_level_are_shown_without_a_gap(session):
    source = "# Plan\n\n## One\n\nWords.\n\n##### Deep\n\nMore.\n\n### Less deep\n\nMore.\n\n## Two\n\nEnd.\n"
    document = published(session, source)
    reading = document_for_reading(session, version_id=document.versions[0].id)
    assert [(one.heading, one.depth) for one in reading.sections] == [
        ("One", 1),
        ("Deep", 2),
        ("Less deep", 2),
        ("Two", 1),
    ]
    assert reading.minutes == 1


def test_a_version_nobody_published_is_not_found(session):
    document = import_document(session, imported=imported(FIRST), by="account:1", now=NOW)
    assert latest_version(session, document_id=document.id).number == 1
    with pytest.raises(NotFound):
        latest_published_version(session, document_id=document.id)
    with pytest.raises(NotFound):
        document_for_reading(session, version_id=987654)


def test_the_stored_text_is_what_quotes_are_looked_up_in(session):
    document = published(session)
    stored = session.scalars(select(Paragraph.text).where(Paragraph.version_id == document.versions[0].id)).all()
    assert "Support money is published once a year in March." in stored
