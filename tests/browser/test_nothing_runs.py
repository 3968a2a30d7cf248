"""Whatever people write in a document or beside it, no page ever runs it."""

import threading

import pytest
from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import select
from werkzeug.serving import make_server

from consult.accounts.actions import draw_link
from consult.accounts.rules import consultation_scope
from consult.app import create_app
from consult.demo.makers.responses import make_response
from consult.documents.actions.uploads import keep_pictures, keep_what_was_read, take_upload
from consult.documents.importing import html, opendocument, pdf, plain, word
from consult.documents.importing.registry import import_pasted
from consult.documents.models import Paragraph
from consult.documents.rules import AlternativeForm, ImportedDocument, ImportedSection
from consult.kernel.errors import Invalid
from consult.margin.actions.alternatives import AlternativeWords, publish_alternative
from consult.margin.actions.explaining import explain_change
from consult.margin.actions.silences import answer_silence, list_silence
from consult.margin.actions.terms import explain_term
from consult.margin.models import Placement
from consult.margin.rules import SilenceKind, SilenceWords, Standing, TermWords
from consult.responses.actions.beside import show_comments
from consult.responses.rules import GivenComment, Purpose
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.documents.hostile import hostile_opendocument, hostile_pages, hostile_pdf, hostile_text, hostile_word
from tests.margin.scene import AFTER, SECOND, WHILE_OPEN, make_scene
from tests.payloads import PAYLOADS

pytestmark = pytest.mark.browser
ON_ONE = 9
HERE = "/consultations/helping"
FROM_FILES = ("pupils/en", "translation/ur", "translation/pa", "translation/bn", "translation/ar")
PLANTED = "document.querySelectorAll('[data-ran], main script, main iframe, main embed, main object')"
LISTENS = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""


def test_there_are_more_than_five_hundred_payloads():
    assert len(set(PAYLOADS)) >= 500


@pytest.fixture
def written(settings, clock):
    """A server on which every payload was written into every field beside the document."""
    load_shelf("models")
    settings.data.mkdir(parents=True)
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    app = create_app(settings, clock=clock, database=database)
    with app.app_context(), database.session(writing=True) as session:
        scene = make_scene(session)
        numbers = write_everywhere(scene)
        read_files(scene, settings)
        numbers["token"] = draw_link(session, account=scene.officer, now=clock.now())
        session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", numbers
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    database.engine.dispose()


def write_everywhere(scene):
    session, by_id = scene.session, scene.officer.id
    comments(scene)
    scene.screen()
    show_comments(session, consultation=scene.consultation, are_shown=True, by_id=by_id, now=AFTER)
    for payload in PAYLOADS:
        word = payload[:70]
        words = TermWords(word=f"pupils {word}"[:80], meaning=payload)
        explain_term(session, document=scene.document, words=words, by="system", now=AFTER)
    explain_term(
        session,
        document=scene.document,
        words=TermWords(word="pupils", meaning=" ".join(PAYLOADS)[:600]),
        by="system",
        now=AFTER,
    )
    silences(scene)
    hostile = "\n\n".join(payload.replace("\u2028", " ") for payload in PAYLOADS)
    figures = "| What | Cost |\n|---|---|\n" + "\n".join(
        f"| {payload.replace('|', ' ').replace(chr(0x2028), ' ')} | {number} |"
        for number, payload in enumerate(PAYLOADS)
    )
    own = import_pasted(f"## In short\n\n{hostile}\n\n## Money\n\n{figures}", title=PAYLOADS[0])
    words = AlternativeWords(form=AlternativeForm.EASY_READ, language="en", imported=own)
    follows = scene.document.versions[0]
    publish_alternative(session, document=scene.document, follows=follows, words=words, by="system", now=AFTER)
    version = scene.redraft(f"{SECOND}\n\n## {PAYLOADS[0]}\n\n{hostile}\n\n{figures}")
    paragraph = next(one for one in version.paragraphs if "June" in one.text)
    explain_change(
        session,
        consultation=scene.consultation,
        version=version,
        paragraph_id=paragraph.id,
        words=" ".join(PAYLOADS),
        theme_ids=(),
        comment_ids=(),
        by_id=by_id,
        now=AFTER,
    )
    waiting = session.scalars(select(Placement).where(Placement.standing == Standing.WAITING)).first()
    identities = [paragraph.identity for paragraph in scene.document.versions[0].paragraphs]
    return {
        "consultation": scene.consultation.id,
        "version": version.id,
        "why": paragraph.id,
        "placement": waiting.id,
        "identities": identities,
    }


