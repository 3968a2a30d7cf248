"""The original file without what it says of its makers: written anew in the process apart, for people to download."""

import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

from consult.documents.importing.kinds import Format
from consult.documents.importing.packages import SAVE_AGAIN, check_package, read_bytes
from consult.documents.importing.pictures import without_metadata
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

_LEFT_OUT = (
    "docProps/",
    "customXml/",
    "word/comments",
    "word/people",
    "word/vba",
    "word/activeX",
    "word/embeddings/",
    "word/glossary/",
    "word/webextensions/",
    "word/attachedToolbars",
    "word/printerSettings",
    "meta.xml",
    "Thumbnails/",
    "Basic/",
    "Scripts/",
    "Configurations2/",
    "layout-cache",
)
_REFERENCE = re.compile(
    rb"<(?:Override|Relationship|manifest:file-entry)\b[^>]*?(?:PartName|Target|manifest:full-path)=\"/?([^\"]*)\"[^>]*?/>"
)
_MAKERS = re.compile(rb'\b(w(?:15)?:(?:author|initials|userId|rsid\w*))="[^"]*"')
_COMMENTS = re.compile(rb"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*/>")
_ELSEWHERE = re.compile(rb'<Relationship\b[^>]*Type="[^"]*/(?:attachedTemplate|frame|oleObject)"[^>]*/>')
_PARTS = (
    *(".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg"),
    *(".odttf", ".ttf", ".otf", "mimetype"),
)
"""Ends of the names of parts that a text needs; pages, programs and files inside the file are none of them."""
_EXTERNAL = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')
_TARGET = re.compile(rb'(\bTarget=")([^"]*)"')
_DRAWN_FROM = re.compile(
    rb'(<(?:draw:image|draw:object|draw:object-ole|draw:plugin|draw:floating-frame)\b[^>]*?xlink:href=")([^"]*)"'
)
_LINKED_FROM = re.compile(rb'(<(?:text:a|draw:a)\b[^>]*?xlink:href=")([^"]*)"')
_FIELDS = re.compile(rb"\b(?:INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT|MACROBUTTON)\b(?=[^<]*<)")
_FIELD_WORDS = re.compile(rb'<w:instrText\b[^>]*>[^<]*</w:instrText>|\bw:instr="[^"]*"')
_LEADS = re.compile(rb"(?:https?://|mailto:|tel:|#|\.?/?$|\.\./|[\w%.-]+$)", re.IGNORECASE)
_NOWHERE = b"about:blank"
_ODT_MAKERS = re.compile(rb"<((?:dc|meta):(?:creator|date|creator-initials))(?: [^>]*)?>[^<]*</\1>")
_TAKEN_BACK = re.compile(
    rb"<w:(?:del|moveFrom)(?: [^>]*)?/>|<w:(del|moveFrom)(?: [^>]*)?>.*?</w:\1>"
    rb"|<(office:annotation|text:tracked-changes)(?: [^>]*)?>.*?</\2>"
    rb"|<(?:office:annotation-end|text:change(?:-start|-end)?)(?: [^>]*)?/>",
    re.DOTALL,
)
"""Words that were deleted under "track changes", and notes in the margin: nobody reads them on the page."""
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
_LEADS_ON = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_DEEPEST_PDF = 8
_BEGINNING = (1980, 1, 1, 0, 0, 0)


def clean_word(content: bytes) -> Iterator[dict[str, Any]]:
    """Write a Word document anew without properties, comments, macros, names of authors and what pictures hide."""
    yield _told(_repacked(content))


def clean_opendocument(content: bytes) -> Iterator[dict[str, Any]]:
    """The same for an OpenDocument text."""
    yield _told(_repacked(content))


