"""An officer uploads a document, looks over what was read, puts it right, and approves it."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from consult.audit.models import AuditEvent
from consult.consultations.queries.reading import whole_consultation
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from consult.demo.makers.word import drawing, related, said, table, word_file
from consult.documents.actions import publish_version
from consult.documents.models import DocumentOriginal, DocumentUpload, DocumentVersion
from consult.jobs.engine import JobEngine
from tests.conftest import MONDAY_MORNING
from tests.documents.files import pdf_file, png
from tests.visitor import Visitor

RUNNING = said("Draft seven for the cabinet")
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Secret Author</dc:creator></cp:coreProperties>'
)
BODY = (
    said("A plan for schools", bold=True)
    + RUNNING
    + said("Why now", bold=True)
    + said("Every child reads well. Every child is in school.")
    + table(("Ward", "Schools"), ("North", "12"), headed=True)
    + drawing()
)


def plan() -> bytes:
    return word_file(
        BODY,
        word__media__map_png=png(40, 40, text=b"Secret Place"),
        docProps__core_xml=CORE,
        **related(pic1="media/map.png"),
    )


@pytest.fixture
def run_jobs(app, settings, clock, database):
    engine = JobEngine(database=database, clock=clock, settings=settings, keeps_alive=False)

    def run():
        for job_id in engine.due():
            engine.run(job_id)

    return run


@pytest.fixture
def draft(session):
    return make_draft(session)


@pytest.fixture
def officer(visitor, session, draft):
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{draft.id}/document")
    return visitor


def upload(officer, run_jobs, content, name="plan.docx"):
    officer.upload("Upload a file", name, content)
    page = officer.press("Save the document")
    assert page.says("You can leave this page")
    run_jobs()
    return officer.open(page.address)


def tick(officer, *labels):
    for label in labels:
        officer.choose(label)
    return officer


def act(officer, what, *labels, expect=200):
    tick(officer, *labels).select("What should become of what you ticked?", what)
    return officer.press("Change what is ticked", expect=expect)


def test_a_word_document_is_looked_over_put_right_and_approved(session, officer, draft, run_jobs):
    page = upload(officer, run_jobs, plan())
    assert page.heading == "Look the document over"
    assert page.says("This picture has no description.")
    act(officer, "Left out", "Draft seven for the cabinet")
    officer.follow("Split it: Every child reads well")
    officer.fill("The paragraph", "Every child reads well.\n\nEvery child is in school.").press("Save")
    officer.follow("Describe it: Picture 1")
    officer.fill("What does the picture show?", "A map of the four networks").press("Save")
    officer.follow("Change the words: Why now")
    assert officer.fill("Heading", "Why we ask now").press("Save").says("4 changes so far.")
    page = officer.fill("Title of the document", "Our plan").press("Approve the document")
    assert page.says("The document is saved.")
    assert page.says("Why we ask now")
    assert not page.says("Draft seven for the cabinet")
    version = session.get_one(DocumentVersion, whole_consultation(session, draft.id).document_version_id)
    assert [paragraph.text for paragraph in version.paragraphs] == [
        "Every child reads well.",
        "Every child is in school.",
        "Ward Schools North 12",
        "A map of the four networks",
    ]


def test_every_change_can_be_undone(officer, run_jobs):
    upload(officer, run_jobs, plan())
    act(officer, "A heading of level 3", "Draft seven for the cabinet")
    assert officer.says("Heading, level 3")
    page = officer.press("Undo the last change")
    assert page.says("The last change is undone.")
    assert not page.says("Heading, level 3")


def test_a_picture_without_a_description_is_not_approved(officer, run_jobs):
    upload(officer, run_jobs, plan())
    assert officer.press("Approve the document", expect=422).says("A picture has no description yet.")


def test_what_two_officers_do_at_once_is_never_lost(app, session, officer, draft, run_jobs):
    page = upload(officer, run_jobs, plan())
    other = Visitor(app).sign_in_as(make_account(session, email="other@example.org"))
    other.open(page.address)
    act(other, "Left out", "Draft seven for the cabinet")
    stale = act(officer, "A heading of level 2", "Draft seven for the cabinet", expect=422)
    assert stale.says("Someone changed this document while you were looking at it.")
    officer.open(page.address)
    officer.follow("Change the words: Why now")
    other.open(page.address)
    act(other, "Brought back", "Draft seven for the cabinet")
    both = officer.fill("Heading", "My words").press("Save", expect=409)
    assert both.says("It stands there now as")
    assert officer.press("Save").says("My words")
    assert session.query(DocumentUpload).one().version == 3


def test_a_picture_is_shown_and_cannot_be_taken_for_anything_else(session, officer, draft, run_jobs):
    upload(officer, run_jobs, plan())
    page = officer.follow("Describe it: Picture 1")
    (src,) = re.findall(r'src="(/documents/pictures/[^"]+)"', page.body)
    shown = officer.app.test_client().get(src)
    assert (shown.status_code, shown.content_type) == (200, "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert b"Secret" not in shown.data
    assert officer.app.test_client().get("/documents/pictures/" + "0" * 64 + ".png").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.docx", plan()),
        (
            "plan.pdf",
            pdf_file(
                [[(72, 100 + 14 * place, 11, False, f"Words on line {place}.") for place in range(4)]],
                info="<</Author(Secret Author)/Producer(Secret Program)>>",
            ),
        ),
    ],
)
def test_the_original_can_be_downloaded_without_what_it_says_of_its_makers(session, officer, run_jobs, name, content):
    upload(officer, run_jobs, content, name=name)
    if name == "plan.docx":
        officer.follow("Describe it: Picture 1")
        officer.fill("What does the picture show?", "A map").press("Save")
    officer.choose("Let people download the original file").press("Approve the document")
    version = session.scalars(select(DocumentVersion)).one()
    client, address = officer.app.test_client(), f"/documents/versions/{version.id}/original"
    assert client.get(address).status_code == 404
    publish_version(session, version=version, by="system", now=MONDAY_MORNING)
    session.commit()
    given = client.get(address)
    assert given.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert b"Secret" not in _everything(given.data)


def _everything(data: bytes) -> bytes:
    """The bytes of a file, and of every part that is packed in it."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return data + b"".join(packed.read(name) + name.encode() for name in packed.namelist())


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(officer, run_jobs):
    page = upload(officer, run_jobs, pdf_file([[]]), name="scan.pdf")
    assert page.says("pictures of pages and no words")
    assert page.says("Nothing was changed.")
    assert officer.press("Set this upload aside").says("The upload is set aside.")


