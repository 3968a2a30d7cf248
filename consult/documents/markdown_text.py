"""Sanitised HTML written as Markdown: the form in which a document of any format can be edited by hand."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from consult.documents.rules import ImportedParagraph, ImportedSection, ParagraphKind
from consult.documents.sanitising import tidy_text

_ESCAPED = re.compile(r"([\\`*_\[\]<>|])")
_LINE_MARK = re.compile(r"^(\s*)(\d*)([#+.)=-])(?=\s|$|[#=-])", re.MULTILINE)
_MARKS = {"strong": "**", "em": "*", "del": "~~", "s": "~~"}


def markdown_of(sections: Sequence[ImportedSection]) -> str:
    """Write headings and paragraphs as Markdown, parted by empty lines."""
    blocks = []
    for section in sections:
        if section.heading:
            blocks.append(f"{'#' * min(section.level + 1, 6)} {_escape(section.heading)}")
        blocks.extend(markdown_paragraph(paragraph) for paragraph in section.paragraphs)
    return "\n\n".join(blocks) + "\n"


def markdown_paragraph(paragraph: ImportedParagraph) -> str:
    """Write one paragraph as Markdown."""
    writer = _Writer()
    writer.feed(paragraph.html)
    writer.close()
    if paragraph.kind is ParagraphKind.TABLE:
        return writer.table()
    if paragraph.kind is ParagraphKind.QUOTE:
        return "\n".join(f"> {line}".rstrip() for line in writer.block().splitlines())
    return writer.block()


def _escape(text: str) -> str:
    return _LINE_MARK.sub(r"\1\2\\\3", _ESCAPED.sub(r"\\\1", text))


class _Writer(HTMLParser):
    """Collects lines of Markdown from the few tags that the sanitiser lets through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._lists: list[int] = []
        self._links: list[str] = []
        self._rows: list[list[str]] = []
        self._in_caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _MARKS:
            self._pieces.append(_MARKS[tag])
        elif tag == "a":
            self._links.append(given.get("href") or "")
            self._pieces.append("[")
        elif tag == "img":
            self._pieces.append(f"![{_escape(given.get('alt') or '')}]({given.get('src') or ''})")
        elif tag == "br":
            self._pieces.append("  \n")
        elif tag in {"td", "th", "tr", "caption"}:
            self._start_of_table(tag)
        else:
            self._start_of_block(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._pieces.append(_MARKS[tag])
        elif tag == "a" and self._links:
            self._pieces.append(f"]({self._links.pop()})")
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag in {"td", "th"} and self._rows:
            self._rows[-1].append(tidy_text("".join(self._pieces)))
            self._pieces = []
        elif tag == "caption":
            self._in_caption, self._pieces = False, []

    def handle_data(self, data: str) -> None:
        self._pieces.append(_escape(data))

    def _start_of_block(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in {"ul", "ol"}:
            start = given.get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isdecimal() else int(tag == "ol"))
        elif tag == "li":
            depth = max(0, len(self._lists) - 1)
            number = self._lists[-1] if self._lists else 0
            self._pieces.append(f"\n{'  ' * depth}{f'{number}.' if number else '-'} ")
            if number:
                self._lists[-1] += 1
        elif tag in {"p", "figcaption", "pre"} and "".join(self._pieces).strip() and not self._rows:
            self._pieces.append(" " if self._lists else "\n\n")

    def _start_of_table(self, tag: str) -> None:
        if tag == "tr":
            self._rows.append([])
        self._in_caption = tag == "caption"
        self._pieces = []

    def block(self) -> str:
        """What was collected."""
        return "".join(self._pieces).strip()

    def table(self) -> str:
        """The rows as a table with pipes; the first row heads it."""
        width = max((len(row) for row in self._rows), default=1)
        rows = [row + [""] * (width - len(row)) for row in self._rows] or [[""]]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
