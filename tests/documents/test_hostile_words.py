"""What would run in a browser never comes out of an importer as anything but words."""

import pytest

from consult.documents.importing import html, markdown, opendocument, pdf, plain, word
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import Invalid
from tests.documents import hostile
from tests.documents.judging import faults_of
from tests.payloads import PAYLOADS


def said_by(document: ImportedDocument) -> str:
    return " ".join(
        text for part in document.sections for text in (part.heading, *(one.text for one in part.paragraphs))
    )


@pytest.mark.parametrize(
    ("read", "content"),
    [
        (word.read_document, hostile.hostile_word),
        (opendocument.read_document, hostile.hostile_opendocument),
        (plain.read_document, hostile.hostile_text),
        (pdf.read_document, hostile.hostile_pdf),
    ],
    ids=["word", "opendocument", "text", "pdf"],
)
def test_payloads_in_a_file_are_words(read, content):
    document = read(content(), name="a")
    assert faults_of(document) == []
    assert said_by(document).count("window.ran=1") > len(PAYLOADS)


def test_payloads_as_they_stand_in_a_web_page_or_in_markdown_are_words_or_gone():
    n_read = 0
    for name, content in hostile.hostile_pages():
        try:
            assert faults_of(html.read_document(content, name=name)) == [], content
        except Invalid:  # nothing was left that anyone could read
            continue
        n_read += 1
    assert n_read > 0.9 * len(PAYLOADS)
    for payload in PAYLOADS:
        text = f"Before.\n\n{payload}\n\n> {payload}\n\n[x]({payload}) ![{payload}](x)\n\n| a |\n|---|\n| {payload} |\n"
        assert faults_of(markdown.document_from_markdown(text, title="a")) == [], payload
