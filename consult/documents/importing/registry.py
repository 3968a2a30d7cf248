"""Which module reads which format: bytes and a file name in, an ``ImportedDocument`` out."""

from pathlib import PurePath
from typing import Protocol

from consult.documents.importing import markdown, plain
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import Invalid


class Importer(Protocol):
    """What a module of this folder offers; to add a format, write one and name it below."""

    def __call__(self, content: bytes, *, name: str) -> ImportedDocument:
        """Read the bytes of one file; the same bytes always give the same value."""
        ...


IMPORTERS: dict[str, Importer] = {
    ".md": markdown.read_document,
    ".markdown": markdown.read_document,
    ".txt": plain.read_document,
}


def import_bytes(content: bytes, *, name: str) -> ImportedDocument:
    """Read an uploaded file by the end of its name.

    Raises:
        Invalid: nothing here reads such a file, or its content is not what its name says.
    """
    suffix = PurePath(name).suffix.lower()
    importer = IMPORTERS.get(suffix)
    if importer is None:
        known = ", ".join(sorted(IMPORTERS))
        raise Invalid(f"We cannot read this kind of file yet. Choose a file that ends in {known}, or paste the text.")
    return importer(content, name=name)


def import_pasted(text: str, *, title: str, as_markdown: bool = True) -> ImportedDocument:
    """Read text that an officer pasted, as Markdown or as plain text."""
    reader = markdown.document_from_markdown if as_markdown else plain.document_from_plain_text
    return reader(text, title=title)
