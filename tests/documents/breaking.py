"""Files broken on purpose: real and made ones changed by chance, and ones that hypothesis invents from nothing."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator

from hypothesis import strategies as st

from consult.demo.makers.word import BULLETS, drawing, packed, related, word_file
from tests.documents.files import open_document, pdf_file, png
from tests.payloads import PAYLOADS

MARKS = (
    *(
        b"<",
        b">",
        b"&#x0;",
        b"&#55296;",
        b"]]>",
        b"\x00",
        b"\xff\xfe",
        b"<p>",
        b"</td>",
        b"<table><tr>",
        b"<!--",
        b"-->",
    ),
    *(
        b"stream\n",
        b"endstream",
        b"endobj",
        b"/Kids[1 0 R]",
        b"/Length 99999999",
        b"<<",
        b">>",
        b"|",
        b"\n\n",
        b"# ",
        b"> ",
    ),
    *(
        b"- ",
        b"```",
        b"![a](data:image/png;base64,AAAA)",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\xf4\x8f\xbf\xbf",
        b"9" * 400,
    ),
)
_ELEMENT = re.compile(rb"<[^<>]{1,400}>")
_VALUE = re.compile(rb'"[^"<>]{0,200}"')
_NUMBER = re.compile(rb"\d+")
_ODD_VALUES = (
    b'""',
    b'"-1"',
    b'"99999999999999999999"',
    b'"\xc3\xa9"',
    b'"../../x"',
    b'"NaN"',
    b'"0"',
    b'"javascript:x"',
)


def changed(seed: bytes, chance: random.Random) -> bytes:
    """Change a file here and there: bytes turned, cut out, doubled, marks put in, numbers made large."""
    data = bytearray(seed)
    for _change in range(chance.randint(1, 8)):
        if not data:
            break
        place, end = chance.randrange(len(data)), chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            data[place] = chance.randrange(256)
        elif kind == 1 and abs(end - place) < len(data) // 2:
            del data[min(place, end) : max(place, end)]
        elif kind == 2:
            data[place:place] = data[min(place, end) : min(place, end) + 200]
        elif kind == 3:
            found = _NUMBER.search(data, place)
            if found:
                data[found.start() : found.end()] = chance.choice((b"0", b"-1", b"4294967296", b"99999"))
        elif kind == 4:
            del data[place:]
        else:
            data[place:place] = chance.choice(MARKS)
    return bytes(data)


def changed_xml(seed: bytes, chance: random.Random) -> bytes:
    """Change XML so that it mostly stays XML: elements moved, doubled, taken away, and values made odd."""
    data = seed
    for _change in range(chance.randint(1, 6)):
        marks = list(_ELEMENT.finditer(data))
        if len(marks) < 3:
            return data
        one, other = sorted(chance.sample(range(len(marks)), 2))
        first, second = marks[one], marks[other]
        kind = chance.randrange(5)
        if kind == 0:  # a stretch between two marks, doubled
            data = data[: second.start()] + data[first.start() : second.start()] + data[second.start() :]
        elif kind == 1 and second.end() - first.start() < len(data) // 2:
            data = data[: first.start()] + data[second.start() :]
        elif kind == 2:
            values = list(_VALUE.finditer(data))
            if values:
                value = chance.choice(values)
                data = data[: value.start()] + chance.choice(_ODD_VALUES) + data[value.end() :]
        elif kind == 3:  # one mark put where another stands
            data = data[: first.start()] + second.group() + data[first.end() :]
        else:
            said = chance.choice(PAYLOADS).replace("&", "&amp;").replace("<", "&lt;").encode()
            data = data[: first.end()] + said.translate(None, bytes(range(9))) + data[first.end() :]
        if len(data) > 4 * len(seed) + 10_000:
            break
    return data


def changed_package(seed: bytes, chance: random.Random) -> bytes:
    """Change one or two parts inside a package, so that its packing is sound and its content is not."""
    with zipfile.ZipFile(io.BytesIO(seed)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    for name in chance.sample(sorted(parts), min(len(parts), chance.randint(1, 2))):
        part = parts[name]
        assert isinstance(part, bytes)
        kind = chance.randrange(8)
        if kind == 0:
            del parts[name]
        elif kind == 1:
            parts[name] = changed(part, chance) if part else b"x"
        else:
            parts[name] = changed_xml(part, chance)
    return packed(parts)


def every_way(name: str) -> tuple[Callable[[bytes, random.Random], bytes], ...]:
    """The ways in which a file of this name is broken."""
    if name.endswith((".docx", ".odt")):
        return changed, changed_package, changed_package, changed_package
    return (changed, changed_xml) if name.endswith((".html", ".htm")) else (changed,)


def broken(seed: bytes, *, name: str, times: int, salt: int = 0) -> Iterator[bytes]:
    """Break a file in each of its ways, the same ones each time for the same salt."""
    chance = random.Random(len(seed) * 1_000_003 + salt)  # noqa: S311 - to break files, the same ones each time
    ways = every_way(name)
    for place in range(times):
        yield ways[place % len(ways)](seed, chance)


_words = st.one_of(
    st.sampled_from(PAYLOADS),
    st.text(max_size=40),
    st.sampled_from(("Total", "£1,330m", "12", "1.", "•", "Draft 4", "x" * 600, "ا ب", "\u202e", "a\u00adb")),
)
_XML_SAFE = dict.fromkeys([*(code for code in range(32) if code not in {9, 10, 13}), 0xFFFE, 0xFFFF], " ")


def _told(words: str) -> str:
    tidy = words.translate(_XML_SAFE).encode("utf-8", "replace").decode()
    return tidy.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _elements(tags: tuple[str, ...], attributes: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Trees of elements of one format, each with odd attributes, words between them, and as deep as they come."""
    named = st.lists(st.tuples(st.sampled_from(attributes), _words), max_size=2, unique_by=lambda one: one[0])

    def around(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(
            lambda tag, said, inner: (
                f"<{tag}{''.join(f' {name}={chr(34)}{_told(value)}{chr(34)}' for name, value in said)}>"
                f"{''.join(inner)}</{tag}>"
            ),
            st.sampled_from(tags),
            named,
            st.lists(inside, max_size=5),
        )

    return st.recursive(_words.map(_told), around, max_leaves=25)


_WORD_TAGS = (
    *("w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:pPr", "w:pStyle", "w:numPr", "w:ilvl", "w:numId", "w:hyperlink"),
    *(
        "w:rPr",
        "w:b",
        "w:trPr",
        "w:tblHeader",
        "w:tcPr",
        "w:gridSpan",
        "w:vMerge",
        "w:footnoteReference",
        "w:br",
        "w:tab",
    ),
    *(
        "w:del",
        "w:ins",
        "w:sdt",
        "w:sdtContent",
        "w:drawing",
        "w:pict",
        "w:fldSimple",
        "w:instrText",
        "w:bookmarkStart",
    ),
)
_OPEN_TAGS = (
    *(
        "text:p",
        "text:h",
        "text:span",
        "text:a",
        "text:list",
        "text:list-item",
        "text:note",
        "text:note-body",
        "text:s",
    ),
    *("table:table", "table:table-row", "table:table-cell", "table:covered-table-cell", "table:table-header-rows"),
    *("draw:frame", "draw:image", "svg:title", "svg:desc", "text:tab", "text:line-break", "text:section"),
)
_HTML_TAGS = (
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "h6",
        "div",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "caption",
        "blockquote",
    ),
    *(
        "a",
        "img",
        "b",
        "i",
        "main",
        "article",
        "header",
        "nav",
        "figure",
        "figcaption",
        "pre",
        "svg",
        "math",
        "details",
    ),
    *(
        "script",
        "style",
        "template",
        "select",
        "textarea",
        "title",
        "body",
        "html",
        "dl",
        "dt",
        "dd",
        "sup",
        "br",
        "hr",
    ),
)
_LINES = st.one_of(
    _words,
    st.builds(
        lambda mark, words: f"{mark}{words}", st.sampled_from(("# ", "### ", "> ", "- ", "1. ", "    ", "| ")), _words
    ),
    st.sampled_from(("", "", "|---|---|", "---", "```", "| a | b |", "[x]: y", "![a](b)", "\t", "* * *", "<p>", "\\")),
)
_TEXTS = st.lists(_LINES, max_size=30).map(lambda lines: "\n".join(lines).encode("utf-8", "replace"))
_SET = st.tuples(
    st.floats(-50, 700),
    st.floats(-50, 900),
    st.sampled_from((0.5, 6.0, 9.0, 11.0, 14.0, 30.0, 300.0)),
    st.booleans(),
    _words.map(lambda words: words.encode("cp1252", "replace").decode("cp1252")),
)
_WORD_PIECES = st.one_of(
    _elements(_WORD_TAGS, ("w:val", "w:id", "r:id", "w:anchor", "w:type", "w:fill")),
    _words.map(lambda words: drawing(described=words.translate(_XML_SAFE))),
)
_OPEN_PIECES = _elements(
    _OPEN_TAGS,
    ("xlink:href", "text:outline-level", "table:number-columns-repeated", "table:number-columns-spanned", "text:c"),
)
_HTML_PIECES = _elements(
    _HTML_TAGS, ("href", "src", "alt", "colspan", "rowspan", "scope", "role", "lang", "class", "start")
)


def _made_word(pieces: list[str]) -> bytes:
    return word_file("".join(pieces), word__media__a_png=png(), **BULLETS, **related(pic1="media/a.png"))


INVENTED: dict[str, st.SearchStrategy[bytes]] = {
    "made.docx": st.lists(_WORD_PIECES, max_size=8).map(_made_word),
    "made.odt": st.lists(_OPEN_PIECES, max_size=8).map(lambda pieces: open_document("".join(pieces))),
    "made.html": st.lists(_HTML_PIECES, max_size=8).map(lambda pieces: "".join(pieces).encode("utf-8", "replace")),
    "made.md": _TEXTS,
    "made.txt": st.one_of(_TEXTS, st.binary(max_size=200)),
    "made.pdf": st.lists(st.lists(_SET, max_size=25), min_size=1, max_size=3).map(pdf_file),
}
"""Files that nobody made: for each name, what stands in it is drawn from the pieces of its format."""
