"""What a document, its versions and its paragraphs may be, and the sentences people meet when they may not."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_SOURCE = 2_000_000
"""Characters: a strategy of 400 pages has about one million."""


class VersionState(StrEnum):
    """Where a version stands: worked on, or published and so immutable."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ParagraphKind(StrEnum):
    """What a paragraph is made of; decides only how it is shown."""

    TEXT = "text"
    LIST = "list"
    TABLE = "table"
    FIGURE = "figure"
    QUOTE = "quote"


class Change(StrEnum):
    """What became of a paragraph between one version and the next."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    SPLIT = "split"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedParagraph:
    """One paragraph as an importer hands it over: sanitised HTML and the plain text that a quote is looked up in."""

    kind: ParagraphKind
    html: str
    text: str

    def __post_init__(self) -> None:
        """Refuse a paragraph without words: nobody could comment on it."""
        if not self.text.strip():
            msg = "A paragraph needs words."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSection:
    """A heading and what stands under it; an empty heading is what comes before the first one."""

    level: int
    heading: str
    paragraphs: tuple[ImportedParagraph, ...]

    def __post_init__(self) -> None:
        """Refuse a level that no heading has."""
        if not 1 <= self.level <= 6:
            msg = "A heading's level is between 1 and 6."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedDocument:
    """What every importer makes, whatever the format: the same bytes always give the same value."""

    title: str
    source: str
    sections: tuple[ImportedSection, ...]
    warnings: tuple[str, ...] = ()

    @property
    def n_paragraphs(self) -> int:
        """How many paragraphs people could comment on."""
        return sum(len(section.paragraphs) for section in self.sections)
