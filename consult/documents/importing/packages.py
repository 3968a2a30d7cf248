"""Packed files (Word, OpenDocument) looked at before anything is unpacked, and their parts before they are parsed."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import cast

from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 3_000
LARGEST_DIRECTORY = MEGABYTE
LARGEST_ENTRY = 48 * MEGABYTE
LARGEST_XML = 32 * MEGABYTE
LARGEST_UNPACKED = 160 * MEGABYTE
MOST_INFLATION = 60
"""Times: a real document shrinks 4 to 25 times; what shrinks more is long and empty."""
FREE_INFLATION = 2 * MEGABYTE
"""A part that is small once unpacked may shrink as it likes."""
MOST_ELEMENTS = 400_000
DEEPEST_XML = 120
SAVE_AGAIN = Sentence("Open it in the program that made it, save it again and upload it.")
PACKING_FAULTS = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, KeyError, zlib.error)
"""What Python raises over a package that is not what it says."""
_END = b"PK\x05\x06"
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_PLAIN = frozenset(
    {b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
)
_NO_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_package(data: bytes) -> frozenset[str]:
    """Look at the packing of a file, and give the names of its parts; nothing is unpacked.

    Raises:
        Invalid: too many parts, too large once unpacked, locked, nested, or not packed as it says.
    """
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, UnicodeError):
        raise Invalid(Sentence("This file is damaged. %(advice)s", advice=SAVE_AGAIN)) from None
    names = frozenset(entry.filename for entry in entries)
    if len(names) < len(entries):
        raise Invalid(Sentence("This file holds the same part twice. %(advice)s", advice=SAVE_AGAIN))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid("This file is locked with a password. Save it without one and upload it again.")
    if any(_is_too_large(entry) for entry in entries) or sum(one.file_size for one in entries) > LARGEST_UNPACKED:
        raise Invalid(Sentence("This file is far larger unpacked than packed. %(advice)s", advice=SAVE_AGAIN))
    return names


def read_part(packed: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part of XML, and check that it holds no entities, few enough elements, and none too deep.

    Raises:
        Invalid: it does, or its size is not what the packing said.
    """
    if packed.getinfo(name).file_size > LARGEST_XML:
        raise Invalid(Sentence("This document holds more text than we can read. %(advice)s", advice=SAVE_AGAIN))
    content = read_bytes(packed, name)
    check_xml(content)
    return content


def read_bytes(packed: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part as it is.

    Raises:
        Invalid: it is not packed as the package says.
    """
    try:
        return packed.read(name)
    except PACKING_FAULTS:
        raise Invalid(Sentence("This file is damaged. %(advice)s", advice=SAVE_AGAIN)) from None


def check_xml(content: bytes) -> None:
    """Refuse XML that could grow while it is read; the text is looked at and not parsed into a tree.

    Raises:
        Invalid: it declares entities, or holds too many elements, or elements too deep inside one another.
    """
    if _NO_ENTITIES.search(content.replace(b"\x00", b"")) or not _is_plainly_encoded(content):
        raise Invalid(Sentence("This file holds instructions that no document needs. %(advice)s", advice=SAVE_AGAIN))
    n_elements = depth = 0
    for event in _events(content):
        depth += 1 if event == "start" else -1
        n_elements += event == "start"
        if n_elements > MOST_ELEMENTS or depth > DEEPEST_XML:
            raise Invalid(
                Sentence(
                    "This document is built of more pieces than a person could have written. %(advice)s",
                    advice=SAVE_AGAIN,
                )
            )


def _is_plainly_encoded(content: bytes) -> bool:
    """Whether it is in an encoding in which the search for entities sees them: UTF-8, UTF-16 or one like ASCII."""
    head = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip()
    told = _ENCODING.match(head)
    return head.startswith(b"<") and (told is None or told.group(1).lower() in _PLAIN)


def _events(content: bytes) -> Iterator[str]:
    from lxml import etree  # noqa: PLC0415 - heavy, and wanted in the child only

    walk = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for event, element in walk:
            if event == "end":
                element.clear()
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
            yield cast("str", event)
    except etree.XMLSyntaxError:
        raise Invalid(Sentence("This file is damaged. %(advice)s", advice=SAVE_AGAIN)) from None


def _check_directory(data: bytes) -> None:
    """Read the end of the file, which says how many parts there are, before the list of them is read."""
    place = data.rfind(_END, max(0, len(data) - 66_000))
    if place < 0 or len(data) < place + 22:
        raise Invalid(Sentence("This file is damaged, or was not uploaded whole. %(advice)s", advice=SAVE_AGAIN))
    n_here, n_entries, size = struct.unpack("<HHI", data[place + 8 : place + 16])
    if max(n_here, n_entries) > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise Invalid(Sentence("This file is made of too many parts. %(advice)s", advice=SAVE_AGAIN))


def _is_too_large(entry: zipfile.ZipInfo) -> bool:
    is_blown_up = entry.file_size > FREE_INFLATION and entry.file_size > MOST_INFLATION * max(entry.compress_size, 1)
    return entry.file_size > LARGEST_ENTRY or is_blown_up
