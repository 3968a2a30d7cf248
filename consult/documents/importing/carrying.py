"""An imported document as plain values, so that it can leave the process that read the file, and be kept as JSON."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import Any

from consult.documents.rules import (
    Caution,
    ImportedDocument,
    ImportedParagraph,
    ImportedSection,
    ParagraphKind,
    Picture,
    WarningKind,
)
from consult.documents.sanitising import sanitise_html, tidy_text, words_of
from consult.kernel.sentences import sentence_of, value_of


def as_values(document: ImportedDocument) -> Iterator[dict[str, Any]]:
    """Yield a document piece by piece; ``from_values`` puts it together again."""
    yield {
        "document": {
            "title": document.title,
            "source": document.source,
            "language": document.language,
            "pages": document.pages,
            "sha256": document.sha256,
            "warnings": [_told(warning) for warning in document.warnings],
        }
    }
    for section in document.sections:
        yield {"section": [section.level, section.heading]}
        for paragraph in section.paragraphs:
            yield {"paragraph": [paragraph.kind.value, paragraph.html]}
    for picture in document.pictures:
        yield {"picture": [picture.name, b64encode(picture.data).decode("ascii")]}


def _told(warning: Caution) -> dict[str, Any]:
    return {"kind": warning.kind.value, "where": value_of(warning.where), "message": value_of(warning.message)}


def from_values(values: Iterable[dict[str, Any]]) -> ImportedDocument:
    """Put a document together; its HTML is sanitised and its pictures are weighed again, whoever made the values."""
    told: dict[str, Any] = {}
    sections: list[tuple[int, str, list[ImportedParagraph]]] = []
    pictures: list[Picture] = []
    for value in values:
        if "document" in value:
            told = value["document"]
        elif "section" in value:
            level, heading = value["section"]
            sections.append((int(level), tidy_text(heading), []))
        elif "paragraph" in value:
            kind, html = value["paragraph"]
            clean = sanitise_html(html)
            sections[-1][2].append(ImportedParagraph(kind=ParagraphKind(kind), html=clean, text=words_of(clean)))
        else:
            pictures.append(_picture(*value["picture"]))
    return ImportedDocument(
        title=told["title"],
        source=told["source"],
        language=told["language"],
        pages=told["pages"],
        sha256=told["sha256"],
        warnings=tuple(
            Caution(kind=WarningKind(one["kind"]), where=sentence_of(one["where"]), message=sentence_of(one["message"]))
            for one in told["warnings"]
        ),
        sections=tuple(
            ImportedSection(level=level, heading=heading, paragraphs=tuple(paragraphs))
            for level, heading, paragraphs in sections
        ),
        pictures=tuple(pictures),
    )


def _picture(name: str, told: str) -> Picture:
    data = b64decode(told, validate=True)
    if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
        msg = "A picture is not what its name says."
        raise ValueError(msg)
    return Picture(name=name, data=data)
