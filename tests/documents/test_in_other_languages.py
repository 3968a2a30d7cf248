"""What importers say is told in the language of the page: each sentence can be looked up, and its parts are put in."""

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from flask_babel import force_locale

from consult.demo.makers.word import drawing, related, said, word_file
from consult.documents.actions.uploads import refuse_upload, take_upload
from consult.documents.importing.registry import import_bytes
from consult.documents.models import DocumentUpload
from consult.documents.queries.uploads import fault_of
from consult.documents.rules import TOO_LARGE
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence
from consult.web.forms import Form
from consult.web.sentences import told, told_if_ours
from tests.conftest import MONDAY_MORNING as NOW
from tests.conftest import make_app
from tests.documents.files import pdf_file

ROOT = Path(__file__).parents[2] / "consult"
FILES = sorted([*(ROOT / "documents").rglob("*.py"), *(ROOT / "margin").rglob("*.py"), ROOT / "files" / "sandbox.py"])
RAISED = {"Invalid", "Refused", "Stale", "NotFound", "NotShown"}
KEYWORDS = dict.fromkeys(["_", "gettext", "Sentence", *RAISED], None)
URDU = {
    "This file is larger than %(megabytes)s MB. Make its pictures smaller, or split it.": "فائل %(megabytes)s MB",
    "This file looks like %(what)s. Upload the document as %(known)s.": "یہ %(what)s ہے",
    "a picture": "تصویر",
    "Picture %(n)s": "تصویر %(n)s",
    "There is nothing to undo.": "کچھ نہیں",
    "This heading of level %(level)s follows one of level %(above)s: a level is missing.": "%(wrong)s",
}


def extracted():
    found = (extract_from_file("python", file, keywords=KEYWORDS) for file in FILES)
    return {message for of_file in found for _line, message, _comments, _context in of_file}


def test_every_refusal_of_these_rooms_can_be_looked_up():
    """No sentence is put together from pieces before it is looked up: each is a literal, or a pattern with parts."""
    wrong = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in RAISED | {"Sentence"} and node.args:
                first = node.args[0]
                if isinstance(first, (ast.JoinedStr, ast.BinOp)):
                    wrong.append(f"{file.name}:{node.lineno}")
    assert not wrong, wrong


def test_the_patterns_are_found_by_what_gathers_words_for_translators():
    found = extracted()
    assert set(URDU) <= found
    assert len(found) > 120


@pytest.fixture
def urdu(settings, clock, database, tmp_path):
    """The site in Urdu, with a catalogue that knows a few sentences."""
    catalogue = Catalog(locale="ur")
    for english, translated in URDU.items():
        catalogue.add(english, translated)
    folder = tmp_path / "translations"
    (folder / "ur" / "LC_MESSAGES").mkdir(parents=True)
    with (folder / "ur" / "LC_MESSAGES" / "messages.mo").open("wb") as out:
        write_mo(out, catalogue)
    app = make_app(settings, clock=clock, database=database)
    app.extensions["babel"].instance.domain_instance._translation_directories = [str(folder)]
    with app.test_request_context("/"), force_locale("ur"):
        yield app


def test_a_refusal_with_parts_is_told_in_the_language_of_the_page(urdu):
    assert told(TOO_LARGE) == "فائل 20 MB"
    with pytest.raises(Invalid) as refused:
        import_bytes(b"\x89PNG\r\n", name="a.docx")
    assert told(refused.value.sentence) == "یہ تصویر ہے"


def test_a_refusal_from_the_process_apart_is_told_in_the_language_of_the_page(urdu):
    blank = pdf_file([[]] * 3)
    with pytest.raises(Invalid) as refused:
        import_bytes(blank, name="a.pdf")
    assert isinstance(refused.value.sentence, Sentence)
    assert refused.value.sentence.startswith("This PDF holds pictures of pages")


def test_a_warning_from_the_process_apart_says_where_in_the_language_of_the_page(urdu):
    body = said("Plan", style="Heading1") + said("Words.") + drawing()
    document = import_bytes(word_file(body, **related(pic1="media/none.png")), name="a.docx")
    assert "تصویر 1" in {told_if_ours(warning.where) for warning in document.warnings}


def test_a_sentence_that_no_catalogue_knows_or_that_one_spoils_is_told_in_english(urdu):
    assert told(Sentence("Nobody translated %(what)s.", what="this")) == "Nobody translated this."
    spoiled = Sentence(
        "This heading of level %(level)s follows one of level %(above)s: a level is missing.", level=3, above=1
    )
    assert told(spoiled) == "This heading of level 3 follows one of level 1: a level is missing."


def test_words_that_somebody_wrote_are_never_looked_up(urdu):
    assert told_if_ours("a picture") == "a picture"
    assert told("") == ""


def test_a_rule_that_is_broken_on_a_page_is_told_in_the_language_of_the_page(urdu):
    form = Form(meta={"csrf": False})
    form._fields["words"] = type("Field", (), {"errors": []})()
    form.refuse("words", "There is nothing to undo.")
    assert form._fields["words"].errors == ["کچھ نہیں"]


def test_a_file_that_was_refused_keeps_its_sentence_for_every_language(session, tmp_path):
    upload = take_upload(
        session, folder=tmp_path, data=b"# a", name="a.md", about="consultation:1", by="system", now=NOW
    )
    refuse_upload(session, upload=upload, sentence=TOO_LARGE, now=NOW)
    session.expire_all()
    kept = fault_of(session.get_one(DocumentUpload, upload.id))
    assert isinstance(kept, Sentence)
    assert (kept, kept.pattern) == (TOO_LARGE, TOO_LARGE.pattern)
