"""The one sanitiser: whatever the format, no HTML of a document reaches a page without passing here."""

import re
from collections.abc import Container
from html.parser import HTMLParser

import nh3
from markupsafe import Markup

from consult.documents.rules import PICTURE_NAME, PICTURES_AT

TABLE_TAGS = frozenset({"table", "caption", "thead", "tbody", "tr", "th", "td"})
BLOCK_TAGS = frozenset({"p", "ul", "ol", "li", "blockquote", "pre", "br"})
ALLOWED_TAGS = (
    TABLE_TAGS | BLOCK_TAGS | {"figure", "figcaption", "img", "strong", "em", "del", "s", "code", "a", "sup", "sub"}
)
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height"},
}
_LEFT_OUT_OF_TEXT = frozenset({"caption"})
_BREAKING = TABLE_TAGS | BLOCK_TAGS | {"figure", "figcaption", "img"}
_LINE_TAGS = frozenset({"p", "ul", "ol", "li", "tr", "blockquote", "pre", "br", "table"})
_SPACES = re.compile(r"\s+")


def sanitise_html(html: str) -> str:
    """Keep the tags of a plain document and drop everything else, with the words of unknown tags kept."""
    return nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        attributes={tag: set(names) for tag, names in ALLOWED_ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        attribute_filter=_own_pictures_only,
    ).strip()


def _own_pictures_only(tag: str, attribute: str, value: str) -> str | None:
    """A picture comes from our own store or not at all: one from elsewhere would tell its owner who reads."""
    if tag == "img" and attribute == "src":
        is_ours = value.startswith(PICTURES_AT) and PICTURE_NAME.fullmatch(value.removeprefix(PICTURES_AT))
        return value if is_ours else None
    if tag == "img" and attribute in {"width", "height"}:
        return value if value.isascii() and value.isdigit() else None
    return value


def shown_html(sanitised: str) -> Markup:
    """Let a template print HTML that was sanitised when it was stored; sanitised again, as a belt beside the braces."""
    return Markup(sanitise_html(sanitised))  # noqa: S704 - the one place where HTML is trusted, just after cleaning


def tidy_text(text: str) -> str:
    """One space where there was any white space, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def words_of(html: str) -> str:
    """The plain text of sanitised HTML: what quotes are looked up in, and what versions are compared by."""
    reader = _WordReader()
    reader.feed(html)
    reader.close()
    return tidy_text("".join(reader.pieces))


def lines_of(html: str) -> str:
    """The same words with a new line for each item of a list and row of a table, as a page parts them."""
    reader = _WordReader(breaks=_LINE_TAGS)
    reader.feed(html)
    reader.close()
    lines = (tidy_text(line).removesuffix("•").rstrip() for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _WordReader(HTMLParser):
    """Collects the text of HTML, with a space wherever a block begins or ends."""

    def __init__(self, *, breaks: Container[str] = frozenset()) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._skipping = 0
        self._breaks = breaks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT_OF_TEXT:
            self._skipping += 1
        if tag in _BREAKING:
            self.pieces.append(self._between(tag))
        if tag == "li" and self._breaks:
            self.pieces.append("• ")
        if tag == "img":  # a picture says what its description says
            self.pieces.append(f"{dict(attrs).get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT_OF_TEXT:
            self._skipping = max(0, self._skipping - 1)
        if tag in _BREAKING:
            self.pieces.append(self._between(tag))

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.pieces.append(data if not self._breaks else data.replace("\n", " "))

    def _between(self, tag: str) -> str:
        return "\n" if tag in self._breaks else " "
