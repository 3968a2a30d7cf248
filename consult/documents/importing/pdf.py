"""A PDF into sections and paragraphs, by PDFium: headings from its outline and from how lines are set."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import PurePath
from typing import Any

from consult.documents.importing.assembly import Assembly
from consult.documents.importing.pdf_figures import Figure, figures_of
from consult.documents.importing.pdf_headings import Headings, settle_headings
from consult.documents.importing.pdf_layout import in_reading_order, usual_size, without_running_lines
from consult.documents.importing.pdf_lines import Line, lines_of
from consult.documents.importing.pdf_paragraphs import BULLET, Piece, Words, pieces_of
from consult.documents.rules import ImportedDocument, ParagraphKind, WarningKind
from consult.documents.sanitising import tidy_text
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

MOST_PAGES = 1_500
_ONLY_PICTURES = Sentence(
    "This PDF holds pictures of pages and no words that can be read. "
    "Upload the document that it was made from, or have its words recognised first."
)
FEWEST_LETTERS = 3
"""Letters a page from which we believe that its words can be read."""
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡])\s*(?=\S)")
_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|powerpoint|document ?\d*$)|\.(?:docx?|pdf|indd|pub)$", re.IGNORECASE
)


def read_document(content: bytes, *, name: str) -> ImportedDocument:
    """Read a PDF whose words can be selected.

    Raises:
        Invalid: it is locked, damaged, too long, or holds only pictures of pages.
    """
    document = _opened(content)
    n_pages = len(document)
    if n_pages > MOST_PAGES:
        raise Invalid(Sentence("This PDF has more than %(n)s pages. Split it into several documents.", n=MOST_PAGES))
    sizes, lines, figures = list[tuple[float, float]](), list[list[Line]](), list[Figure]()
    for number in range(n_pages):
        page = _page(document, number)
        sizes.append(page.get_size())
        lines.append(lines_of(page, number))
        figures += figures_of(page, number)
        page.close()
    if sum(len(line.text) for page in lines for line in page) < FEWEST_LETTERS * n_pages:
        raise Invalid(_ONLY_PICTURES)
    return _assembled(document, lines, sizes, figures, name)


def _opened(content: bytes) -> Any:
    import pypdfium2  # noqa: PLC0415 - heavy, and wanted in the child only

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(content).getvalue())
        if len(document) < 1:
            raise Invalid("This PDF has no pages. Check that you chose the right file.")
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Invalid("This PDF is locked with a password. Save it without one and upload it again.") from None
        raise Invalid(
            "This PDF is damaged. Open it in the program that made it, save it again and upload it."
        ) from None
    return document


def _page(document: Any, number: int) -> Any:
    import pypdfium2  # noqa: PLC0415 - heavy, and wanted in the child only

    try:
        return document[number]
    except pypdfium2.PdfiumError:
        raise Invalid(
            Sentence("Page %(n)s of this PDF is damaged. Save the document again and upload it.", n=number + 1)
        ) from None


def _assembled(
    document: Any, drawn: list[list[Line]], sizes: list[tuple[float, float]], figures: list[Figure], name: str
) -> ImportedDocument:
    pages, running = without_running_lines(drawn, [height for _, height in sizes])
    pages = [in_reading_order(page, width=sizes[number][0]) for number, page in enumerate(pages)]
    every = [line for page in pages for line in page]
    if not every:
        raise Invalid(_ONLY_PICTURES)
    body = usual_size(every)
    pieces = pieces_of(pages, words=Words(every))
    headings = settle_headings(pieces, body=body, outline=_outline(document))
    assembly = Assembly(
        title=headings.title or _told_title(document) or PurePath(name).stem,
        language=_language(document),
        pages=len(drawn),
    )
    _warn_of_pages(assembly, drawn, figures, running)
    _Pour(assembly, headings, body=body, heights=[height for _, height in sizes]).all(pieces, _figures_kept(figures))
    return assembly.finish()


class _Pour:
    """Puts pieces and figures into the assembly in their order."""

    def __init__(self, assembly: Assembly, headings: Headings, *, body: float, heights: Sequence[float]) -> None:
        self._assembly = assembly
        self._headings = headings
        self._body = body
        self._heights = heights

    def all(self, pieces: Sequence[Piece], figures: list[Figure]) -> None:
        """Add everything; figures come before the first piece that stands below them."""
        waiting = list(figures)
        for is_item, run in groupby(enumerate(pieces), key=lambda placed: self._is_item(*placed)):
            group = list(run)
            while waiting and _is_above(waiting[0], group[0][1]):
                self._add_figure(waiting.pop(0))
            if is_item:
                self._add_items([piece for _, piece in group])
            else:
                for place, piece in group:
                    while waiting and _is_above(waiting[0], piece):
                        self._add_figure(waiting.pop(0))
                    self._add(place, piece)
        for figure in waiting:
            self._add_figure(figure)

    def _is_item(self, place: int, piece: Piece) -> bool:
        if place in self._headings.levels or place in self._headings.title_places or piece.rows:
            return False
        return bool(BULLET.match(piece.text)) or place in self._headings.contents_places

    def _add_items(self, pieces: Sequence[Piece]) -> None:
        items = "".join(f"<li>{escape(BULLET.sub('', piece.text, count=1))}</li>" for piece in pieces)
        self._assembly.add_paragraph(ParagraphKind.LIST, f"<ul>{items}</ul>")

    def _add(self, place: int, piece: Piece) -> None:
        level = self._headings.levels.get(place)
        if place in self._headings.title_places:
            return
        if level is not None:
            self._assembly.open_section(level=level, heading=piece.text)
        elif piece.rows:
            self._assembly.add_paragraph(ParagraphKind.TABLE, _table(piece))
        else:
            kind = ParagraphKind.FOOTNOTE if self._is_note(piece) else ParagraphKind.TEXT
            self._assembly.add_paragraph(kind, f"<p>{escape(piece.text)}</p>")

    def _is_note(self, piece: Piece) -> bool:
        is_low = piece.lines[0].top > 0.5 * self._heights[piece.page]
        return is_low and piece.size <= 0.93 * self._body and bool(_NOTE.match(piece.text))

    def _add_figure(self, figure: Figure) -> None:
        self._assembly.add_figure("", data=figure.data)


def _is_above(figure: Figure, piece: Piece) -> bool:
    return figure.page < piece.page or (figure.page == piece.page and figure.top <= piece.lines[0].top)


def _table(piece: Piece) -> str:
    width = max(len(row) for row in piece.rows)
    is_headed = all(line.is_bold for line in piece.lines[: len(piece.rows[0])]) and not piece.is_bold
    html = []
    for place, row in enumerate(piece.rows):
        tag, scope = ("th", ' scope="col"') if place == 0 and is_headed else ("td", "")
        padded = [*row, *[""] * (width - len(row))]
        html.append(f"<tr>{''.join(f'<{tag}{scope}>{escape(cell)}</{tag}>' for cell in padded)}</tr>")
    return f"<table>{''.join(html)}</table>"


def _figures_kept(figures: list[Figure]) -> list[Figure]:
    """A picture at the same place on several pages is a logo of the page, and no figure of the document."""
    places = Counter(figure.place for figure in figures)
    return [figure for figure in figures if places[figure.place] < 3]


def _warn_of_pages(
    assembly: Assembly, drawn: list[list[Line]], figures: list[Figure], running: tuple[str, ...]
) -> None:
    scanned = {figure.page for figure in figures if figure.fills_page}
    for number, page in enumerate(drawn):
        if number in scanned and sum(len(line.text) for line in page) < 40:
            assembly.warn(WarningKind.SCANNED_PAGE, Sentence("Page %(n)s", n=number + 1))
    if running:
        assembly.warn(WarningKind.LEFT_OUT, "; ".join(running)[:400])


def _outline(document: Any) -> list[tuple[int, str]]:
    """Level from 1 and title of each entry of the outline; a broken one is no outline."""
    found = []
    try:
        for place, mark in enumerate(document.get_toc(max_depth=6)):
            if place >= 2_000:
                break
            found.append((mark.level + 1, tidy_text(mark.get_title())))
    except Exception:  # noqa: BLE001 - an outline is a help and never needed
        return found
    return found


def _told_title(document: Any) -> str:
    try:
        title = tidy_text(document.get_metadata_value("Title") or "")
    except Exception:  # noqa: BLE001 - a broken title is no title
        return ""
    return "" if len(title) < 4 or _NO_TITLE.search(title) else title


def _language(document: Any) -> str:
    import ctypes  # noqa: PLC0415 - with PDFium only

    import pypdfium2.raw as pdfium  # noqa: PLC0415 - heavy, and wanted in the child only

    told = (ctypes.c_ushort * 32)()
    length = pdfium.FPDFCatalog_GetLanguage(document, told, 64)
    letters = "".join(chr(code) for code in told[: max(0, length // 2 - 1)])
    return letters if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", letters) else ""