def test_a_file_of_another_kind_is_refused_at_once_beside_the_field(officer):
    officer.upload("Upload a file", "plan.docx", b"MZ program")
    (told,) = officer.press("Save the document", expect=422).errors
    assert told == (
        "This file looks like a program. "
        "Upload the document as Word (DOCX), PDF, OpenDocument (ODT), HTML, Markdown or plain text."
    )


def test_a_long_document_is_looked_over_page_by_page(officer, run_jobs):
    page = upload(officer, run_jobs, word_file("".join(said(f"Paragraph number {place}.") for place in range(130))))
    assert page.says("1 to 60 of 130")
    page = officer.follow("Next")
    assert act(officer, "Left out", "Paragraph number 70.").says("61 to 120 of 130")


def test_a_warning_leads_to_what_it_is_about_and_goes_when_that_is_mended(officer, run_jobs):
    body = said("Costs", bold=True) + table(("Year", "Cost"), ("2027", "12")) + RUNNING * 3 + said("Every word.")
    upload(officer, run_jobs, word_file(body))
    assert officer.follow("Table 1").says("This table has no headings.")
    page = act(officer, "A table whose first row names its columns", "Table 1")
    assert not page.says("This table has no headings.")
    assert "<th" in page.body
    assert page.says("This line stands 3 times.")
    for control in officer.page.all("input"):
        if control.get("name") == "pieces" and control.get("value") in {"3", "4", "5"}:
            officer._type(control, control.get("value"))
    page = act(officer, "Left out")
    assert not page.says("This line stands 3 times.")


def test_columns_are_only_named_where_there_is_a_table_without_headings(officer, run_jobs):
    upload(officer, run_jobs, plan())
    page = act(officer, "A table whose first row names its columns", "Why now", expect=422)
    assert page.says("Only a table without headings can have its first row made into them.")


def test_what_waits_to_be_looked_over_lies_on_the_desk(officer, run_jobs):
    upload(officer, run_jobs, plan())
    officer.open("/desk")
    assert officer.follow("Look over the document that was read from your file").heading == "Look the document over"


def test_the_history_tells_every_step_of_an_upload(session, officer, draft, run_jobs):
    upload(officer, run_jobs, pdf_file([[]]), name="scan.pdf")
    officer.open(f"/desk/consultations/{draft.id}/document")
    upload(officer, run_jobs, plan())
    officer.follow("Describe it: Picture 1")
    officer.fill("What does the picture show?", "A map").press("Save")
    officer.choose("Let people download the original file").press("Approve the document")
    happened = session.scalars(
        select(AuditEvent.happening).where(AuditEvent.subject.like("document_upload:%")).order_by(AuditEvent.id)
    ).all()
    assert happened == [
        "document:uploaded",
        "document:upload_refused",
        "document:upload_set_aside",
        "document:uploaded",
        "document:upload_read",
        "document:upload_approved",
        "document:original_offered",
    ]
    page = officer.open(f"/desk/consultations/{draft.id}/history")
    assert page.says("Looked the uploaded document over and approved it")


def test_an_original_goes_with_the_words_that_were_read_from_it(session, officer, draft, run_jobs):
    upload(officer, run_jobs, plan())
    officer.follow("Describe it: Picture 1")
    officer.fill("What does the picture show?", "A map").press("Save")
    officer.choose("Let people download the original file").press("Approve the document")
    assert session.query(DocumentOriginal).count() == 1
    officer.fill("Or paste it here", "## Why\n\nOther words altogether.").press("Replace the document")
    assert session.query(DocumentOriginal).count() == 0
