"""Lines of a PDF page, with where they stand and how they are set, in the order in which the page draws them."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SOFT_HYPHEN = "\ufffe"
"""What PDFium writes where a word is parted at the end of a line."""
GAP_EMS = 1.15
"""Widths of the type between two words from which they stand in different columns or cells."""
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\x02": SOFT_HYPHEN, "\xad": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A run of words on one line; lengths in points, measured from the top left of the page.

    ``row`` is shared by pieces that stand on the same line with a gap between them.
    """

    text: str
    page: int
    row: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool

    @property
    def width(self) -> float:
        """From its first letter to its last, in points."""
        return self.right - self.left


def lines_of(page: Any, number: int) -> list[Line]:
    """The lines of one page (of pypdfium2), left to right in each row; rotated pages are turned first."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - heavy, and wanted in the child only

    return _Reader(page, number, pdfium).lines()


class _Reader:
    """Asks PDFium for the letters of a page, and for the place of only as many of them as are needed."""

    def __init__(self, page: Any, number: int, pdfium: Any) -> None:
        self._pdfium = pdfium
        self._number = number
        self._width, self._height = page.get_size()
        self._turned = page.get_rotation()
        self._text = page.get_textpage()
        self._n = self._text.count_chars()
        self._letters = [pdfium.FPDFText_GetUnicode(self._text, place) for place in range(self._n)]

    def lines(self) -> list[Line]:
        """Every line that holds words."""
        found: list[Line] = []
        for row, (start, end) in enumerate(self._rows()):
            for first, last in self._pieces(start, end):
                line = self._line(first, last, row)
                if line is not None:
                    found.append(line)
        return found

    def _rows(self) -> Iterator[tuple[int, int]]:
        start = 0
        for place, code in enumerate(self._letters):
            if chr(code) == SOFT_HYPHEN or code == 2:  # the next letter stands on the next line
                yield start, place + 1
                start = place + 1
            elif code in {10, 13}:
                if place > start:
                    yield start, place
                start = place + 1
        if self._n > start:
            yield start, self._n

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Part a row where a wide gap lies between two words."""
        first = start
        for place in range(start + 1, end - 1):
            if self._letters[place] != 32 or place <= first:
                continue
            before, after = self._box(place - 1), self._box(place + 1)
            if before is None or after is None:
                continue
            tall = max(before[3] - before[1], 1.0)
            if after[0] - before[2] > GAP_EMS * tall:
                yield first, place
                first = place + 1
        yield first, end

    def _line(self, start: int, end: int, row: int) -> Line | None:
        seen = [place for place in range(start, end) if self._letters[place] > 32]
        text = _text_of(self._letters[start:end])
        if not seen or not text:
            return None
        sampled = {seen[0], seen[len(seen) // 2], seen[-1]}
        boxes = [box for box in map(self._box, sorted(sampled)) if box is not None]
        if not boxes:
            return None
        return Line(
            text=text,
            page=self._number,
            row=row,
            left=min(box[0] for box in boxes),
            right=max(box[2] for box in boxes),
            top=min(box[1] for box in boxes),
            bottom=max(box[3] for box in boxes),
            size=round(sorted(box[3] - box[1] for box in boxes)[len(boxes) // 2], 1),
            is_bold=all(self._is_bold(place) for place in sampled),
        )

    def _box(self, place: int) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of a letter, from the top left of the page as it is shown."""
        rectangle = self._pdfium.FS_RECTF()
        if not self._pdfium.FPDFText_GetLooseCharBox(self._text, place, rectangle):
            return None
        left, right, low, high = rectangle.left, rectangle.right, rectangle.bottom, rectangle.top
        if self._turned == 90:
            return low, left, high, right
        if self._turned == 180:
            return self._width - right, low, self._width - left, high
        if self._turned == 270:
            return self._width - high, self._height - right, self._width - low, self._height - left
        return left, self._height - high, right, self._height - low

    def _is_bold(self, place: int) -> bool:
        if self._pdfium.FPDFText_GetFontWeight(self._text, place) >= 600:
            return True
        name, flags = ctypes.create_string_buffer(96), ctypes.c_int()
        length = self._pdfium.FPDFText_GetFontInfo(self._text, place, name, 96, flags)
        if not 0 < length <= 96:
            return False
        told = name.value.decode("latin-1").partition("+")[2].lower() or name.value.decode("latin-1").lower()
        return any(mark in told for mark in ("bold", "black", "heavy", "-bd", "cmbx", "sfbx", "demi"))


def _text_of(codes: list[int]) -> str:
    letters = "".join(chr(code) for code in codes if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000)
    return " ".join(letters.translate(_LIGATURES).split())
