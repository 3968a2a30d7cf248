"""From lines in reading order to paragraphs: what belongs together, what is a list, what is set as a heading."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.documents.importing.pdf_lines import SOFT_HYPHEN, Line

BULLET = re.compile(r"^[•●▪■◦○‣⁃∙·➢✓–—-]$|^[•●▪■◦○‣⁃∙·➢✓]\s*(?=\S)|^[–—o-]\s+(?=\S)")
NUMBER = re.compile(r"^(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,3}){1,3}\.?)(?=\s|$)")
_ENDS = (".", "!", "?", ":", ";", "…", ".”", ".’", '."')
_HYPHENED = re.compile(r"\w+-\w+")
_WORDS = re.compile(r"\w+")
APART = 1.55
"""Line heights from one line to the next beyond which a new paragraph begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Lines that belong together: their words, how they are set, and the cells where they are the rows of a table."""

    text: str
    lines: tuple[Line, ...]
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def page(self) -> int:
        """The page that it begins on, from 0."""
        return self.lines[0].page

    @property
    def size(self) -> float:
        """The size of its first line."""
        return self.lines[0].size

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.is_bold for line in self.lines)


def pieces_of(pages: Sequence[Sequence[Line]], *, words: "Words") -> list[Piece]:
    """Group the lines of all pages; a paragraph may run from one page to the next."""
    pieces: list[Piece] = []
    group: list[Line] = []
    for page in pages:
        edges = _right_edges(page)
        rows = [_cells(row) for row in _rows(page)]
        for place, cells in enumerate(rows):
            if _is_row_of_table(rows, place):
                pieces += _closed(group, words)
                group = []
                pieces.append(_row(cells))
                continue
            line = cells[0]
            for further in cells[1:]:
                line = _merged(line, further)
            if group and _begins_anew(group, line, edges):
                pieces += _closed(group, words)
                group = []
            group.append(line)
    pieces += _closed(group, words)
    return _tables(pieces)


class Words:
    """The words of a document, to tell a word parted at the end of a line from one that has a hyphen anyway."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._whole: set[str] = set()
        self._hyphened: set[str] = set()
        for line in lines:
            self._whole.update(_WORDS.findall(line.text.casefold()))
            self._hyphened.update(_HYPHENED.findall(line.text.casefold()))

    def joined(self, first: str, second: str) -> str:
        """Put two lines together; ``first`` may end in a parted word."""
        if not first.endswith((SOFT_HYPHEN, "-")):
            return f"{first} {second}"
        stem, head = _last_word(first[:-1]), _first_word(second)
        has_hyphen = f"{stem}-{head}" in self._hyphened or not head[:1].isalpha() or second[:1].isupper()
        if first.endswith("-") and f"{stem}{head}" not in self._whole:
            has_hyphen = True
        return f"{first[:-1]}-{second}" if has_hyphen else f"{first[:-1]}{second}"


def _last_word(text: str) -> str:
    found = _WORDS.findall(text.casefold())
    return found[-1] if found else ""


def _first_word(text: str) -> str:
    found = _WORDS.match(text.casefold())
    return found.group() if found else ""


