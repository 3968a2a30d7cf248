"""From lines on pages to the order in which people read them: running headers out, columns one after the other."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from consult.documents.importing.pdf_lines import Line

EDGE = 0.12
"""Share of a page's height, at the top and at the bottom, in which running headers and footers stand."""
NEAR = 4.0
"""Points by which a running header may wander from page to page."""
FULL = 0.72
"""Share of a column that its lines fill on average when it is running text; cells of a table fill less."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:page\s+)?[-–—(|\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—)|\s]*(?:(?:of|/)\s*\d{1,4})?$", re.IGNORECASE
)


def without_running_lines(
    pages: Sequence[Sequence[Line]], heights: Sequence[float]
) -> tuple[list[list[Line]], tuple[str, ...]]:
    """Take out what stands at the edge of several pages at the same height with the same words, and page numbers.

    Returns the pages without them, and each running line once.
    """
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in page:
            if _may_run(line) and (_is_at_edge(line, heights[number]) or _is_last_number(line, page)):
                seen[_alike(line.text)].append((number, line.top))
    needed = max(2, round(0.3 * len(pages)))
    running = {words: _usual_top(places) for words, places in seen.items() if _n_pages_near(places) >= needed}
    kept, dropped = [], dict[str, None]()
    for number, page in enumerate(pages):
        stays = []
        for line in page:
            at_edge = _is_at_edge(line, heights[number])
            usual = running.get(_alike(line.text)) if at_edge or _is_last_number(line, page) else None
            is_running = usual is not None and abs(line.top - usual) <= NEAR
            if is_running or (at_edge and len(pages) > 1 and _PAGE_NUMBER.match(line.text)):
                dropped.setdefault(_alike(line.text) if _DIGITS.search(line.text) else line.text)
            else:
                stays.append(line)
        kept.append(stays)
    return kept, tuple(words for words in dropped if words.strip("# "))


def _is_at_edge(line: Line, height: float) -> bool:
    return line.bottom < EDGE * height or line.top > (1 - EDGE) * height


def _is_last_number(line: Line, page: Sequence[Line]) -> bool:
    """Whether it is the number of a page, alone below everything else."""
    return bool(_PAGE_NUMBER.match(line.text)) and all(
        other is line or other.bottom <= line.top + line.size / 2 for other in page
    )


def _alike(text: str) -> str:
    return _DIGITS.sub("#", text)


def _may_run(line: Line) -> bool:
    """Words, or the number of a page: the number of a paragraph that opens several pages is neither."""
    return any(letter.isalpha() for letter in line.text) or bool(_PAGE_NUMBER.match(line.text))


def _usual_top(places: list[tuple[int, float]]) -> float:
    return median(top for _, top in places)


def _n_pages_near(places: list[tuple[int, float]]) -> int:
    """On how many pages the words stand near the height where they most often do."""
    usual = _usual_top(places)
    return len({number for number, top in places if abs(top - usual) <= NEAR})


def in_reading_order(page: Sequence[Line], *, width: float) -> list[Line]:
    """Put the lines of a page in the order of reading.

    The order in which a page is drawn is nearly always right. It is changed where two columns of running text are
    drawn line by line across both, and where it keeps jumping upwards within a column.
    """
    gutter = _gutter(page, width)
    if gutter is not None and _is_drawn_across(page, gutter):
        return _by_columns(page, gutter)
    jumps = sum(
        later.top < earlier.top - 2 * earlier.size and later.left < earlier.left + 20
        for earlier, later in pairwise(page)
    )
    if gutter is None and jumps >= 3:
        return sorted(page, key=lambda line: (round(line.top / 3), line.left))
    return list(page)


def _gutter(page: Sequence[Line], width: float) -> float | None:
    """Where a strip free of words parts two columns of running text, if there is one."""
    if len(page) < 12:
        return None
    best, fewest = None, len(page)
    for step in range(30, 71):
        place = width * step / 100
        crossing = sum(line.left < place - 3 and line.right > place + 3 for line in page)
        left = [line for line in page if line.right <= place + 3]
        right = [line for line in page if line.left >= place - 3]
        if crossing < fewest and min(len(left), len(right)) >= 6 and _fill(left, right, place):
            best, fewest = place, crossing
    return best if fewest <= 0.35 * len(page) else None


def _fill(left: list[Line], right: list[Line], place: float) -> bool:
    """Whether the lines on both sides are running text, and not the cells of a table."""
    left_edge, right_edge = min(line.left for line in left), max(line.right for line in right)
    start_of_right = min(line.left for line in right)
    return sum(line.width for line in left) >= FULL * len(left) * (place - left_edge) and sum(
        line.width for line in right
    ) >= FULL * len(right) * (right_edge - start_of_right)


def _is_drawn_across(page: Sequence[Line], gutter: float) -> bool:
    changes = sum(
        earlier.right <= gutter + 3 and later.left >= gutter - 3 and abs(later.top - earlier.top) < earlier.size
        for earlier, later in pairwise(page)
    )
    return changes >= 4


def _by_columns(page: Sequence[Line], gutter: float) -> list[Line]:
    """Lines across both columns part the page into bands; in each the left column comes first."""
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(page, key=lambda line: (line.top, line.left)):
        if line.left < gutter - 3 and line.right > gutter + 3:
            ordered += left + right + [line]
            left, right = [], []
        elif line.right <= gutter + 3:
            left.append(line)
        else:
            right.append(line)
    return ordered + left + right


def usual_size(lines: Sequence[Line]) -> float:
    """The size in which most letters are set."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0
