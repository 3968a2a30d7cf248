"""Plain pasted text into sections and paragraphs: blank lines part them, a short line by itself is a heading."""

import re
from html import escape
from pathlib import PurePath

from consult.documents.importing.assembly import Assembly
from consult.documents.importing.text import read_text, tidy_source
from consult.documents.rules import ImportedDocument, ParagraphKind

LONGEST_HEADING_LINE = 80
_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)]|\([a-z]\))\s+(?=\S)")
_NUMBERED_HEADING = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=\S)")


def read_document(content: bytes, *, name: str) -> ImportedDocument:
    """Read a text file, named after its file."""
    return document_from_plain_text(read_text(content), title=PurePath(name).stem)


def document_from_plain_text(text: str, *, title: str) -> ImportedDocument:
    """Read pasted text; every blank line ends a paragraph."""
    source = tidy_source(text)
    assembly = Assembly(title=title, source=source)
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", source) if block.strip()]
    for place, block in enumerate(blocks):
        is_last = place == len(blocks) - 1
        _add_block(assembly, block, may_be_heading=not is_last)
    return assembly.finish()


def _add_block(assembly: Assembly, block: str, *, may_be_heading: bool) -> None:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    if may_be_heading and len(lines) == 1 and _is_heading(lines[0]):
        assembly.open_section(level=1, heading=lines[0])
    elif len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        items = "".join(f"<li>{escape(_BULLET.sub('', line, count=1))}</li>" for line in lines)
        assembly.add_paragraph(ParagraphKind.LIST, f"<ul>{items}</ul>")
    else:
        assembly.add_paragraph(ParagraphKind.TEXT, f"<p>{escape(' '.join(lines))}</p>")


def _is_heading(line: str) -> bool:
    if len(line) > LONGEST_HEADING_LINE or line[-1] in ".,;:!?…)\"'”’":
        return False
    return bool(_NUMBERED_HEADING.match(line)) or (line[0].isupper() and len(line.split()) <= 10)
