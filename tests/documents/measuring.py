"""How well a document was read: which of the file's own words came out, in which order, and which headings."""

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from consult.documents.numbering import number_document
from consult.documents.rules import ImportedDocument
from tests.documents.labels import digest

_WORD = re.compile(r"\w+")
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.casefold())


def own_words(content: bytes, *, name: str) -> list[str]:
    """The words of a file, by a reader that shares nothing with ours: regular expressions, and PDFium's plain text."""
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            xml = " ".join(packed.read(part).decode() for part in _PARTS if part in packed.namelist())
        xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)
        runs = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(</w:p>|<w:br/>|<w:tab/>)", xml)
        return words(html.unescape("".join(" " if mark else text for text, mark in runs)))
    if name.endswith(".html"):
        page = content.decode()
        main = re.search(r"<main\b.*?</main>", page, re.DOTALL)
        inner = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", main.group() if main else page, flags=re.DOTALL)
        return words(html.unescape(re.sub(r"<[^>]+>", " ", inner)))
    return _pdf_words(content)


def _pdf_words(content: bytes) -> list[str]:
    """Words of each page as PDFium gives them, without the lines at the edge that come back on other pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range().splitlines() for page in document]
    seen = Counter(line for page in pages for line in {re.sub(r"\d+", "#", line) for line in page})
    kept = [
        line
        for page in pages
        for line in page
        if len(pages) < 3 or seen[re.sub(r"\d+", "#", line)] < max(3, len(pages) // 2)
    ]
    text = "\n".join(kept).replace("\ufffe\n", "").replace("\ufffe", "").replace("\x02\n", "").replace("\x02", "")
    return words(text)


def read_words(document: ImportedDocument) -> list[str]:
    """The words that came out, in their order: title, headings with their numbers, paragraphs."""
    pieces = [document.title]
    for section, numbered in zip(document.sections, number_document(document), strict=True):
        pieces += [section.heading or numbered.heading]
        pieces += [paragraph.text for paragraph in section.paragraphs]
    return words(" ".join(pieces))


def recall(own: Sequence[str], read: Sequence[str]) -> float:
    """The share of a file's own words that came out, however often each stands in it."""
    missing = Counter(own) - Counter(read)
    return 1 - missing.total() / max(len(own), 1)


def recall_in_order(own: Sequence[str], read: Sequence[str]) -> float:
    """The share of a file's own words that came out in their order."""
    if not own:
        return 1.0
    blocks = SequenceMatcher(None, own, read, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(own), 1)


def headings_f1(found: Sequence[str], labelled: Sequence[str]) -> float:
    """The harmonic mean of precision and recall of headings, by their digests."""
    right = (Counter(map(digest, found)) & Counter(labelled)).total()
    return 2 * right / max(len(found) + len(labelled), 1)


def headings_of(document: ImportedDocument, *, with_title: bool) -> list[str]:
    """The headings of a document, its title first where that was labelled as one."""
    return [*([document.title] if with_title else []), *(one.heading for one in document.sections if one.heading)]