def _rows(page: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in page:
        if rows and rows[-1][-1].row == line.row and line.left > rows[-1][-1].left:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_row_of_table(rows: Sequence[list[Line]], place: int) -> bool:
    """Whether it has several cells, and the row above or below has cells at the same places."""
    cells = rows[place]
    near = [rows[other] for other in (place - 1, place + 1) if 0 <= other < len(rows)]
    return len(cells) > 1 and any(len(other) > 1 and _stands_over(other, cells) for other in near)


def _stands_over(first: Sequence[Line], second: Sequence[Line]) -> bool:
    """Whether each cell of the shorter row begins, or has its middle, where one of the longer row does."""
    fewer, more = sorted((first, second), key=len)
    is_near = abs(fewer[0].top - more[0].top) < 4 * fewer[0].size
    return is_near and all(
        any(
            abs(cell.left - other.left) <= 6 or abs(cell.left + cell.right - other.left - other.right) <= 16
            for other in more
        )
        for cell in fewer
    )


def _cells(row: list[Line]) -> list[Line]:
    """The pieces of a row; a bullet or a number is no cell of its own but begins the words after it."""
    if len(row) > 1 and (BULLET.match(row[0].text) or NUMBER.fullmatch(row[0].text)):
        return [_merged(row[0], row[1]), *row[2:]]
    return row


def _merged(first: Line, second: Line) -> Line:
    return Line(
        text=f"{first.text} {second.text}",
        page=first.page,
        row=first.row,
        left=first.left,
        right=second.right,
        top=min(first.top, second.top),
        bottom=max(first.bottom, second.bottom),
        size=second.size,
        is_bold=first.is_bold and second.is_bold,
    )


def _right_edges(page: Sequence[Line]) -> dict[Line, float]:
    """How far to the right the lines above and below each line reach: the edge of its column."""
    return {
        line: max(
            (other.right for other in page if other.left < line.right and other.right > line.left), default=line.right
        )
        for line in page
    }


def _begins_anew(group: list[Line], line: Line, edges: dict[Line, float]) -> bool:
    last = group[-1]
    if BULLET.match(line.text) or NUMBER.match(line.text):
        return True
    if abs(line.size - last.size) > 0.06 * last.size or line.is_bold != last.is_bold:
        return True
    if line.page != last.page or line.top < last.top - last.size:  # the next page, or the next column
        return not _runs_on(last.text, line.text)
    if line.top - last.top > APART * max(line.size, last.size) or line.top - last.top > 1.25 * _pitch(group):
        return True
    is_short = last.right < edges.get(last, last.right) - 0.22 * max(edges.get(last, last.right) - last.left, 1)
    ends = last.text.endswith(_ENDS)
    is_indented = line.left > last.left + 6 and not BULLET.match(group[0].text) and not NUMBER.match(group[0].text)
    return (is_short and ends) or (is_indented and ends and len(group) > 1)


def _pitch(group: list[Line]) -> float:
    """From line to line in this group, where it has two lines on one page."""
    if len(group) < 2 or group[-1].page != group[-2].page or group[-1].top <= group[-2].top:
        return float("inf")
    return group[-1].top - group[-2].top


def _runs_on(text: str, following: str) -> bool:
    return text.endswith((SOFT_HYPHEN, "-", ",")) or (not text.endswith(_ENDS) and following[:1].islower())


def _closed(group: list[Line], words: Words) -> list[Piece]:
    if not group:
        return []
    text = group[0].text
    for line in group[1:]:
        text = words.joined(text, line.text)
    return [Piece(text=text.replace(SOFT_HYPHEN, "-"), lines=tuple(group))]


def _row(cells: list[Line]) -> Piece:
    texts = tuple(cell.text.replace(SOFT_HYPHEN, "-") for cell in cells)
    return Piece(text=" ".join(texts), lines=tuple(cells), rows=(texts,))


def _tables(pieces: list[Piece]) -> list[Piece]:
    """Rows under one another whose cells begin at the same places are a table; a row alone is only words with a gap."""
    made: list[Piece] = []
    for piece in pieces:
        if made and piece.rows and made[-1].rows and _fits(made[-1], piece):
            above = made[-1]
            made[-1] = Piece(
                text=f"{above.text} {piece.text}", lines=above.lines + piece.lines, rows=above.rows + piece.rows
            )
        else:
            made.append(piece)
    return [_settled(piece) for piece in made]


def _settled(piece: Piece) -> Piece:
    is_table = len(piece.rows) >= 2 and max(Counter(len(row) for row in piece.rows)) >= 2
    return piece if is_table or not piece.rows else Piece(text=piece.text, lines=piece.lines)


def _fits(above: Piece, below: Piece) -> bool:
    """Whether a row goes on the table above it: its cells stand below those of the last row, on the same page."""
    last = above.lines[-len(above.rows[-1]) :]
    return below.page == last[0].page and below.lines[0].top > last[0].top and _stands_over(last, below.lines)
