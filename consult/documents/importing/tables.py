"""Tables as people listen to them: each header says whether it heads a column or a row."""

from collections.abc import Callable

from lxml.html import HtmlElement

WordsOf = Callable[[HtmlElement], str]
LONGEST_HEADER = 80
MOST_SPAN = 1_000


def is_layout(table: HtmlElement, *, words: WordsOf) -> bool:
    """Whether it only places things on the page: one column or one row, or a table around another."""
    rows = own_rows(table)
    filled = [[cell for cell in cells(row) if words(cell)] for row in rows]
    widest = max((len(row) for row in filled), default=0)
    holds_table = any(inner is not table for inner in table.iter("table"))
    is_named = next(table.iter("th", "caption"), None) is not None
    return table.get("role") == "presentation" or holds_table or (widest <= 1 and not is_named)


def name_headers(table: HtmlElement, *, words: WordsOf) -> None:
    """Mark the header cells, from what the file says and else from a first row that can only be one."""
    rows = own_rows(table)
    for cell in table.iter("td", "th"):
        _unwrap(cell)
        _keep_spans_small(cell)
    if not any(cell.tag == "th" for row in rows for cell in cells(row)) and _is_header(rows, words):
        for cell in cells(rows[0]):
            cell.tag = "th"
            for bold in list(cell.iter("strong", "b")):  # a header is bold anyway
                bold.drop_tag()
    for place, row in enumerate(rows):
        heads = cells(row)
        is_all = all(cell.tag == "th" for cell in heads)
        for cell in heads:
            if cell.tag == "th":
                cell.set("scope", "col" if is_all or place == 0 else "row")


def own_rows(table: HtmlElement) -> list[HtmlElement]:
    """The rows of this table, without those of a table inside it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def cells(row: HtmlElement) -> list[HtmlElement]:
    """The cells of one row."""
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_header(rows: list[HtmlElement], words: WordsOf) -> bool:
    """A first row whose cells are all bold, short and filled, above rows that are not all so."""
    if len(rows) < 2 or len(cells(rows[0])) < 2:
        return False
    return _is_bold(rows[0], words) and not all(_is_bold(row, words) for row in rows[1:])


def _is_bold(row: HtmlElement, words: WordsOf) -> bool:
    texts = [(words(cell), "".join(words(bold) for bold in cell.iter("strong", "b"))) for cell in cells(row)]
    return all(
        text and len(text) <= LONGEST_HEADER and len(bold.replace(" ", "")) >= 0.9 * len(text.replace(" ", ""))
        for text, bold in texts
    )


def _unwrap(cell: HtmlElement) -> None:
    """A cell of one paragraph needs no paragraph inside."""
    inner = list(cell)
    if len(inner) == 1 and inner[0].tag == "p" and not (cell.text or "").strip():
        inner[0].drop_tag()


def _keep_spans_small(cell: HtmlElement) -> None:
    """A cell that claims a million columns would stop the browser of whoever reads it."""
    for name in ("colspan", "rowspan"):
        span = cell.get(name)
        if span is not None and not (span.isascii() and span.isdigit() and 1 < int(span[:6]) <= MOST_SPAN):
            del cell.attrib[name]
