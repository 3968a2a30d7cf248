"""What an officer is still to look at in a document that was read: warnings go when what they are about was mended."""

from collections.abc import Sequence
from html import escape

from consult.documents.importing.advice import advise
from consult.documents.reviewing import Piece, sections_of
from consult.documents.rules import Caution, ImportedDocument, ParagraphKind, WarningKind

_ADVISED = frozenset(
    {
        WarningKind.MISSING_HEADING_LEVEL,
        WarningKind.NO_HEADINGS,
        WarningKind.ODD_FIGURE,
        WarningKind.READING_AGE,
        WarningKind.REPEATED_LINE,
    }
)
_OF_PICTURES = frozenset(
    {WarningKind.PICTURE_WITHOUT_DESCRIPTION, WarningKind.PICTURE_LEFT_OUT, WarningKind.LOW_CONTRAST}
)


def warnings_now(pieces: Sequence[Piece], *, read: ImportedDocument) -> tuple[Caution, ...]:
    """What is still to be looked at: what was found on reading, and what the headings and words of now ask for."""
    sections = sections_of([piece for piece in pieces if not piece.is_left_out])
    found = [each for each in read.warnings if each.kind not in _ADVISED and _still_stands(each, pieces)]
    return (*found, *advise(sections, language=read.language))


def piece_about(caution: Caution, pieces: Sequence[Piece]) -> Piece | None:
    """The piece that a caution is about: a picture or table by its number, a heading or line by its words."""
    if caution.kind in _OF_PICTURES:
        return _numbered(pieces, ParagraphKind.FIGURE, caution.where)
    if caution.kind is WarningKind.TABLE_WITHOUT_HEADER:
        return _numbered(pieces, ParagraphKind.TABLE, caution.where)
    standing = [piece for piece in pieces if not piece.is_left_out]
    if caution.kind in {WarningKind.MISSING_HEADING_LEVEL, WarningKind.REPEATED_LINE}:
        return next((piece for piece in standing if piece.text.startswith(caution.where)), None)
    if caution.kind is WarningKind.ODD_FIGURE:
        named = f"<caption>{escape(caution.where, quote=False)}</caption>"
        return next((one for one in standing if named in one.html or one.text.startswith(caution.where)), None)
    return None


def _numbered(pieces: Sequence[Piece], kind: ParagraphKind, where: str) -> Piece | None:
    """Pictures and tables are numbered as they were read, and never split, joined or changed in kind."""
    number = where.rpartition(" ")[2]
    ofkind = [piece for piece in pieces if piece.kind == kind]
    return ofkind[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(ofkind) else None


def _still_stands(caution: Caution, pieces: Sequence[Piece]) -> bool:
    piece = piece_about(caution, pieces)
    if piece is None:
        return True
    if caution.kind is WarningKind.PICTURE_WITHOUT_DESCRIPTION and not piece.waits_for_description:
        return False
    if caution.kind is WarningKind.TABLE_WITHOUT_HEADER and "<th" in piece.html:
        return False
    return not piece.is_left_out
