"""Which pieces of a PDF are headings: those its outline names, and those set larger or bolder than the text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.documents.importing.pdf_paragraphs import BULLET, Piece

MOST_WORDS = 20
MOST_WORDS_BEFORE_COLON = 8
MOST_LINES = 3
LARGER = 1.1
"""Times the size of the text from which a line alone may be a heading by its size."""
MUCH_LARGER = 1.3
DEEPEST = 4
_OWN_NUMBER = re.compile(
    r"^(?:(?:section|part|chapter|appendix|annex)\s+)?((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4})[.:)]?\s+(?=\S)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^\(?(?:[a-z]|[ivx]{1,4})[.)]\s")
_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?$", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"(?:\.{3,}|\s\.\s\.|\s)\s*\d{1,4}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The level of each heading by its place among the pieces; the title with its places; lines of the contents."""

    levels: dict[int, int]
    title: str
    title_places: frozenset[int]
    contents_places: frozenset[int]


def settle_headings(pieces: Sequence[Piece], *, body: float, outline: Sequence[tuple[int, str]]) -> Headings:
    """Decide which pieces are headings, and on which level each stands."""
    contents = frozenset(_contents_lines(pieces))
    margins = _margins(pieces)
    named = _named_by_outline(pieces, outline, besides=contents)
    shown = [
        place
        for place, piece in enumerate(pieces)
        if place not in named and place not in contents and _looks_like_heading(piece, body, margins)
    ]
    title_places = _title_places(pieces, [*named, *shown], body)
    shown = [place for place in shown if place not in title_places and not _is_on_cover(pieces, place, title_places)]
    levels = named | _levels_of(pieces, shown, named)
    title = " ".join(pieces[place].text for place in sorted(title_places))
    return Headings(
        levels={place: level for place, level in levels.items() if place not in title_places},
        title=title,
        title_places=title_places,
        contents_places=contents,
    )


def _contents_lines(pieces: Sequence[Piece]) -> Iterator[int]:
    """Lines of a table of contents: under such a heading, each ending in the number of a page."""
    inside = False
    for place, piece in enumerate(pieces):
        if _CONTENTS.match(piece.text):
            inside = True
        elif inside and (_CONTENTS_LINE.search(piece.text) or piece.rows):
            yield place
        else:
            inside = False


def _named_by_outline(
    pieces: Sequence[Piece], outline: Sequence[tuple[int, str]], *, besides: frozenset[int]
) -> dict[int, int]:
    """Match the outline's entries with pieces, both in order; an outline that fits badly is not believed."""
    found: dict[int, int] = {}
    start = 0
    for level, title in outline:
        wanted = _bare(title)
        for place in range(start, len(pieces)):
            if place not in besides and wanted and _bare(pieces[place].text) == wanted:
                found[place] = min(level, DEEPEST)
                start = place + 1
                break
    return found if 2 * len(found) >= len(outline) else {}


def _bare(text: str) -> str:
    return "".join(letter for letter in _OWN_NUMBER.sub("", text).casefold() if letter.isalnum())


def _margins(pieces: Sequence[Piece]) -> frozenset[int]:
    """Where lines of running text begin, in points: the margin of each column, and of what is indented throughout."""
    prose = [piece for piece in pieces if len(piece.lines) > 2 and not piece.rows]
    lefts = Counter(round(line.left) for piece in prose for line in piece.lines)
    needed = max(2, 0.03 * sum(lefts.values()))
    return frozenset(left for left, n in lefts.items() if n >= needed)


def _looks_like_heading(piece: Piece, body: float, margins: frozenset[int]) -> bool:
    return _is_short_and_open(piece) and piece.size >= 0.97 * body and _is_set_apart(piece, body, margins)


def _is_short_and_open(piece: Piece) -> bool:
    if piece.rows or len(piece.lines) > MOST_LINES or len(piece.text.split()) > MOST_WORDS or BULLET.match(piece.text):
        return False
    is_worded = len(piece.text) >= 3 and any(letter.isalpha() for letter in piece.text)
    announces = piece.text.endswith(":") and len(piece.text.split()) > MOST_WORDS_BEFORE_COLON
    return is_worded and not announces and not piece.text.endswith((".", ",", ";"))


