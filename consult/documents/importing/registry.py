"""Which module reads which format: bytes and a file name in, an ``ImportedDocument`` out, read in a process apart."""

import hashlib
from base64 import b64decode
from dataclasses import replace
from pathlib import PurePath

from consult.documents.importing import markdown, plain
from consult.documents.importing.apart import READERS, limits_for
from consult.documents.importing.carrying import from_values
from consult.documents.importing.cleaning import CLEANERS
from consult.documents.importing.kinds import Format, format_of
from consult.documents.rules import LONGEST_FILE, TOO_LARGE, ImportedDocument
from consult.files.sandbox import parse_apart
from consult.kernel.errors import Invalid


def import_bytes(content: bytes, *, name: str) -> ImportedDocument:
    """Read an uploaded file, judged by its content and then by its name, in a process with little memory and time.

    Raises:
        Invalid: nothing here reads such a file, it is no such file, or it is too large, locked, damaged or hostile.
    """
    if len(content) > LONGEST_FILE:
        raise Invalid(TOO_LARGE)
    document = _read_apart(content, form=format_of(content, name=name))
    title = document.title or PurePath(name).stem or "Document"
    return replace(document, title=title, sha256=hashlib.sha256(content).hexdigest())


def import_typed(text: str, *, title: str) -> ImportedDocument:
    """Read Markdown that somebody typed or pasted into a form, in the same kind of process as a file.

    Raises:
        Invalid: it holds no words, is too long, or costs more than its length allows.
    """
    if not text.strip():
        raise Invalid("There are no words in this document. Check what you pasted.")
    document = _read_apart(text.encode("utf-8", errors="replace"), form=Format.MARKDOWN)
    return replace(document, title=document.title or title)


def _read_apart(content: bytes, *, form: Format) -> ImportedDocument:
    try:
        return from_values(parse_apart(READERS[form], content, limits=limits_for(form, len(content))))
    except (KeyError, ValueError, TypeError, IndexError) as fault:
        raise Invalid(
            "We could not read this file. Save it again in the program that made it and upload it."
        ) from fault


def cleaned_bytes(content: bytes, *, name: str) -> bytes | None:
    """The same file without what it says of its makers, written in a process apart; nothing where that cannot be."""
    form = format_of(content, name=name)
    if form not in CLEANERS:
        return None
    limits = replace(limits_for(form, len(content)), load_first=("pikepdf",) if form is Format.PDF else ())
    try:
        told = list(parse_apart(CLEANERS[form], content, limits=limits))
        return b64decode(told[0]["file"], validate=True)
    except (Invalid, KeyError, IndexError, ValueError):
        return None


def import_pasted(text: str, *, title: str, as_markdown: bool = True) -> ImportedDocument:
    """Read text of our own in this process, as Markdown or as plain text: what makers and the demonstration write."""
    reader = markdown.document_from_markdown if as_markdown else plain.document_from_plain_text
    return reader(text, title=title)
