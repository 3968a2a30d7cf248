"""The numbers people hold on to: parts are 1, 2, 3 and their paragraphs 1.1, 1.2, whatever headings stand between."""

import re
from dataclasses import dataclass

from consult.documents.rules import ImportedDocument, ImportedParagraph, ImportedSection

_OWN_NUMBER = re.compile(r"^(\d{1,3})\.?\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedParagraph:
    """A paragraph with the number that is printed beside it."""

    number: str
    paragraph: ImportedParagraph


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSection:
    """A section with its number, which only the parts of a document have, and its paragraphs."""

    number: str
    heading: str
    level: int
    paragraphs: tuple[NumberedParagraph, ...]


def number_document(document: ImportedDocument) -> tuple[NumberedSection, ...]:
    """Number the parts and paragraphs; what stands before the first part is 0.1, 0.2; without headings it is 1, 2, 3.

    Headings inside a part carry no number, so that a paragraph's number never means two things.
    """
    headed = [section.level for section in document.sections if section.heading]
    top = min(headed, default=0)
    numbered, part, n_in_part = [], 0, 0
    for section in document.sections:
        opens_part = bool(section.heading) and section.level == top
        if opens_part:
            part, n_in_part = part + 1, 0
        prefix = f"{part}." if headed else ""
        numbered.append(_number_section(section, part if opens_part else None, prefix, first=n_in_part + 1, top=top))
        n_in_part += len(section.paragraphs)
    return tuple(numbered)


def _number_section(
    section: ImportedSection, part: int | None, prefix: str, *, first: int, top: int
) -> NumberedSection:
    return NumberedSection(
        number="" if part is None else str(part),
        heading=_without_own_number(section.heading, part),
        level=max(1, section.level - max(top, 1) + 1),
        paragraphs=tuple(
            NumberedParagraph(number=f"{prefix}{place}", paragraph=paragraph)
            for place, paragraph in enumerate(section.paragraphs, start=first)
        ),
    )


def _without_own_number(heading: str, part: int | None) -> str:
    """A heading that already says the number we would print does not say it twice."""
    own = _OWN_NUMBER.match(heading)
    return heading[own.end() :] if own and part is not None and int(own.group(1)) == part else heading
