"""An imported document told to a program or a person: as JSON, as a page of HTML, as Markdown, and two compared."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from consult.documents.comparison import Comparison, compare
from consult.documents.identities import fresh_identity
from consult.documents.numbering import NumberedSection, number_document
from consult.documents.rules import Change, ImportedDocument


def as_json_value(document: ImportedDocument) -> dict[str, Any]:
    """Tell a document as plain values; the same file always gives the same identities."""
    paragraphs, headings = set[str](), set[str]()
    return {
        "title": document.title,
        "language": document.language,
        "sections": [_section(section, headings, paragraphs) for section in number_document(document)],
        "warnings": [
            {"kind": warning.kind.value, "where": str(warning.where), "message": str(warning.message)}
            for warning in document.warnings
        ],
        "source": {"sha256": document.sha256, "pages": document.pages},
    }


def _section(section: NumberedSection, headings: set[str], paragraphs: set[str]) -> dict[str, Any]:
    return {
        "id": "s" + _taken(section.heading, headings)[1:],
        "level": section.level,
        "number": section.number,
        "heading": section.heading,
        "paragraphs": [
            {
                "id": _taken(entry.paragraph.text, paragraphs),
                "number": entry.number,
                "kind": entry.paragraph.kind.value,
                "text": entry.paragraph.text,
                "html": entry.paragraph.html,
            }
            for entry in section.paragraphs
        ],
    }


def _taken(text: str, taken: set[str]) -> str:
    identity = fresh_identity(text, taken=taken)
    taken.add(identity)
    return identity


def as_markdown(document: ImportedDocument) -> str:
    """Tell a document as Markdown, its title first."""
    return f"# {document.title}\n\n{document.source.strip()}\n"


def as_page(document: ImportedDocument) -> str:
    """Tell a document as one page of HTML that needs nothing else; its pictures are only described."""
    told = as_json_value(document)
    language = f' lang="{escape(document.language)}"' if document.language else ""
    body = "\n".join(_lines_of_page(told))
    return (
        f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n<title>{escape(document.title)}</title>\n'
        f"</head>\n<body>\n<main>\n<h1>{escape(document.title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _lines_of_page(told: dict[str, Any]) -> Iterator[str]:
    for section in told["sections"]:
        if section["heading"]:
            tag = f"h{min(section['level'] + 1, 6)}"
            number = f"{section['number']} " if section["number"] else ""
            yield f'<{tag} id="{section["id"]}">{escape(number + section["heading"])}</{tag}>'
        for paragraph in section["paragraphs"]:
            yield f'<div id="{paragraph["id"]}"><p>{paragraph["number"]}</p>{paragraph["html"]}</div>'


def compared(old: ImportedDocument, new: ImportedDocument) -> dict[str, Any]:
    """Tell what became of each paragraph between two documents, in the order of the new one, then what is gone."""
    before, after = _entries(old), _entries(new)
    found = compare([text for _, text in before], [text for _, text in after])
    linked = {link.new for link in found.links}
    kept = {link.old for link in found.links}
    moves = [_move(link.change.value, before[link.old][0], after[link.new][0]) for link in found.links]
    moves += [
        _move("new", None, after[place][0]) | {"needs_review": place in found.review}
        for place in range(len(after))
        if place not in linked
    ]
    moves.sort(key=lambda move: _place(after, move["to"]))
    moves += [_move("gone", entry, None) for place, (entry, _) in enumerate(before) if place not in kept]
    return {"paragraphs": moves, "summary": _summary(found, moves)}


def _entries(document: ImportedDocument) -> list[tuple[dict[str, str], str]]:
    told = as_json_value(document)
    return [
        ({"id": paragraph["id"], "number": paragraph["number"]}, paragraph["text"])
        for section in told["sections"]
        for paragraph in section["paragraphs"]
    ]


def _place(entries: Sequence[tuple[dict[str, str], str]], wanted: dict[str, str] | None) -> int:
    return next((place for place, (entry, _) in enumerate(entries) if entry == wanted), len(entries))


def _move(change: str, old: dict[str, str] | None, new: dict[str, str] | None) -> dict[str, Any]:
    return {"change": change, "from": old, "to": new, "needs_review": False}


def _summary(found: Comparison, moves: Sequence[dict[str, Any]]) -> dict[str, int]:
    names = [*(change.value for change in Change), "new", "gone"]
    counts = {name: sum(move["change"] == name for move in moves) for name in names}
    return counts | {"needs_review": len(found.review)}
