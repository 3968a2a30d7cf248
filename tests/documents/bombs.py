"""Hostile files, each small and made to cost much, or to be taken for what it is not; made anew for each run."""

import random
import struct
import zlib
from collections.abc import Callable

from consult.demo.makers.word import packed, said, word_file, word_parts
from tests.documents.files import open_document, pdf_file, pdf_of

MEGABYTE = 1024 * 1024
Bomb = tuple[str, bytes]
"""The name it is uploaded under, and its bytes."""

_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{place + 1} '{f'&a{place};' * 10}'>" for place in range(9))
)
_BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"
_FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def _word(document: str | bytes) -> bytes:
    return packed(word_parts("") | {"word/document.xml": document})


def _many_parts() -> bytes:
    return packed(word_parts(said("words")) | {f"word/part{number}.xml": "<x/>" for number in range(4_000)})


def _lying_sizes() -> bytes:
    data = bytearray(word_file(said("words") * 4_000))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(data)


def _same_part_twice() -> bytes:
    parts = word_parts(said("words"), word__documenu_xml="<x/>")
    return packed(parts).replace(b"word/documenu.xml", b"word/document.xml")


def _locked() -> bytes:
    data = bytearray(word_file(said("words")))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def _incompressible_elements() -> bytes:
    chance = random.Random(7)  # noqa: S311 - only to be hard to pack
    body = "".join(f"<w:p><w:r><w:t>{chance.getrandbits(40):x}</w:t></w:r></w:p>" for _each in range(150_000))
    return _word(_BODY.format(body))


def _nested_packages() -> bytes:
    inner = packed({"0.bin": b"\x00" * 8 * MEGABYTE})
    for _each in range(5):
        inner = packed({f"{number}.zip": inner for number in range(10)})
    return inner


def _pdf_with(content: bytes, *, resources: bytes = _FONT, more: tuple[bytes, ...] = (), filters: bytes = b"") -> bytes:
    stream = b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters, content)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, _PAGE % resources, stream, *more])


def _inflating_pdf(times: int) -> bytes:
    content = b"BT /F1 9 Tf 10 10 Td (aaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * (4 * MEGABYTE)
    for _each in range(times):
        content = zlib.compress(content, 9)
    return _pdf_with(content, filters=b"/Filter[%s]" % (b"/FlateDecode" * times))


def _deep_page_tree() -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    objects += [
        b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (number + 1, number - 1) for number in range(2, 3_000)
    ]
    return pdf_of([*objects, _PAGE % _FONT])


def _forms_in_forms() -> bytes:
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 30>>"
    form = head + b"stream\n%s\nendstream"
    more = [form % (5 + (place + 1) % 8, b"/X Do /X Do /X Do /X Do /X Do ") for place in range(8)]
    return _pdf_with(b"/X Do /X Do", resources=b"/XObject<</X 5 0 R>>", more=tuple(more))


def _huge_picture_pdf() -> bytes:
    rows = zlib.compress(b"\x00" * (60 * MEGABYTE), 9)
    told = b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceGray"
    image = told + b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(rows), rows)
    return _pdf_with(b"q 595 0 0 842 0 0 cm /X Do Q", resources=b"/XObject<</X 5 0 R>>", more=(image,))


def _strangely_locked() -> bytes:
    data = pdf_file([[(72, 100, 11, False, "words")]])
    return data.replace(b"trailer<<", b"trailer<</Encrypt<</Filter/Nobody/V 9>>")


_MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a part of 70 MB in a few kilobytes": ("a.docx", lambda: _word(b" " * 70 * MEGABYTE)),
    "ten parts of 20 MB each": (
        "a.docx",
        lambda: packed(word_parts(said("x")) | {f"word/m{n}.bin": b"\x00" * 20 * MEGABYTE for n in range(10)}),
    ),
    "four thousand parts": ("a.docx", _many_parts),
    "packages in packages": ("a.docx", _nested_packages),
    "a part that is longer than its packing says": ("a.docx", _lying_sizes),
    "the same part twice": ("a.docx", _same_part_twice),
    "a locked package": ("a.docx", _locked),
    "half a package": ("a.docx", lambda: word_file(said("words") * 500)[:900]),
    "the end of a package alone": ("a.docx", lambda: b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18),
    "a billion laughs in Word": ("a.docx", lambda: _word(_LAUGHS + "<x>&a9;</x>")),
    "one entity, very often": (
        "a.docx",
        lambda: _word(f"<!DOCTYPE x [<!ENTITY a '{'z' * 50_000}'>]><x>{'&a;' * 20_000}</x>"),
    ),
    "an entity that reads a file": (
        "a.docx",
        lambda: _word("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"),
    ),
    "a billion laughs in UTF-16": (
        "a.docx",
        lambda: _word(f'<?xml version="1.0" encoding="UTF-16"?>{_LAUGHS}<x>&a9;</x>'.encode("utf-16")),
    ),
    "a billion laughs in an odd encoding": (
        "a.docx",
        lambda: _word(f'<?xml version="1.0" encoding="cp037"?>{_LAUGHS}<x>&a9;</x>'.encode("cp037")),
    ),
    "laughs among the styles": (
        "a.docx",
        lambda: word_file(said("x"), word__styles_xml=_LAUGHS + "<x>&a9;</x>"),
    ),
    "five thousand elements inside one another": (
        "a.docx",
        lambda: _word(_BODY.format("<w:sdt><w:sdtContent>" * 2_500 + "</w:sdtContent></w:sdt>" * 2_500)),
    ),
    "a million empty paragraphs": ("a.docx", lambda: _word(_BODY.format("<w:p/>" * 1_000_000))),
    "half a million elements that do not pack": ("a.docx", _incompressible_elements),
    "a table of 600,000 cells": (
        "a.docx",
        lambda: _word(
            _BODY.format("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 60 + "</w:tr>") * 10_000 + "</w:tbl>")
        ),
    ),
    "XML that breaks off": ("a.docx", lambda: _word(_BODY.format(said("x") * 50)[:1_000])),
    "no XML at all": ("a.docx", lambda: _word(b"\x00\x01\x02 nothing")),
    "a spreadsheet named as a Word document": ("a.docx", lambda: packed({"xl/workbook.xml": "<x/>"})),
    "a program named as a Word document": ("a.docx", lambda: b"MZ" + b"\x90" * 4_000),
    "a packed file named as a PDF": ("a.pdf", lambda: zlib.compress(b"words") + b"x"),
    "an old Word document with a lock": (
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    ),
    "laughs in OpenDocument": (
        "a.odt",
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _LAUGHS + "<x>&a9;</x>"}),
    ),
    "sections inside sections": (
        "a.odt",
        lambda: open_document("<text:section>" * 3_000 + "<text:p>x</text:p>" + "</text:section>" * 3_000),
    ),
    "an OpenDocument part of 70 MB": ("a.odt", lambda: packed({"content.xml": b" " * 70 * MEGABYTE})),
    "pages inside pages, 3,000 deep": ("a.pdf", _deep_page_tree),
    "pages that hold themselves": (
        "a.pdf",
        lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]),
    ),
    "a billion pages that are not there": (
        "a.pdf",
        lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1000000000/Kids[]>>"]),
    ),
    "two thousand pages": ("a.pdf", lambda: pdf_file([[(72, 100, 11, False, "words")]] * 2_000)),
    "a page of 240 MB": ("a.pdf", lambda: _inflating_pdf(1)),
    "a page packed three times": ("a.pdf", lambda: _inflating_pdf(3)),
    "drawings that draw one another": ("a.pdf", _forms_in_forms),
    "a picture of 3.6 billion pixels": ("a.pdf", _huge_picture_pdf),
    "a PDF with a lock that nobody knows": ("a.pdf", _strangely_locked),
    "half a PDF": ("a.pdf", lambda: pdf_file([[(72, 100, 11, False, "words")]])[:150]),
    "a PDF of one line": ("a.pdf", lambda: b"%PDF-1.7\n" + b"[" * 200_000),
    "brackets inside brackets in a PDF": ("a.pdf", lambda: _pdf_with(b"[" * 400_000)),
    "boxes inside boxes": ("a.html", lambda: b"<div>" * 200_000 + b"words"),
    "tables inside tables": ("a.html", lambda: b"<table><tr><td>" * 50_000 + b"words"),
    "open bold marks without end": ("a.html", lambda: b"<p><b><i><u>" * 60_000 + b"words"),
    "a page of 900,000 paragraphs": ("a.html", lambda: b"<p>a" * 900_000),
    "quotes inside quotes": ("a.md", lambda: b"> " * 200_000 + b"words"),
    "lists inside lists": ("a.md", lambda: b"\n".join(b"  " * depth + b"- a" for depth in range(2_000))),
    "a text of three million letters": ("a.txt", lambda: b"word " * 600_000),
    "thirty thousand paragraphs": ("a.md", lambda: b"a\n\n" * 30_000),
    "more than 20 MB": ("a.txt", lambda: b"x" * (20 * MEGABYTE + 1)),
    "zeros alone": ("a.txt", lambda: b"\x00" * 5 * MEGABYTE),
}


def bomb_names() -> list[str]:
    """What each bomb is."""
    return list(_MAKERS)


def bomb(name: str) -> Bomb:
    """Make one."""
    uploaded_as, make = _MAKERS[name]
    return uploaded_as, make()
