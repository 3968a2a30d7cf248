"""What kind of file this is, by its first bytes and its parts, and only then by its name."""

import re
from enum import StrEnum
from pathlib import PurePath

from consult.documents.importing.packages import check_package
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence


class Format(StrEnum):
    """The formats that a document may come in."""

    WORD = "docx"
    PDF = "pdf"
    OPENDOCUMENT = "odt"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


_KNOWN = Sentence("Word (DOCX), PDF, OpenDocument (ODT), HTML, Markdown or plain text")
_BY_NAME = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
}
_MEANT = {
    ".docx": Sentence("a Word document"),
    ".docm": Sentence("a Word document"),
    ".pdf": Sentence("a PDF"),
    ".odt": Sentence("an OpenDocument text"),
}
_OTHERS = (
    (b"{\\rtf", Sentence("a rich text file")),
    (b"\x89PNG", Sentence("a picture")),
    (b"\xff\xd8\xff", Sentence("a picture")),
    (b"GIF8", Sentence("a picture")),
    (b"II*\x00", Sentence("a picture")),
    (b"MM\x00*", Sentence("a picture")),
    (b"\x1f\x8b", Sentence("a packed file")),
    (b"BZh", Sentence("a packed file")),
    (b"7z\xbc\xaf", Sentence("a packed file")),
    (b"Rar!", Sentence("a packed file")),
    (b"\x7fELF", Sentence("a program")),
    (b"MZ", Sentence("a program")),
)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|main)\b", re.IGNORECASE
)


def format_of(content: bytes, *, name: str) -> Format:
    """Say what kind of file this is.

    Raises:
        Invalid: it is of a kind that nothing here reads, or not what its name says.
    """
    suffix = PurePath(name).suffix.lower()
    head = content[:1024]
    if not content.strip(b"\x00 \t\r\n"):
        raise Invalid("There are no words in this document: it is empty. Check that you chose the right file.")
    if b"%PDF-" in head:
        return Format.PDF
    if content.startswith(b"PK"):
        return _of_package(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(_old_or_locked(content))
    for magic, what in _OTHERS:
        if content.startswith(magic):
            raise Invalid(
                Sentence("This file looks like %(what)s. Upload the document as %(known)s.", what=what, known=_KNOWN)
            )
    if suffix in _MEANT:
        raise Invalid(
            Sentence(
                "This file is not %(what)s, whatever its name says. Save it again and upload it.", what=_MEANT[suffix]
            )
        )
    if _HTML.match(head):
        return Format.HTML
    if suffix not in _BY_NAME:
        raise Invalid(Sentence("We cannot read this kind of file. Upload %(known)s, or paste the text.", known=_KNOWN))
    return _BY_NAME[suffix]


def _of_package(content: bytes) -> Format:
    names = check_package(content)
    if "word/document.xml" in names:
        return Format.WORD
    if "content.xml" in names and not names & {"xl/workbook.xml", "ppt/presentation.xml"}:
        return Format.OPENDOCUMENT
    what = Sentence("a packed file")
    if "xl/workbook.xml" in names:
        what = Sentence("a spreadsheet")
    elif "ppt/presentation.xml" in names:
        what = Sentence("a presentation")
    raise _looks_like(what)


def _looks_like(what: Sentence) -> Invalid:
    return Invalid(
        Sentence("This file looks like %(what)s. Upload the document as %(known)s.", what=what, known=_KNOWN)
    )


def _old_or_locked(content: bytes) -> Sentence:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Sentence("This Word document is locked with a password. Save it without one and upload it again.")
    return Sentence("This looks like an old Word document (.doc). Save it as DOCX and upload it again.")
