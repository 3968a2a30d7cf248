"""What a document, its versions and its paragraphs may be, and the sentences people meet when they may not."""

import re
from dataclasses import dataclass
from enum import StrEnum

from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence
from consult.kernel.states import Machine

LONGEST_SOURCE = 2_000_000
"""Characters: a strategy of 400 pages has about one million."""
LONGEST_FILE = 20 * 1024 * 1024
"""Bytes of an uploaded document."""
TOO_LARGE = Sentence(
    "This file is larger than %(megabytes)s MB. Make its pictures smaller, or split it.",
    megabytes=LONGEST_FILE // 1024**2,
)
NAMES = (".docx", ".pdf", ".odt", ".html", ".htm", ".md", ".markdown", ".txt")
"""Ends of the names of files that can be read; the content decides in which way."""
PICTURE_NAME = re.compile(r"[0-9a-f]{64}\.(?:png|jpg)")
PICTURES_AT = "/documents/pictures/"
"""Where pictures are served; the only place from which a document may show one."""


class VersionState(StrEnum):
    """Where a version stands: worked on, or published and so immutable."""

    DRAFT = "draft"
    PUBLISHED = "published"


class UploadState(StrEnum):
    """Where an uploaded file stands: being read, ready to look over, refused, approved, or set aside."""

    READING = "reading"
    READY = "ready"
    REFUSED = "refused"
    APPROVED = "approved"
    SET_ASIDE = "set_aside"


UPLOAD_MACHINE: Machine[UploadState] = Machine(
    UploadState,
    first=UploadState.READING,
    arrows={
        "be_read": ((UploadState.READING,), UploadState.READY),
        "be_refused": ((UploadState.READING,), UploadState.REFUSED),
        "approve": ((UploadState.READY,), UploadState.APPROVED),
        "set_aside": ((UploadState.READING, UploadState.READY, UploadState.REFUSED), UploadState.SET_ASIDE),
    },
)


class ParagraphKind(StrEnum):
    """What a paragraph is made of; decides only how it is shown."""

    TEXT = "text"
    LIST = "list"
    TABLE = "table"
    FIGURE = "figure"
    QUOTE = "quote"
    FOOTNOTE = "footnote"


class WarningKind(StrEnum):
    """What an officer should look at before a document is published."""

    SCANNED_PAGE = "scanned_page"
    TABLE_WITHOUT_HEADER = "table_without_header"
    PICTURE_WITHOUT_DESCRIPTION = "picture_without_description"
    PICTURE_LEFT_OUT = "picture_left_out"
    LOW_CONTRAST = "low_contrast"
    MISSING_HEADING_LEVEL = "missing_heading_level"
    NO_HEADINGS = "no_headings"
    READING_AGE = "reading_age"
    REPEATED_LINE = "repeated_line"
    ODD_FIGURE = "odd_figure"
    LEFT_OUT = "left_out"


class Change(StrEnum):
    """What became of a paragraph between one version and the next."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    SPLIT = "split"
    JOINED = "joined"


class AlternativeForm(StrEnum):
    """In which other form a document can be had."""

    EASY_READ = "easy_read"
    PUPILS = "pupils"
    TRANSLATION = "translation"
    AUDIO = "audio"


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
class Caution:
    """One thing to look at: ``where`` is a page, a table or a heading, as a person would name it.

    Both are sentences of ours, but for a ``where`` in the document's own words.
    """

    kind: WarningKind
    where: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a document, drawn anew from its pixels, so that nothing hidden in the file travels along."""

    name: str
    data: bytes

    def __post_init__(self) -> None:
        """Refuse a name that is not the digest of a picture that browsers show."""
        if not PICTURE_NAME.fullmatch(self.name):
            msg = "A picture is named by its digest."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedDocument:
    """What every importer makes, whatever the format: the same bytes always give the same value."""

    title: str
    source: str
    sections: tuple[ImportedSection, ...]
    warnings: tuple[Caution, ...] = ()
    pictures: tuple[Picture, ...] = ()
    language: str = ""
    pages: int | None = None
    sha256: str = ""

    @property
    def n_paragraphs(self) -> int:
        """How many paragraphs people could comment on."""
        return sum(len(section.paragraphs) for section in self.sections)


def require_described(document: ImportedDocument) -> None:
    """Refuse a document that is published as it was read while a picture in it says nothing to those who cannot see it.

    Raises:
        Invalid: a picture has no description.
    """
    for warning in document.warnings:
        if warning.kind is WarningKind.PICTURE_WITHOUT_DESCRIPTION:
            raise Invalid(
                Sentence(
                    "%(picture)s has no description. Say in the file itself what it shows, and upload it again.",
                    picture=warning.where,
                )
            )