def clean_pdf(content: bytes) -> Iterator[dict[str, Any]]:
    """Write a PDF anew without its information, its XMP, scripts, attachments and what starts by itself.

    Raises:
        Invalid: it can be read and shown, and yet is too broken to be written anew.
    """
    import pikepdf  # noqa: PLC0415 - heavy, and wanted in the child only

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            _take_out_of_pdf(document)
            out = io.BytesIO()
            document.save(out, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        raise Invalid(Sentence("This PDF is damaged. %(advice)s", advice=SAVE_AGAIN)) from None
    yield _told(out.getvalue())


def _take_out_of_pdf(document: Any) -> None:
    if document.trailer.get("/Info") is not None:
        del document.trailer["/Info"]
    root = document.Root
    for name in ("/Metadata", "/OpenAction", "/AA", "/PieceInfo", "/AcroForm", "/Collection"):
        if name in root:
            del root[name]
    names = root.get("/Names")
    for name in ("/EmbeddedFiles", "/JavaScript"):
        if names is not None and name in names:
            del names[name]
    for thing in document.objects:
        for part in _with_direct_parts(thing):
            for name in ("/Metadata", "/PieceInfo", "/AA", "/LastModified"):
                if name in part:
                    del part[name]
            _take_out_act(part)


def _with_direct_parts(thing: Any, *, depth: int = 0) -> Iterator[Any]:
    """Yield the dictionaries of one object of a PDF: itself, and those written inside it and not apart from it."""
    import pikepdf  # noqa: PLC0415 - as above

    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield thing
        inside = list(dict(thing.items()).values())
    else:
        inside = list(thing) if isinstance(thing, pikepdf.Array) else []
    for part in inside if depth < _DEEPEST_PDF else ():
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Array)) and not part.is_indirect:
            yield from _with_direct_parts(part, depth=depth + 1)


CLEANERS: dict[Format, Callable[[bytes], Iterator[dict[str, Any]]]] = {
    Format.WORD: clean_word,
    Format.OPENDOCUMENT: clean_opendocument,
    Format.PDF: clean_pdf,
}
"""Formats whose original can be offered; a web page may hold scripts, and text is offered by what people read."""


def _take_out_act(thing: Any) -> None:
    """A link may lead to a page here or on the web; what runs, sends, opens a file or does more than one thing goes."""
    act = thing.get("/A")
    if act is not None:
        kind = str(act.get("/S", "")) if hasattr(act, "get") else ""
        leads = kind == "/GoTo" or (kind == "/URI" and _LEADS_ON.match(str(act.get("/URI", ""))) is not None)
        if not leads:
            del thing["/A"]
        elif "/Next" in act:
            del act["/Next"]
    if str(thing.get("/S", "")) == "/JavaScript":
        thing["/S"] = thing["/S"].__class__("/Nothing")


def _told(content: bytes) -> dict[str, Any]:
    return {"file": b64encode(content).decode("ascii")}


def _repacked(content: bytes) -> bytes:
    names = check_package(content)
    kept = frozenset(name for name in names if name.endswith(_PARTS) and not name.startswith(_LEFT_OUT))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(kept, key=lambda name: (name != "mimetype", name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(entry, _without_makers(name, read_bytes(given, name), gone=names - kept))
    return out.getvalue()


def _without_makers(name: str, content: bytes, *, gone: frozenset[str]) -> bytes:
    if name.lower().endswith(_PICTURES):
        return without_metadata(content)
    if name.endswith(".svg"):  # a picture that can hold scripts; Word keeps a plain one beside it
        return b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    if not name.endswith((".xml", ".rels")):
        return content
    content = _REFERENCE.sub(lambda found: found.group() if _stays(found.group(1), name, gone) else b"", content)
    content = _ELSEWHERE.sub(b"", _COMMENTS.sub(b"", _MAKERS.sub(rb'\1=""', content)))
    return _leading_nowhere_else(_ODT_MAKERS.sub(b"", _TAKEN_BACK.sub(b"", content)))


def _leading_nowhere_else(content: bytes) -> bytes:
    """Links to the web stay; what would fetch something on opening, run or open a file leads nowhere."""
    content = _EXTERNAL.sub(_without_target, content)
    content = _DRAWN_FROM.sub(lambda found: _led(found, stays=b":" not in found.group(2)), content)
    content = _LINKED_FROM.sub(lambda found: _led(found, stays=_LEADS.match(found.group(2)) is not None), content)
    return _FIELD_WORDS.sub(lambda found: _FIELDS.sub(b"QUOTE", found.group() + b"<")[:-1], content)


def _without_target(found: re.Match[bytes]) -> bytes:
    is_link = b"/hyperlink" in found.group()
    return _TARGET.sub(
        lambda target: _led(target, stays=is_link and _LEADS.match(target.group(2)) is not None), found.group()
    )


def _led(found: re.Match[bytes], *, stays: bool) -> bytes:
    return found.group() if stays else b'%s%s"' % (found.group(1), _NOWHERE)


def _stays(target: bytes, name: str, gone: frozenset[str]) -> bool:
    """Whether what a list of parts names is still there; addresses on the web are."""
    path = target.decode("utf-8", errors="replace")
    if ":" in path or path.endswith("/"):
        return True
    folder = name.partition("_rels/")[0] if "_rels/" in name else ""
    named = (path, f"{folder}{path}")
    return not any(one in gone or one.startswith(_LEFT_OUT) for one in named)
