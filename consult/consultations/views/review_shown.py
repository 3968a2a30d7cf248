"""How the pieces of a document that is being looked over are shown, and what to look at."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from consult.consultations.views.review_home import Home
from consult.documents.cautions import piece_about, warnings_now
from consult.documents.reviewing import Piece
from consult.documents.rules import ImportedDocument, ParagraphKind
from consult.documents.sanitising import shown_html, words_of
from consult.storage.paging import Page as Cut
from consult.web.sentences import told, told_if_ours

PIECES_A_PAGE = 60
SHORTENED = 220
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
_SEEN_WHOLE = frozenset({ParagraphKind.TABLE, ParagraphKind.LIST, ParagraphKind.FIGURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One piece as the list shows it; ``shown`` is for what words alone do not tell, and scrolls where it is wide."""

    id: str
    kind: str
    words: str
    shown: Markup
    is_wide: bool
    is_heading: bool
    depth: int
    is_left_out: bool
    is_ticked: bool
    waits: bool
    change: str
    change_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCaution:
    """One thing to look at, with a link to what it is about where that is one piece."""

    where: str
    message: str
    href: str


def cautions_shown(pieces: Sequence[Piece], *, read: ImportedDocument, home: Home) -> tuple[ShownCaution, ...]:
    """What is still to be looked at, each with the way there."""
    shown = []
    for caution in warnings_now(pieces, read=read):
        piece = piece_about(caution, pieces)
        href = _href_of(piece, pieces, home) if piece is not None else ""
        shown.append(ShownCaution(where=told_if_ours(caution.where), message=told(caution.message), href=href))
    return tuple(shown)


def rows_shown(pieces: Sequence[Piece], *, home: Home, ticked: Collection[str]) -> tuple[Row, ...]:
    """The rows of a page of the list."""
    return tuple(_row(piece, home, is_ticked=piece.id in ticked) for piece in pieces)


def cut_of(pieces: Sequence[Piece], number: int) -> Cut[Piece]:
    """Cut the list into pages and give one."""
    n_pages = max(-(-len(pieces) // PIECES_A_PAGE), 1)
    number = min(max(number, 1), n_pages)
    start = (number - 1) * PIECES_A_PAGE
    return Cut(items=pieces[start : start + PIECES_A_PAGE], number=number, size=PIECES_A_PAGE, total=len(pieces))


def page_with(pieces: Sequence[Piece], piece: Piece) -> int:
    """The page of the list on which a piece stands, or what it was split into."""
    stem = piece.id.partition(".")[0]
    place = next((place for place, one in enumerate(pieces) if one.id.partition(".")[0] == stem), 0)
    return place // PIECES_A_PAGE + 1


def _href_of(piece: Piece, pieces: Sequence[Piece], home: Home) -> str:
    if piece.waits_for_description:
        return home.piece_href(piece.id)
    return home.href(page=page_with(pieces, piece), anchor=f"row-{piece.id}")


def _row(piece: Piece, home: Home, *, is_ticked: bool) -> Row:
    can_change = piece.kind not in {"list", "table"}
    is_whole = piece.kind in _SEEN_WHOLE
    href = home.piece_href(piece.id)
    return Row(
        id=piece.id,
        kind=_("Heading, level %(level)s", level=piece.level) if piece.is_heading else _kinds()[piece.kind],
        words=_words(piece),
        shown=shown_html(piece.html) if is_whole else Markup(),
        is_wide=piece.kind == ParagraphKind.TABLE,
        is_heading=piece.is_heading,
        depth=min(piece.level, 4),
        is_left_out=piece.is_left_out,
        is_ticked=is_ticked,
        waits=piece.waits_for_description and not piece.is_left_out,
        change=_way_to_change(piece),
        change_href=href if can_change and not piece.is_left_out else "",
    )


def _words(piece: Piece) -> str:
    """Words that name the piece; what is shown below them whole needs only a few."""
    caption = _CAPTION.search(piece.html)
    text = f"{words_of(caption.group(1))}: {piece.text}" if caption else piece.text
    most = 60 if piece.kind in _SEEN_WHOLE else SHORTENED
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def _way_to_change(piece: Piece) -> str:
    if piece.is_heading:
        return _("Change the words")
    if piece.kind == ParagraphKind.FIGURE:
        return _("Describe it") if piece.waits_for_description else _("Change the description")
    return _("Split it")


def _kinds() -> dict[str, str]:
    return {
        "text": _("Paragraph"),
        "list": _("List"),
        "table": _("Table"),
        "figure": _("Picture"),
        "quote": _("Quote"),
        "footnote": _("Footnote"),
    }