def _is_set_apart(piece: Piece, body: float, margins: frozenset[int]) -> bool:
    """Larger than the text, or bold; bold of the text's own size counts only where lines begin or in the middle."""
    if piece.size >= LARGER * body:
        is_alone = len(piece.lines) == 1 or bool(_OWN_NUMBER.match(piece.text))
        return piece.is_bold or is_alone or piece.size >= MUCH_LARGER * body
    at_margin = any(abs(piece.lines[0].left - margin) <= 3 for margin in margins)
    return piece.is_bold and (at_margin or bool(_LETTERED.match(piece.text)) or _is_centred(piece, margins))


def _is_centred(piece: Piece, margins: frozenset[int]) -> bool:
    """Whether it stands further from the left margin than any indent would."""
    return bool(margins) and piece.lines[0].left > min(margins) + 90


def _title_places(pieces: Sequence[Piece], candidates: Sequence[int], body: float) -> frozenset[int]:
    """The largest lines of the first page that has any words, when they are clearly larger than the text."""
    first = next((piece.page for piece in pieces), 0)
    on_first = [place for place in candidates if pieces[place].page == first]
    if not on_first:
        return frozenset()
    largest = max(pieces[place].size for place in on_first)
    if largest < MUCH_LARGER * body:
        return frozenset()
    start = next(place for place in on_first if pieces[place].size == largest)
    run = [start]
    while run[-1] + 1 in on_first and abs(pieces[run[-1] + 1].size - largest) < 0.03 * largest:
        run.append(run[-1] + 1)
    repeated = [
        place for place in candidates if place not in run and abs(pieces[place].size - largest) < 0.03 * largest
    ]
    return frozenset() if repeated else frozenset(run)


def _is_on_cover(pieces: Sequence[Piece], place: int, title_places: frozenset[int]) -> bool:
    """Names and dates around a title are large without being headings; a bold line right above running text is one."""
    if not title_places or pieces[place].page != pieces[min(title_places)].page:
        return False
    has_text_above = any(_is_prose(piece) for piece in pieces[max(title_places) + 1 : place])
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    opens_text = following is not None and following.page == pieces[place].page and _is_prose(following)
    return not has_text_above and not (opens_text and pieces[place].is_bold)


def _is_prose(piece: Piece) -> bool:
    return len(piece.text.split()) > MOST_WORDS / 2 and not piece.rows


def _levels_of(pieces: Sequence[Piece], places: Sequence[int], named: dict[int, int]) -> dict[int, int]:
    """Larger type stands higher; in one size bold stands above plain; a number in front says how deep.

    Beside an outline, a heading set like one that the outline names stands on its level.
    """
    ranks = _ranks(sorted({_style(pieces[place]) for place in places}, reverse=True))
    told = {_style(pieces[place]): level for place, level in sorted(named.items(), reverse=True)}
    below = min(max(named.values(), default=0) + 1, DEEPEST)
    unlettered = {_style(pieces[place]) for place in places if not _LETTERED.match(pieces[place].text)}
    levels = {}
    for place in places:
        style, text = _style(pieces[place]), pieces[place].text
        level = told.get(style, below) if named else max(ranks[style], _depth(text))
        if not named and _LETTERED.match(text) and style in unlettered:
            level += 1
        levels[place] = min(level, DEEPEST)
    return levels


def _depth(text: str) -> int:
    """How deep the number in front of a heading goes: 2 for 3.1, 1 for 3 and 3.0 and none at all."""
    own = _OWN_NUMBER.match(text)
    return len([part for part in own.group(1).split(".") if part and part != "0"]) if own else 1


def _style(piece: Piece) -> tuple[float, bool]:
    return round(piece.size * 2) / 2, piece.is_bold


def _ranks(styles: Sequence[tuple[float, bool]]) -> dict[tuple[float, bool], int]:
    """Rank 1 for the largest; sizes that differ by less than a twentieth share a rank."""
    ranks: dict[tuple[float, bool], int] = {}
    rank, last = 0, float("inf")
    for style in styles:
        if style[0] < 0.95 * last or (ranks and style[0] == last and style[1] != next(reversed(ranks))[1]):
            rank += 1
        rank = max(rank, 1)
        ranks[style] = rank
        last = style[0] if style[0] < 0.95 * last or last == float("inf") else last
    return ranks