def comments(scene):
    """Nine comments on each paragraph a response, until every payload was said: as text, as quote, as other words."""
    paragraphs = scene.session.scalars(
        select(Paragraph).where(Paragraph.version_id == scene.document.versions[0].id).order_by(Paragraph.position)
    ).all()
    a_response = len(paragraphs) * ON_ONE
    for start in range(0, len(PAYLOADS), a_response):
        given = tuple(
            GivenComment(
                paragraph_id=paragraphs[place // ON_ONE].id,
                purpose=list(Purpose)[place % len(Purpose)],
                text=payload,
                quote=payload,
                instead=payload,
            )
            for place, payload in enumerate(PAYLOADS[start : start + a_response])
        )
        make_response(
            scene.session, consultation=scene.consultation, now=WHILE_OPEN, comments=given, text=given[0].text
        )


def silences(scene):
    for place in range(0, len(PAYLOADS), 40):
        said = " ".join(PAYLOADS[place : place + 40])
        words = SilenceWords(kind=SilenceKind.QUESTION, asked=said, owner=said, due_on=AFTER.date())
        silence = list_silence(
            scene.session,
            consultation=scene.consultation,
            words=words,
            paragraph=None,
            comment_ids=(),
            submission_key=f"silence {place}",
            by_id=scene.officer.id,
            now=AFTER,
        )
        if place % 80:
            answer_silence(
                scene.session,
                silence=silence,
                answer=said,
                answered_in=None,
                explained="",
                document=scene.document,
                by_id=scene.officer.id,
                now=AFTER,
            )


def read_files(scene, settings):
    """Publish a form of the document from a file of each format, and leave one to be looked over."""
    files = {
        (AlternativeForm.PUPILS, "en"): word.read_document(hostile_word(), name="a.docx"),
        (AlternativeForm.TRANSLATION, "ur"): opendocument.read_document(hostile_opendocument(), name="a.odt"),
        (AlternativeForm.TRANSLATION, "pa"): pdf.read_document(hostile_pdf(), name="a.pdf"),
        (AlternativeForm.TRANSLATION, "bn"): plain.read_document(hostile_text(), name="a.txt"),
        (AlternativeForm.TRANSLATION, "ar"): from_web_pages(),
    }
    follows = scene.document.versions[0]
    for (form, language), imported in files.items():
        keep_pictures(scene.session, document=imported, folder=settings.files_folder, now=AFTER)
        words = AlternativeWords(form=form, language=language, imported=imported)
        publish_alternative(
            scene.session, document=scene.document, follows=follows, words=words, by="system", now=AFTER
        )
    upload = take_upload(
        scene.session,
        folder=settings.files_folder,
        data=hostile_word(),
        name="x<img src=x onerror=window.ran=1>.docx",
        about=consultation_scope(scene.consultation.id),
        by=scene.officer.actor,
        now=AFTER,
    )
    read = files[AlternativeForm.PUPILS, "en"]
    keep_what_was_read(
        scene.session, upload=upload, document=read, cleaned=None, folder=settings.files_folder, now=AFTER
    )


def from_web_pages():
    """What stays of every hostile web page, one after the other in one document."""
    paragraphs = []
    for name, content in hostile_pages():
        try:
            document = html.read_document(content, name=name)
        except Invalid:
            continue
        paragraphs += [one for section in document.sections for one in section.paragraphs]
    section = ImportedSection(level=2, heading=PAYLOADS[3], paragraphs=tuple(paragraphs))
    return ImportedDocument(title=PAYLOADS[0], source="", sections=(section,))


def pages(numbers):
    desk = f"/desk/consultations/{numbers['consultation']}/margin"
    version = f"{desk}/redrafts/{numbers['version']}"
    public = ["document", "document/changes", "document/versions/2", "document/in/easy_read/en", "unanswered-questions"]
    yield from (f"{HERE}/{each}" for each in (*public, "document/where-comments-gather"))
    yield from (f"{HERE}/document/in/{each}" for each in FROM_FILES)
    review = f"/desk/consultations/{numbers['consultation']}/document/review"
    yield from (f"{review}?page={number}" for number in (1, 2, 3))
    yield from (f"{review}/{piece}" for piece in (1, 2, 3, 4))
    for identity in numbers["identities"]:
        yield from (f"{HERE}/document/{identity}/comments?page={number}" for number in range(1, 7))
    yield from (f"{desk}{each}" for each in ("", "/words", "/figures", "/redrafts", "/questions", "/forms", "/heat"))
    yield from (version, f"{version}/review", f"{version}/why/{numbers['why']}")
    yield f"{desk}/placements/{numbers['placement']}"
    yield from (f"/desk/consultations/{numbers['consultation']}/responses/{each}" for each in ("list", "screening"))


def test_no_payload_beside_a_document_ever_runs(chromium: Browser, written):
    address, numbers = written
    context: BrowserContext = chromium.new_context()
    context.add_init_script(LISTENS)
    page = context.new_page()
    page.set_default_timeout(150_000)
    page.goto(f"{address}/sign-in/link/{numbers['token']}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    n_seen = 0
    for path in pages(numbers):
        answer = page.goto(f"{address}{path}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, path
        ran, broken, planted = page.evaluate(f"[window.ran ?? 0, window.broken, {PLANTED}.length]")
        assert (ran, broken, planted) == (0, [], 0), path
        shown = page.text_content("main") or ""
        n_seen += sum(payload[:40] in shown for payload in PAYLOADS)
    assert dialogs == []
    assert n_seen > len(PAYLOADS), "the payloads were never on a page"
    context.close()
