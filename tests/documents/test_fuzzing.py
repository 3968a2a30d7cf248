"""Files broken by chance: every importer reads them or refuses them with a sentence, and never fails or hangs."""

import random
from collections.abc import Callable, Iterator

import pytest

from consult.demo.makers.word import packed, said, table, word_parts
from consult.documents.importing import html, markdown, opendocument, pdf, plain, word
from consult.documents.importing.registry import import_bytes
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import ConsultError
from tests.documents.files import open_document, pdf_file

SEEDS = {
    "a.docx": packed(word_parts(said("Our plan", style="Title") + said("Words here.") + table(("a", "b"), ("c", "d")))),
    "a.odt": open_document("<text:h>Plan</text:h><text:p>Words <text:a>here</text:a>.</text:p>"),
    "a.pdf": pdf_file([[(72, 100 + 15 * place, 11, False, f"line {place} of words") for place in range(9)]] * 2),
    "a.html": b"<main><h1>Plan</h1><p>Words <a href='http://x.example'>here</a></p><table><tr><td>a<td>b</table></main>",
    "a.md": b"# Plan\n\n> quoted\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| c | d |\n\n![x](y)\n",
    "a.txt": b"Plan\n\n1. one\n2. two\n\nWords that end here.\n",
}
READERS: dict[str, Callable[..., ImportedDocument]] = {
    "a.docx": word.read_document,
    "a.odt": opendocument.read_document,
    "a.pdf": pdf.read_document,
    "a.html": html.read_document,
    "a.md": markdown.read_document,
    "a.txt": plain.read_document,
}
MARKS = (
    b"<",
    b">",
    b"&#x0;",
    b"]]>",
    b"\x00",
    b"\xff\xfe",
    b"<p>",
    b"</td>",
    b"stream\n",
    b"endobj",
    b"/Kids[1 0 R]",
    b"|",
)


def broken(seed: bytes, *, times: int) -> Iterator[bytes]:
    """Change a file here and there: bytes turned, cut out, doubled, marks put in."""
    chance = random.Random(len(seed))  # noqa: S311 - to break files, the same ones each time
    for _each in range(times):
        data = bytearray(seed)
        for _change in range(chance.randint(1, 8)):
            place, end = chance.randrange(len(data)), chance.randrange(len(data) + 1)
            kind = chance.randrange(4)
            if kind == 0:
                data[place] = chance.randrange(256)
            elif kind == 1 and abs(end - place) < len(data) // 2:
                del data[min(place, end) : max(place, end)]
            elif kind == 2:
                data[place:place] = data[min(place, end) : min(place, end) + 200]
            else:
                data[place:place] = chance.choice(MARKS)
            if not data:
                break
        yield bytes(data)


def outcome(read: Callable[[], ImportedDocument]) -> str:
    try:
        return f"{read().n_paragraphs} paragraphs"
    except ConsultError as refused:
        return refused.sentence


@pytest.mark.parametrize("name", [one for one in SEEDS if one != "a.pdf"])
def test_a_broken_file_is_read_or_refused_by_its_reader(name):
    for content in broken(SEEDS[name], times=300):
        assert outcome(lambda content=content: READERS[name](content, name=name))


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_broken_xml_in_a_whole_package_is_read_or_refused(name):
    part = "word/document.xml" if name == "a.docx" else "content.xml"
    whole = word_parts(said("Plan") + table(("a", "b"), ("c", "d")))["word/document.xml"]
    inner = whole.encode() if isinstance(whole, str) else whole
    if name == "a.odt":
        inner = (
            b"<o:x xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'><o:body><o:text>a</o:text></o:body></o:x>"
        )
    for content in broken(inner, times=300):
        parts = word_parts("") | {part: content} if name == "a.docx" else {part: content}
        assert outcome(lambda parts=parts: READERS[name](packed(parts), name=name))


@pytest.mark.parametrize("name", list(SEEDS))
def test_a_broken_upload_never_ends_in_anything_but_a_document_or_a_sentence(name):
    for content in broken(SEEDS[name], times=12):
        assert outcome(lambda content=content: import_bytes(content, name=name))


def test_a_broken_pdf_is_read_or_refused_by_its_reader():
    # PDFium may end its process over a broken file; in a process apart that is a refusal, so it is tried there
    for content in broken(SEEDS["a.pdf"], times=25):
        assert outcome(lambda: import_bytes(content, name="a.pdf"))  # noqa: B023 - called at once


def test_a_file_under_any_other_name_is_judged_by_its_content():
    for content in SEEDS.values():
        for other in SEEDS:
            assert outcome(lambda: import_bytes(content, name=other))  # noqa: B023 - called at once
