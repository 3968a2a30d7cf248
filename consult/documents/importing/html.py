"""A web page into sections and paragraphs: its content, not the menus and banners around it."""

import re
from itertools import islice
from pathlib import PurePath

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from consult.documents.importing.assembly import NO_WORDS, Assembly
from consult.documents.importing.blocks import add_blocks, plain_text
from consult.documents.importing.headings import settle_headings
from consult.documents.importing.pictures import picture_in_address
from consult.documents.importing.text import characters_of
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

MOST_ELEMENTS = 100_000
_TOO_MANY = Sentence("This page is built of more pieces than a person could have written. Upload only its text.")
_CHROME = ("nav", "script", "style", "noscript", "template", "iframe", "dialog", "object", "embed")
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary"})
_OUTER_CHROME = ("header", "footer", "aside")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = re.compile(r"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def read_document(content: bytes, *, name: str) -> ImportedDocument:
    """Read an HTML file; its first-level heading is its title, else what its head says.

    Raises:
        Invalid: there are no words in it.
    """
    text = characters_of(_in_utf8(content))
    if text.count("<") > 3 * MOST_ELEMENTS:  # before a tree is built of it
        raise Invalid(_TOO_MANY)
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.replace("\x00", "").encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:  # a page of comments and instructions only
        raise Invalid(NO_WORDS) from None
    if sum(1 for _each in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise Invalid(_TOO_MANY)
    _take_out_controls(root)
    main = _main_content(root)
    settle_headings(main)
    title = _own_title(root, main) or PurePath(name).stem
    assembly = Assembly(title=title, language=_language(root))
    add_blocks(assembly, main, picture_of=picture_in_address)
    return assembly.finish()


def _take_out_controls(root: HtmlElement) -> None:
    """A page may hold, as numbers, letters that stand for nothing and that its own tree refuses to be given again."""
    for element in root.iter():
        if element.text and _CONTROLS.search(element.text):
            element.text = _CONTROLS.sub("", element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _CONTROLS.sub("", element.tail)


def _in_utf8(content: bytes) -> bytes:
    """Follow what the page says of its own encoding, where it is no UTF-8."""
    declared = _DECLARED.search(content[:4096].decode("ascii", errors="replace"))
    if declared is None or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode(declared.group(1), errors="replace").encode("utf-8", errors="replace")
        except LookupError:
            return content
    return content


def _main_content(root: HtmlElement) -> HtmlElement:
    """The part that the page calls its main one, else its body without what surrounds it."""
    body = root.find(".//body")
    if body is None:
        raise Invalid(NO_WORDS)
    for chrome in list(body.iter(*_CHROME)):
        _drop(chrome)
    for element in [one for one in body.iter() if one.get("role") in _CHROME_ROLES]:
        _drop(element)
    mains = body.xpath(".//main | .//*[@role='main']") or body.xpath(".//article")
    said = [main for main in mains if plain_text(main)]
    if len(said) == 1:
        return said[0]
    for chrome in list(body.iter(*_OUTER_CHROME)):
        if next(chrome.iterancestors("article", "section"), None) is None:
            _drop(chrome)
    return body


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _own_title(root: HtmlElement, main: HtmlElement) -> str:
    """The only first-level heading when nothing but a frame stands before it, taken out; else the title of the page."""
    firsts = list(main.iter("h1"))
    if len(firsts) == 1:
        title = plain_text(firsts[0])
        before = main.xpath(".//h2 | .//h3 | .//p")
        if title and not (before and _stands_before(before[0], firsts[0], main)):
            firsts[0].drop_tree()
            return title
    return plain_text(titles[0]) if (titles := list(root.iter("title"))) and titles[0].text else ""


def _stands_before(first: HtmlElement, second: HtmlElement, main: HtmlElement) -> bool:
    order = list(main.iter())
    return order.index(first) < order.index(second)


def _language(root: HtmlElement) -> str:
    return (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()[:20]
