"""A tree of HTML into headings and paragraphs: what Word, OpenDocument and web pages share once they are HTML."""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree
from lxml.html import HtmlElement

from consult.documents.importing.assembly import Assembly
from consult.documents.importing.tables import is_layout, name_headers
from consult.documents.rules import ParagraphKind
from consult.documents.sanitising import tidy_text

DEEPEST = 150
"""Elements inside one another; what lies deeper is not a document that a person wrote."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol", "dl", "menu"})
BLOCKS = HEADINGS | LISTS | {"p", "table", "blockquote", "figure", "pre", "hr", "div", "section", "article", "main"}
CONTAINERS = frozenset(
    {"html", "body", "div", "section", "article", "main", "details", "center", "address", "fieldset", "form"}
    | {"header", "footer", "aside", "hgroup", "search", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot"}
)
DROPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas", "math", "audio"}
    | {"video", "map", "input", "button", "select", "textarea", "applet", "frame", "frameset", "link", "meta", "title"}
)
PROSE_ITEM_WORDS = 35
"""Words of an average item from which the items of a numbered list are paragraphs that happen to be numbered."""
_RENAMED = {"b": "strong", "i": "em", "strike": "del", "cite": "em", "tt": "code", "kbd": "code", "samp": "code"}
_SPIES = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|msclkid|_ga)$")

PictureOf = Callable[[str], bytes | None]
"""Gives the bytes behind the ``src`` of a picture, from inside the same file, or nothing."""


def no_pictures(_src: str) -> bytes | None:
    """For formats that hold no pictures."""
    return None


def add_blocks(assembly: Assembly, root: HtmlElement, *, picture_of: PictureOf = no_pictures) -> None:
    """Walk a tree and add what it holds, in its order."""
    _Walk(assembly, picture_of).through(root, depth=0)


def plain_text(element: HtmlElement) -> str:
    """The words of an element, tidied."""
    pieces: list[str] = []
    for piece in element.iter():
        if piece.tag == "br":
            pieces.append(" ")
        if isinstance(piece.tag, str) and piece.text and piece.tag not in DROPPED:
            pieces.append(piece.text)
        if piece is not element and piece.tail:
            pieces.append(piece.tail)
    return tidy_text("".join(pieces))


class _Walk:
    """Goes through a tree once; loose words between blocks become paragraphs of their own."""

    def __init__(self, assembly: Assembly, picture_of: PictureOf) -> None:
        self._assembly = assembly
        self._picture_of = picture_of
        self._loose: list[str] = []

    def through(self, element: HtmlElement, *, depth: int) -> None:
        """Add what an element holds."""
        if depth > DEEPEST:
            raise RecursionError
        self._say(element.text)
        for child in element:
            if isinstance(child.tag, str) and not _is_hidden(child):
                self._add(child, depth=depth)
            self._say(child.tail)
        if element.tag in CONTAINERS:
            self._end_loose()

    def _add(self, child: HtmlElement, *, depth: int) -> None:
        if child.tag in HEADINGS:
            self._add_heading(child)
        elif child.tag == "img":
            self._add_picture(child)
        elif child.tag in BLOCKS or child.tag == "summary":
            self._end_loose()
            self._add_block(child, depth=depth)
        elif child.tag in CONTAINERS:
            self._end_loose()
            self.through(child, depth=depth + 1)
        elif _holds_blocks(child):
            self.through(child, depth=depth + 1)
        else:
            self._loose.append(_html_of(child))
            for picture in child.iter("img"):
                self._add_picture(picture)

    def _add_heading(self, heading: HtmlElement) -> None:
        self._end_loose()
        for picture in heading.iter("img"):
            self._add_picture(picture)
        self._assembly.open_section(level=int(heading.tag[1]), heading=plain_text(heading))

    def _add_block(self, block: HtmlElement, *, depth: int) -> None:
        if block.tag in LISTS:
            self._add_list(block, depth=depth)
        elif block.tag == "table":
            self._add_table(block, depth=depth)
        elif block.tag == "figure":
            self._add_figure(block, depth=depth)
        elif block.tag in {"p", "pre", "summary"} and not _holds_blocks(block):
            self._add_text(ParagraphKind.TEXT, block)
        elif block.tag == "blockquote":
            self._add_text(ParagraphKind.QUOTE, block)
        elif block.tag != "hr":
            self.through(block, depth=depth + 1)
            self._end_loose()

    def _add_text(self, kind: ParagraphKind, block: HtmlElement) -> None:
        if block.get("class") == "footnote":
            kind = ParagraphKind.FOOTNOTE
        pictures = list(block.iter("img"))
        self._assembly.add_paragraph(kind, _html_of(block, as_tag="p" if block.tag == "summary" else ""))
        for picture in pictures:
            self._add_picture(picture)

    def _add_list(self, block: HtmlElement, *, depth: int) -> None:
        items = [item for item in block if item.tag == "li"]
        holds_more = any(_holds_any(item, HEADINGS | {"table", "figure"}) for item in items)
        n_words = sum(len(plain_text(item).split()) for item in items)
        is_prose = block.tag == "ol" and bool(items) and n_words / len(items) >= PROSE_ITEM_WORDS
        if holds_more or is_prose:
            self.through(block, depth=depth + 1)
            return
        if block.tag == "dl":
            _as_bullets(block)
        pictures = list(block.iter("img"))
        self._assembly.add_paragraph(ParagraphKind.LIST, _html_of(block, as_tag="ul" if block.tag != "ol" else "ol"))
        for picture in pictures:
            self._add_picture(picture)

    def _add_table(self, table: HtmlElement, *, depth: int) -> None:
        if is_layout(table, words=plain_text):
            self.through(table, depth=depth + 1)
            return
        pictures = list(table.iter("img"))
        name_headers(table, words=plain_text)
        self._assembly.add_paragraph(ParagraphKind.TABLE, _html_of(table))
        for picture in pictures:
            self._add_picture(picture)

    def _add_figure(self, figure: HtmlElement, *, depth: int) -> None:
        pictures, captions = list(figure.iter("img")), list(figure.iter("figcaption"))
        if len(pictures) != 1 or _holds_any(figure, {"table", "ul", "ol"}):
            self.through(figure, depth=depth + 1)
            self._end_loose()
            return
        self._add_picture(pictures[0], caption=plain_text(captions[0]) if captions else "")

    def _add_picture(self, img: HtmlElement, *, caption: str = "") -> None:
        src = (img.get("src") or "").strip()
        if _is_spy(img) or (_is_in_link_elsewhere(img) and not src.startswith(("data:", "part:"))):
            return
        self._end_loose()
        self._assembly.add_figure(img.get("alt") or "", caption=caption, data=self._picture_of(src))

    def _say(self, text: str | None) -> None:
        if text:
            self._loose.append(escape(text))

    def _end_loose(self) -> None:
        loose, self._loose = "".join(self._loose), []
        if loose.strip():
            self._assembly.add_paragraph(ParagraphKind.TEXT, f"<p>{loose}</p>")


def _html_of(element: HtmlElement, *, as_tag: str = "") -> str:
    """Write an element as HTML, with the tags we know in place of older ones; the sanitiser sees it next."""
    for inner in list(element.iter()):
        if not isinstance(inner.tag, str):
            continue
        if inner.tag in _RENAMED:
            inner.tag = _RENAMED[inner.tag]
        if inner.tag == "a":
            _mend_link(inner)
        if inner is not element and (inner.tag in DROPPED or inner.tag == "img" or _is_hidden(inner)):
            _cut(inner)
    if as_tag:
        element.tag = as_tag
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _cut(element: HtmlElement) -> None:
    """Take an element away and leave the words after it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _mend_link(link: HtmlElement) -> None:
    """A link that only worked on its own site leads nowhere here; what tells its owner who came is taken off."""
    href = "".join(letter for letter in link.get("href") or "" if letter.isprintable() and not letter.isspace())
    try:
        parts = urlsplit(href)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https", "mailto", "tel"}:
        link.attrib.pop("href", None)
        return
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _SPIES.match(name)]
    if parts.query and len(kept) < len(parse_qsl(parts.query, keep_blank_values=True)):
        href = urlunsplit(parts._replace(query=urlencode(kept)))
    link.set("href", href)


def _as_bullets(block: HtmlElement) -> None:
    for item in block.iter("dt", "dd"):
        if item.tag == "dt":
            item.text = f"{(item.text or '').rstrip()}"
        item.tag = "li"


def _holds_blocks(element: HtmlElement) -> bool:
    return _holds_any(element, BLOCKS)


def _holds_any(element: HtmlElement, tags: frozenset[str] | set[str]) -> bool:
    return any(inner is not element for inner in element.iter(*tags))


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.tag in DROPPED
        or element.get("hidden") is not None
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _is_spy(img: HtmlElement) -> bool:
    """A picture of one pixel shows nothing; it only tells its owner that somebody looked."""
    sizes = {img.get("width"), img.get("height")}
    return bool(sizes & {"0", "1", "0px", "1px"})


def _is_in_link_elsewhere(img: HtmlElement) -> bool:
    """An icon inside a link is a button of the page, and no figure of the document."""
    return any(ancestor.tag == "a" for ancestor in _ancestors(img))


def _ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    return cast("Iterator[HtmlElement]", element.iterancestors())
