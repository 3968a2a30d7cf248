"""Files that the tests make themselves: OpenDocument and PDF documents and pictures, small and written by hand."""

import struct
import zlib

from consult.demo.makers.word import packed


def open_document(body: str) -> bytes:
    """An OpenDocument text whose body is this; the usual prefixes are declared."""
    spaces = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    declared = " ".join(f'xmlns:{name}="{space}"' for name, space in spaces.items())
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {declared}>{inner}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


Set = tuple[float, float, float, bool, str]
"""Left, top and size in points, whether bold, and the words."""


def pdf_file(pages: list[list[Set]], *, outline: tuple[tuple[str, int], ...] = (), info: str = "") -> bytes:
    """A PDF of A4 pages on which words stand where they are told to; the outline names titles and pages from 0."""
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>")
    kids = []
    for page in pages:
        drawn = "".join(
            f"BT /F{2 if bold else 1} {size} Tf 1 0 0 1 {left} {842 - top - size} Tm ({_escaped(words)}) Tj ET\n"
            for left, top, size, bold, words in page
        ).encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % len(objects)
        )
    marks = _outline(objects, outline, kids)
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % marks
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    if info:
        objects.append(info.encode("latin-1"))
    return pdf_of(objects, info=len(objects) if info else 0)


def pdf_of(objects: list[bytes], *, info: int = 0) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    told = b"/Info %d 0 R" % info if info else b""
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, told, start)
    return bytes(out)


def _outline(objects: list[bytes], outline: tuple[tuple[str, int], ...], kids: list[int]) -> bytes:
    if not outline:
        return b""
    root = len(objects) + 1
    first = root + 1
    objects.append(b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (len(outline), first, root + len(outline)))
    for place, (title, page) in enumerate(outline):
        beside = b"/Next %d 0 R" % (first + place + 1) if place + 1 < len(outline) else b""
        before = b"/Prev %d 0 R" % (first + place - 1) if place else b""
        named = _escaped(title).encode("latin-1")
        objects.append(b"<</Title(%s)/Parent %d 0 R%s%s/Dest[%d 0 R/Fit]>>" % (named, root, beside, before, kids[page]))
    return b"/Outlines %d 0 R" % root


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def png(width: int = 8, height: int = 8, *, grey: tuple[int, int] = (0, 255), text: bytes = b"") -> bytes:
    """A picture of two grey halves; ``text`` is hidden in it as a comment."""
    row = b"\x00" + bytes([grey[0]] * (width // 2) + [grey[1]] * (width - width // 2))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(row * height))]
    if text:
        chunks.insert(1, (b"tEXt", b"Comment\x00" + text))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, [*chunks, (b"IEND", b"")]))


def _chunk(told: tuple[bytes, bytes]) -> bytes:
    name, content = told
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
