"""What may stand in the HTML of a document that was read, and nothing else."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from consult.documents.rules import PICTURES_AT, ImportedDocument
from consult.documents.sanitising import words_of

TAGS = {
    *("a", "p", "ul", "ol", "li", "br", "strong", "em", "del", "code", "pre", "sub", "sup", "blockquote"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "img", "u", "s", "ins"),
}
ATTRIBUTES = {
    *("href", "title", "rel", "scope", "colspan", "rowspan", "src", "alt", "width", "height", "start", "lang", "dir"),
}
SCHEMES = {"", "http", "https", "mailto", "tel"}


class _Judge(HTMLParser):
    """Says what stands in HTML that should not."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.faults.append(f"{tag} {name}")
            if name == "href" and _scheme_of(value or "") not in SCHEMES:
                self.faults.append(f"href {value}")
            if name == "src" and not (value or "").startswith(PICTURES_AT):
                self.faults.append(f"src {value}")


def _scheme_of(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme
    except ValueError:  # no address at all: a browser makes nothing of it either
        return ""


def faults_of(document: ImportedDocument) -> list[str]:
    """What stands in the paragraphs of a document that should not; each says in words what its HTML says."""
    judge = _Judge()
    for section in document.sections:
        for paragraph in section.paragraphs:
            judge.feed(paragraph.html)
            assert words_of(paragraph.html) == paragraph.text
    return judge.faults
