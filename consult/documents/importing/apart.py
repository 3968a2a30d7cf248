"""What runs in the process apart, one reader a format, and how much memory and time a file of its size may use."""

from collections.abc import Callable, Iterator
from typing import Any

from consult.documents.importing import html, markdown, opendocument, pdf, plain, word
from consult.documents.importing.carrying import as_values
from consult.documents.importing.kinds import Format
from consult.files.sandbox import MEGABYTE, Limits

Values = Iterator[dict[str, Any]]

_TREE = ("lxml.html", "PIL.Image", "PIL.PngImagePlugin", "PIL.JpegImagePlugin")
_LOADED = {
    Format.WORD: (*_TREE, "mammoth"),
    Format.PDF: ("pypdfium2", "pypdfium2.raw", "PIL.Image", "PIL.PngImagePlugin"),
    Format.OPENDOCUMENT: _TREE,
    Format.HTML: _TREE,
    Format.MARKDOWN: (),
    Format.TEXT: (),
}
GROWTH_MB = 92
"""Megabytes that any file may use beside its own weight; a bomb is small, and so is stopped here."""
GROWTH_MB_EACH = {
    Format.WORD: 220,
    Format.PDF: 40,
    Format.OPENDOCUMENT: 220,
    Format.HTML: 60,
    Format.MARKDOWN: 150,
    Format.TEXT: 30,
}
"""Megabytes more for each megabyte of the file."""
LIGHT_MB = {Format.PDF: 1.0}
"""Megabytes of a file that ask for nothing more: 200 pages of words weigh 1.2 MB in a PDF, and take 11 MB to read."""
MOST_GROWTH_MB = 900
SECONDS = 1.2
"""Of processor time, for a small file."""
SECONDS_EACH = {
    Format.WORD: 8.0,
    Format.PDF: 6.0,
    Format.OPENDOCUMENT: 8.0,
    Format.HTML: 2.0,
    Format.MARKDOWN: 3.0,
    Format.TEXT: 2.0,
}
"""Seconds more for each megabyte of the file, up to ``MOST_SECONDS``."""
MOST_SECONDS = 60.0
WALL_SECONDS = 120
"""By the clock: a busy machine may make a good document wait long, and waiting costs nobody anything."""


def limits_for(form: Format, size: int) -> Limits:
    """Say what reading a file of this many bytes may cost: a small file that costs much is no document."""
    megabytes = size / MEGABYTE
    heavy = max(0.0, megabytes - LIGHT_MB.get(form, 0.0))
    return Limits(
        growth_mb=min(MOST_GROWTH_MB, round(GROWTH_MB + GROWTH_MB_EACH[form] * heavy)),
        cpu_seconds=min(MOST_SECONDS, SECONDS + SECONDS_EACH[form] * megabytes),
        wall_seconds=WALL_SECONDS,
        output_mb=96,
        load_first=_LOADED[form],
    )


def read_word(content: bytes) -> Values:
    """Read a Word document."""
    return as_values(word.read_document(content, name=""))


def read_pdf(content: bytes) -> Values:
    """Read a PDF."""
    return as_values(pdf.read_document(content, name=""))


def read_opendocument(content: bytes) -> Values:
    """Read an OpenDocument text."""
    return as_values(opendocument.read_document(content, name=""))


def read_html(content: bytes) -> Values:
    """Read a web page."""
    return as_values(html.read_document(content, name=""))


def read_markdown(content: bytes) -> Values:
    """Read Markdown."""
    return as_values(markdown.read_document(content, name=""))


def read_text(content: bytes) -> Values:
    """Read plain text."""
    return as_values(plain.read_document(content, name=""))


READERS: dict[Format, Callable[[bytes], Values]] = {
    Format.WORD: read_word,
    Format.PDF: read_pdf,
    Format.OPENDOCUMENT: read_opendocument,
    Format.HTML: read_html,
    Format.MARKDOWN: read_markdown,
    Format.TEXT: read_text,
}
