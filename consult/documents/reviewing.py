"""An imported document in an officer's hands before it is approved: its pieces, and edits that can all be undone.

What was read is kept as it was, and each edit is kept beside it; what stands now is always worked out from both.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from html import escape, unescape
from typing import Any

from consult.documents.markdown_text import markdown_of
from consult.documents.rules import (
    ImportedDocument,
    ImportedParagraph,
    ImportedSection,
    ParagraphKind,
)
from consult.documents.sanitising import sanitise_html, tidy_text, words_of
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

HEADING = "heading"
LONGEST_HEADING = 300
LONGEST_DESCRIPTION = 1_000
_FIRST_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_TOKEN = re.compile(r"(<[^>]+>)|(&[#\w]+;)|(.)", re.DOTALL)
_TAG = re.compile(r"</?([a-z0-9]+)")
_ALT = re.compile(r'alt="[^"]*"')
_NOT_DESCRIBED = re.compile(r"^Picture \d+, (?:not described yet|not shown)$")
_VOID = frozenset({"br", "img"})
_JOINED = {"text": "p", "footnote": "p", "list": "ul"}


class Act(StrEnum):
    """What an officer may do to pieces."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    JOIN = "join"
    SPLIT = "split"
    DROP = "drop"
    BRING_BACK = "bring_back"
    WORDS = "words"
    DESCRIBE = "describe"
    NAME_COLUMNS = "name_columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A heading or a paragraph; ``kind`` is ``heading`` or a kind of paragraph, ``level`` is of a heading, else 0."""

    id: str
    kind: str
    level: int
    html: str
    text: str
    is_left_out: bool = False

    @property
    def is_heading(self) -> bool:
        """Say whether it is a heading."""
        return self.kind == HEADING

    @property
    def waits_for_description(self) -> bool:
        """Say whether it is a picture that nobody has described."""
        return self.kind == ParagraphKind.FIGURE and bool(_NOT_DESCRIBED.match(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One act on some pieces; ``level`` is for a heading, ``words`` for what was typed."""

    act: Act
    pieces: tuple[str, ...]
    level: int = 0
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        """Tell the edit as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Edit":
        """Make an edit from what ``as_json`` told."""
        return cls(act=Act(told["act"]), pieces=tuple(told["pieces"]), level=told["level"], words=told["words"])


def pieces_of(document: ImportedDocument) -> tuple[Piece, ...]:
    """Lay a document out as pieces in their order, numbered from 1."""
    pieces: list[Piece] = []
    for section in document.sections:
        if section.heading:
            html = escape(section.heading)
            pieces.append(_piece(len(pieces), HEADING, section.level, html, section.heading))
        pieces += [
            _piece(len(pieces) + place, paragraph.kind.value, 0, paragraph.html, paragraph.text)
            for place, paragraph in enumerate(section.paragraphs)
        ]
    return tuple(pieces)


def edited(pieces: Sequence[Piece], edits: Iterable[Edit]) -> tuple[Piece, ...]:
    """Work out what stands after some edits.

    Raises:
        Invalid: an edit does not fit what stands there.
    """
    now = tuple(pieces)
    for edit in edits:
        now = _DO[edit.act](now, edit)
    return now


def document_of(pieces: Sequence[Piece], *, read: ImportedDocument, title: str) -> ImportedDocument:
    """Make a document of what stands, with the pictures and the origin of what was read.

    Raises:
        Invalid: no paragraph is left, or a picture has no description.
    """
    kept = [piece for piece in pieces if not piece.is_left_out]
    if not any(not piece.is_heading for piece in kept):
        raise Invalid("There is no paragraph left. Bring back what people should read.")
    if any(piece.waits_for_description for piece in kept):
        raise Invalid("A picture has no description yet. Say what it shows, or leave it out.")
    sections = sections_of(kept)
    return replace(read, title=title, sections=sections, source=markdown_of(sections), warnings=())


def _piece(place: int, kind: str, level: int, html: str, text: str) -> Piece:
    return Piece(id=str(place + 1), kind=kind, level=level, html=html, text=text)


def sections_of(pieces: Sequence[Piece]) -> tuple[ImportedSection, ...]:
    """Put what stands under its headings; what comes before the first one has none."""
    sections: list[tuple[int, str, list[ImportedParagraph]]] = []
    for piece in pieces:
        if piece.is_heading:
            sections.append((piece.level, piece.text, []))
            continue
        if not sections:
            sections.append((1, "", []))
        sections[-1][2].append(ImportedParagraph(kind=ParagraphKind(piece.kind), html=piece.html, text=piece.text))
    return tuple(
        ImportedSection(level=level, heading=heading, paragraphs=tuple(paragraphs))
        for level, heading, paragraphs in sections
    )


def _chosen(pieces: Sequence[Piece], edit: Edit) -> list[Piece]:
    chosen = [piece for piece in pieces if piece.id in edit.pieces]
    if not chosen or len(chosen) != len(set(edit.pieces)):
        raise Invalid(
            "Choose at least one paragraph or heading. What you chose may have been joined or split meanwhile."
        )
    return chosen


def _put(pieces: Sequence[Piece], changed: dict[str, Piece | None]) -> tuple[Piece, ...]:
    """Put changed pieces in the place of the old ones; none takes a piece away."""
    after = [changed.get(piece.id, piece) for piece in pieces]
    return tuple(piece for piece in after if piece is not None)


def _make_heading(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    if not 1 <= edit.level <= 6:
        raise Invalid("Choose a level between 1 and 6.")
    chosen = _chosen(pieces, edit)
    for piece in chosen:
        if piece.kind not in {HEADING, ParagraphKind.TEXT} or len(piece.text) > LONGEST_HEADING:
            raise Invalid("Only a line of text can be a heading. Split it from what follows first.")
    return _put(
        pieces,
        {one.id: replace(one, kind=HEADING, level=edit.level, html=escape(one.text)) for one in chosen},
    )


def _make_paragraph(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    headings = [piece for piece in _chosen(pieces, edit) if piece.is_heading]
    return _put(
        pieces,
        {
            one.id: replace(one, kind=ParagraphKind.TEXT.value, level=0, html=f"<p>{escape(one.text)}</p>")
            for one in headings
        },
    )


def _join(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    chosen = _chosen(pieces, edit)
    standing = [piece for piece in pieces if not piece.is_left_out or piece in chosen]
    places = [standing.index(piece) for piece in chosen]
    if len(chosen) < 2 or places[-1] - places[0] != len(chosen) - 1:
        raise Invalid("Choose two or more that stand next to one another, then join them.")
    kinds = {piece.kind for piece in chosen}
    if len(kinds) != 1 or not kinds & {HEADING, *_JOINED}:
        raise Invalid("Only headings, paragraphs or lists of one kind can be joined. Change their kind first.")
    text = " ".join(piece.text for piece in chosen)
    first = chosen[0]
    html = escape(text) if first.is_heading else _joined(chosen, _JOINED[first.kind])
    joined = replace(first, html=html, text=text if first.is_heading else words_of(html))
    return _put(pieces, {first.id: joined} | {piece.id: None for piece in chosen[1:]})


def _joined(chosen: Sequence[Piece], tag: str) -> str:
    between = " " if tag == "p" else ""
    inner = []
    for piece in chosen:
        html = re.sub(rf"^<(?:{tag}|ol)[^>]*>|</(?:{tag}|ol)>$", "", piece.html.strip())
        inner.append(html)
    return sanitise_html(f"<{tag}>{between.join(inner)}</{tag}>")


def _split(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    (piece,) = _chosen(pieces, edit)[:1]
    parts = [tidy_text(part) for part in re.split(r"\n\s*\n", edit.words.strip()) if part.strip()]
    if _letters("".join(parts)) != _letters(piece.text):
        raise Invalid("The words must stay as they are. Only put an empty line where a new paragraph begins.")
    if len(parts) < 2:
        raise Invalid("Put an empty line where the new paragraph begins.")
    if piece.kind not in {HEADING, ParagraphKind.TEXT, ParagraphKind.QUOTE, ParagraphKind.FOOTNOTE}:
        raise Invalid("A table, a list or a picture cannot be split here. Change it in the file and upload it again.")
    places, seen = [], 0
    for part in parts[:-1]:
        seen += len(_letters(part))
        places.append(seen)
    htmls = [escape(part) for part in parts] if piece.is_heading else cut_html(piece.html, places)
    made = [
        replace(piece, id=f"{piece.id}.{number}", html=html, text=part)
        for number, (html, part) in enumerate(zip(htmls, parts, strict=True), start=1)
    ]
    place = pieces.index(piece)
    return (*pieces[:place], *made, *pieces[place + 1 :])


def _letters(text: str) -> str:
    return "".join(text.split())


def cut_html(html: str, places: Sequence[int]) -> list[str]:
    """Cut sanitised HTML after so many letters (white space not counted); tags that are open end and begin again."""
    parts: list[list[str]] = [[]]
    still_open: list[str] = []
    seen, waiting = 0, list(places)
    for tag, entity, letter in _TOKEN.findall(html):
        token = tag or entity or letter
        if tag:
            _follow(still_open, tag)
        else:
            counts = not unescape(token).isspace()
            if counts and waiting and seen == waiting[0]:
                waiting.pop(0)
                parts[-1] += [f"</{_TAG.match(one).group(1)}>" for one in reversed(still_open)]  # type: ignore[union-attr]  # each is a tag
                parts.append(list(still_open))
            seen += counts
        parts[-1].append(token)
    return [sanitise_html("".join(part)) for part in parts]


def _follow(still_open: list[str], tag: str) -> None:
    name = _TAG.match(tag)
    if name is None or name.group(1) in _VOID:
        return
    if tag.startswith("</"):
        if still_open:
            still_open.pop()
    else:
        still_open.append(tag)


def _set_left_out(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    out = edit.act is Act.DROP
    return _put(pieces, {piece.id: replace(piece, is_left_out=out) for piece in _chosen(pieces, edit)})


def _change_words(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    (piece,) = _chosen(pieces, edit)[:1]
    words = tidy_text(edit.words)
    if not piece.is_heading:
        raise Invalid("Only the words of a heading can be changed here. The text is what the council wrote.")
    if not words or len(words) > LONGEST_HEADING:
        raise Invalid(Sentence("Write a heading of at most %(n)s letters.", n=LONGEST_HEADING))
    return _put(pieces, {piece.id: replace(piece, text=words, html=escape(words))})


def _describe(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    (piece,) = _chosen(pieces, edit)[:1]
    words = tidy_text(edit.words)
    if piece.kind != ParagraphKind.FIGURE:
        raise Invalid("Only a picture has a description.")
    if not words or len(words) > LONGEST_DESCRIPTION:
        raise Invalid("Say in a sentence or two what the picture shows.")
    shown = escape(words)
    html = _ALT.sub(lambda _old: f'alt="{shown}"', piece.html) if "<img" in piece.html else f"<p>{shown}</p>"
    html = sanitise_html(html)
    return _put(pieces, {piece.id: replace(piece, html=html, text=words_of(html))})


def _name_columns(pieces: Sequence[Piece], edit: Edit) -> tuple[Piece, ...]:
    changed: dict[str, Piece | None] = {}
    for piece in _chosen(pieces, edit):
        first = _FIRST_ROW.search(piece.html)
        if piece.kind != ParagraphKind.TABLE or first is None or "<th" in piece.html or "<table" in first.group(1):
            raise Invalid("Only a table without headings can have its first row made into them.")
        headed = first.group().replace("<td", '<th scope="col"').replace("</td>", "</th>")
        html = sanitise_html(f"{piece.html[: first.start()]}{headed}{piece.html[first.end() :]}")
        changed[piece.id] = replace(piece, html=html)
    return _put(pieces, changed)


_DO = {
    Act.HEADING: _make_heading,
    Act.PARAGRAPH: _make_paragraph,
    Act.JOIN: _join,
    Act.SPLIT: _split,
    Act.DROP: _set_left_out,
    Act.BRING_BACK: _set_left_out,
    Act.WORDS: _change_words,
    Act.DESCRIBE: _describe,
    Act.NAME_COLUMNS: _name_columns,
}
