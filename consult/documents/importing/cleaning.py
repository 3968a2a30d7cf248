"""The original file without what it says of its makers: written anew in the process apart, for people to download."""

import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

from consult.documents.importing.kinds import Format
from consult.documents.importing.packages import check_package, read_bytes
from consult.documents.importing.pictures import without_metadata

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
_ODT_MAKERS = re.compile(rb"<((?:dc|meta):(?:creator|date|creator-initials))(?: [^>]*)?>[^<]*</\1>")
_TAKEN_BACK = re.compile(
    rb"<w:(?:del|moveFrom)(?: [^>]*)?/>|<w:(del|moveFrom)(?: [^>]*)?>.*?</w:\1>"
    rb"|<(office:annotation|text:tracked-changes)(?: [^>]*)?>.*?</\2>"
    rb"|<(?:office:annotation-end|text:change(?:-start|-end)?)(?: [^>]*)?/>",
    re.DOTALL,
)
"""Words that were deleted under "track changes", and notes in the margin: nobody reads them on the page."""
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
_BEGINNING = (1980, 1, 1, 0, 0, 0)


def clean_word(content: bytes) -> Iterator[dict[str, Any]]:
    """Write a Word document anew without properties, comments, macros, names of authors and what pictures hide."""
    yield _told(_repacked(content))


def clean_opendocument(content: bytes) -> Iterator[dict[str, Any]]:
    """The same for an OpenDocument text."""
    yield _told(_repacked(content))


def clean_pdf(content: bytes) -> Iterator[dict[str, Any]]:
    """Write a PDF anew without its information, its XMP, scripts, attachments and what starts by itself."""
    import pikepdf  # noqa: PLC0415 - heavy, and wanted in the child only

    with pikepdf.open(io.BytesIO(content)) as document:
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
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                for name in ("/Metadata", "/PieceInfo", "/AA", "/LastModified"):
                    if name in thing:
                        del thing[name]
                _take_out_act(thing)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    yield _told(out.getvalue())


CLEANERS: dict[Format, Callable[[bytes], Iterator[dict[str, Any]]]] = {
    Format.WORD: clean_word,
    Format.OPENDOCUMENT: clean_opendocument,
    Format.PDF: clean_pdf,
}
"""Formats whose original can be offered; a web page may hold scripts, and text is offered by what people read."""


def _take_out_act(thing: Any) -> None:
    """A link may lead somewhere; what runs, sends or opens a file may not stay."""
    act = thing.get("/A")
    kind = str(act.get("/S", "")) if hasattr(act, "get") else ""
    if kind and kind not in {"/URI", "/GoTo"}:
        del thing["/A"]
    if str(thing.get("/S", "")) == "/JavaScript":
        thing["/S"] = thing["/S"].__class__("/Nothing")


def _told(content: bytes) -> dict[str, Any]:
    return {"file": b64encode(content).decode("ascii")}


def _repacked(content: bytes) -> bytes:
    names = check_package(content)
    kept = [name for name in names if not name.startswith(_LEFT_OUT)]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(kept, key=lambda name: (name != "mimetype", name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(entry, _without_makers(name, read_bytes(given, name), kept=frozenset(kept)))
    return out.getvalue()


def _without_makers(name: str, content: bytes, *, kept: frozenset[str]) -> bytes:
    if name.lower().endswith(_PICTURES):
        return without_metadata(content)
    if not name.endswith((".xml", ".rels")):
        return content
    content = _REFERENCE.sub(lambda found: found.group() if _stays(found.group(1), name, kept) else b"", content)
    content = _ELSEWHERE.sub(b"", _COMMENTS.sub(b"", _MAKERS.sub(rb'\1=""', content)))
    return _ODT_MAKERS.sub(b"", _TAKEN_BACK.sub(b"", content))


def _stays(target: bytes, name: str, kept: frozenset[str]) -> bool:
    """Whether what a list of parts names is still there; addresses on the web are."""
    path = target.decode("utf-8", errors="replace")
    if "://" in path or path.startswith("mailto:") or path.endswith("/"):
        return True
    folder = name.partition("_rels/")[0] if "_rels/" in name else ""
    return (
        path in kept
        or f"{folder}{path}" in kept
        or not any(one.startswith(_LEFT_OUT) for one in (path, f"{folder}{path}"))
    )
