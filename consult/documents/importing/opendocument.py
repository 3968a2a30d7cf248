"""An OpenDocument text (ODT) into sections and paragraphs: its XML becomes HTML, and the shared walk does the rest."""

import io
import zipfile
from pathlib import PurePath
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from consult.documents.importing.assembly import NO_WORDS, Assembly
from consult.documents.importing.blocks import add_blocks, plain_text
from consult.documents.importing.headings import settle_headings
from consult.documents.importing.packages import SAVE_AGAIN, check_package, read_bytes, read_part
from consult.documents.rules import ImportedDocument
from consult.documents.sanitising import tidy_text
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

MAIN_PART = "content.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_TAGS = {
    f"{_TEXT}p": "p",
    f"{_TEXT}list": "ul",
    f"{_TEXT}list-item": "li",
    f"{_TEXT}list-header": "li",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-header-rows": "thead",
    f"{_TABLE}table-row": "tr",
    f"{_TEXT}section": "section",
    f"{_DRAW}text-box": "div",
    f"{_TEXT}span": "span",
    f"{_TEXT}a": "a",
}
_LEFT_OUT = frozenset(
    {f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls", f"{_OFFICE}forms"}
    | {f"{_OFFICE}scripts", f"{_OFFICE}event-listeners", f"{_TEXT}table-of-content", f"{_SVG}title", f"{_SVG}desc"}
)
MOST_SPACES = 40


def read_document(content: bytes, *, name: str) -> ImportedDocument:
    """Read an OpenDocument text: headings, lists, tables, notes, pictures and links.

    Raises:
        Invalid: it is damaged, locked, no text document, or holds no words.
    """
    names = check_package(content)
    if MAIN_PART not in names:
        raise Invalid("This is a packed file, not an OpenDocument text. Save the text as ODT and upload it again.")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "META-INF/manifest.xml" in names and b"encryption-data" in read_part(packed, "META-INF/manifest.xml"):
            raise Invalid("This file is locked with a password. Save it without one and upload it again.")
        written = read_part(packed, MAIN_PART)
        pictures = {one: read_bytes(packed, one) for one in names if one.startswith("Pictures/")}
        told = read_part(packed, "meta.xml") if "meta.xml" in names else b""
    body = etree.fromstring(written, parser=_parser()).find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Invalid(Sentence("This OpenDocument file holds no text. %(advice)s", advice=SAVE_AGAIN))
    root, notes = lxml.html.Element("body"), list[str]()
    _copy(body, root, notes)
    _append_notes(root, notes)
    settle_headings(root)
    assembly = Assembly(title=_own_title(root) or _told_title(told) or PurePath(name).stem)
    add_blocks(assembly, root, picture_of=pictures.get)
    if not len(root):
        raise Invalid(NO_WORDS)
    return assembly.finish()


def _copy(given: Any, made: HtmlElement, notes: list[str]) -> None:
    """Write the content of an element of OpenDocument as HTML into another."""
    _say(made, given.text)
    for child in given:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            _copy_one(child, made, notes)
        _say(made, child.tail)


def _copy_one(child: Any, made: HtmlElement, notes: list[str]) -> None:
    if child.tag == f"{_TEXT}h":
        level = child.get(f"{_TEXT}outline-level") or "1"
        _copy(child, _under(made, f"h{min(max(int(level) if level.isdecimal() else 1, 1), 6)}"), notes)
    elif child.tag == f"{_TABLE}table-cell":
        cell = _under(made, "th" if _heads(child) else "td")
        for name in ("columns", "rows"):
            spanned = child.get(f"{_TABLE}number-{name}-spanned")
            if spanned:
                cell.set("colspan" if name == "columns" else "rowspan", spanned)
        _copy(child, cell, notes)
    elif child.tag == f"{_TEXT}note":
        _copy_note(child, made, notes)
    elif child.tag == f"{_DRAW}frame":
        _copy_frame(child, made, notes)
    elif child.tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
        told = child.get(f"{_TEXT}c") or "1"
        _say(made, " " * min(int(told) if told.isdecimal() else 1, MOST_SPACES))
    elif child.tag == f"{_TEXT}line-break":
        _under(made, "br")
    else:
        tag = _TAGS.get(child.tag)
        inner = made if tag is None else _under(made, tag)
        if tag == "a":
            inner.set("href", child.get(_LINK) or "")
        _copy(child, inner, notes)


def _heads(cell: Any) -> bool:
    return bool(next(cell.iterancestors(f"{_TABLE}table-header-rows"), None) is not None)


def _copy_note(note: Any, made: HtmlElement, notes: list[str]) -> None:
    body = note.find(f"{_TEXT}note-body")
    notes.append(tidy_text(" ".join(body.itertext())) if body is not None else "")
    _under(made, "sup").text = f"[{len(notes)}]"


def _copy_frame(frame: Any, made: HtmlElement, notes: list[str]) -> None:
    image = frame.find(f"{_DRAW}image")
    if image is None:
        _copy(frame, made, notes)
        return
    told = frame.findtext(f"{_SVG}desc") or frame.findtext(f"{_SVG}title") or ""
    picture = _under(made, "img")
    picture.set("src", image.get(_LINK) or "elsewhere:")
    picture.set("alt", tidy_text(told))


def _append_notes(root: HtmlElement, notes: list[str]) -> None:
    for number, words in enumerate(notes, start=1):
        note = _under(root, "p")
        note.set("class", "footnote")
        note.text = f"{number}. {words}"


def _under(parent: HtmlElement, tag: str) -> HtmlElement:
    return etree.SubElement(parent, tag)


def _say(made: HtmlElement, text: str | None) -> None:
    if not text:
        return
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def _own_title(root: HtmlElement) -> str:
    firsts = list(root.iter("h1"))
    first_block = next((block for block in root if plain_text(block)), None)
    if first_block is None or firsts != [first_block]:
        return ""
    title = plain_text(first_block)
    first_block.drop_tree()
    return title


def _told_title(told: bytes) -> str:
    title = (
        etree.fromstring(told, parser=_parser()).findtext(".//{http://purl.org/dc/elements/1.1/}title") if told else ""
    )
    return tidy_text(title or "")


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
