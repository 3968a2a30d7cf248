"""What would run in a browser never comes out of an importer as anything but words."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from consult.documents.importing import html, markdown, opendocument, pdf, plain, word
from consult.documents.rules import PICTURES_AT, ImportedDocument
from consult.documents.sanitising import words_of
from consult.kernel.errors import Invalid
from tests.documents import hostile
from tests.payloads import PAYLOADS

TAGS = {
    *("a", "p", "ul", "ol", "li", "br", "strong", "em", "del", "code", "pre", "sub", "sup", "blockquote"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "img", "u", "s", "ins"),
}
ATTRIBUTES = {
    "href",
    "title",
    "rel",
    "scope",
    "colspan",
    "rowspan",
    "src",
    "alt",
    "width",
    "height",
    "start",
    "lang",
    "dir",
}
SCHEMES = {"", "http", "https", "mailto", "tel"}


class _Judge(HTMLParser):
    """Says what stands in HTML that should not."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.faults.append(f"{tag} {name}")
            if name == "href" and urlsplit((value or "").strip()).scheme not in SCHEMES:
                self.faults.append(f"href {value}")
            if name == "src" and not (value or "").startswith(PICTURES_AT):
                self.faults.append(f"src {value}")


def faults_of(document: ImportedDocument) -> list[str]:
    judge = _Judge()
    for section in document.sections:
        for paragraph in section.paragraphs:
            judge.feed(paragraph.html)
            assert words_of(paragraph.html) == paragraph.text
    return judge.faults


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
