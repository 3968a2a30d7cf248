"""Where every importer puts its headings and paragraphs: sanitised here, once, for all formats."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from consult.documents.importing.advice import advise
from consult.documents.importing.pictures import NotShown, redraw
from consult.documents.markdown_text import markdown_of
from consult.documents.rules import (
    LONGEST_SOURCE,
    PICTURES_AT,
    Caution,
    ImportedDocument,
    ImportedParagraph,
    ImportedSection,
    ParagraphKind,
    Picture,
    WarningKind,
)
from consult.documents.sanitising import sanitise_html, tidy_text, words_of
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

LONGEST_HEADING = 500
MOST_PARAGRAPHS = 10_000
MOST_PICTURES = 300
MOST_PICTURE_BYTES = 40 * 1024 * 1024
NO_WORDS = Sentence("There are no words in this document. Check that you chose the right file.")


@dataclass(slots=True)
class Assembly:
    """A document in the making; ``finish`` gives the value.

    ``source`` is what was typed, where somebody typed it; for other formats it is written as Markdown at the end.
    """

    title: str = ""
    source: str = ""
    language: str = ""
    pages: int | None = None
    _sections: list[tuple[int, str, list[ImportedParagraph]]] = field(default_factory=list)
    _warnings: list[Caution] = field(default_factory=list)
    _pictures: dict[str, Picture] = field(default_factory=dict)
    _n_tables: int = 0
    _n_figures: int = 0
    _n_characters: int = 0
    _n_blocks: int = 0

    def open_section(self, *, level: int, heading: str) -> None:
        """Begin what stands under a heading; a heading without words opens nothing."""
        heading = tidy_text(heading)
        if heading:
            self._count(len(heading))
            self._sections.append((min(max(level, 1), 6), heading[:LONGEST_HEADING], []))

    def add_paragraph(self, kind: ParagraphKind, html: str) -> None:
        """Sanitise a block and keep it under the last heading; one without words is no paragraph."""
        clean = sanitise_html(html)
        text = words_of(clean)
        if not text:
            return
        if kind is ParagraphKind.TABLE:
            clean = self._named_table(clean)
        self._count(len(text))
        if not self._sections:
            self._sections.append((1, "", []))
        self._sections[-1][2].append(ImportedParagraph(kind=kind, html=clean, text=text))

    def add_figure(self, description: str, *, caption: str = "", data: bytes | None = None) -> None:
        """Keep a picture, or where there is none to show its description, with a warning for the officer."""
        self._n_figures += 1
        name = Sentence("Picture %(n)s", n=self._n_figures)
        shown = self._picture(name, data)
        described = tidy_text(description) or tidy_text(caption)
        if not tidy_text(description):
            self.warn(WarningKind.PICTURE_WITHOUT_DESCRIPTION, name)
        if shown is None:
            self.add_paragraph(ParagraphKind.FIGURE, f"<p>{escape(described or f'{name}, not shown')}</p>")
            return
        picture, width, height = shown
        alt = escape(described or f"{name}, not described yet")
        below = f"<figcaption>{escape(caption)}</figcaption>" if tidy_text(caption) else ""
        size = f'width="{width}" height="{height}"'
        img = f'<img src="{PICTURES_AT}{picture.name}" alt="{alt}" {size}>'
        self.add_paragraph(ParagraphKind.FIGURE, f"<figure>{img}{below}</figure>")

    def warn(self, kind: WarningKind, where: str, message: str = "") -> None:
        """Note something for the officer to look at, once for each place."""
        warning = Caution(kind=kind, where=where, message=message or _MESSAGES[kind])
        if warning not in self._warnings:
            self._warnings.append(warning)

    def finish(self) -> ImportedDocument:
        """The document as a value.

        Raises:
            Invalid: there is no paragraph that anyone could read.
        """
        sections = tuple(
            ImportedSection(level=level, heading=heading, paragraphs=tuple(paragraphs))
            for level, heading, paragraphs in self._sections
        )
        if not sections and not self.source:
            raise Invalid(NO_WORDS)
        if not any(section.paragraphs for section in sections):
            raise Invalid(
                "There is no paragraph in this document, only headings. Add the text that people should read."
            )
        return ImportedDocument(
            title=tidy_text(self.title)[:300],
            source=self.source or markdown_of(sections),
            sections=sections,
            warnings=(*self._warnings, *advise(sections, language=self.language)),
            pictures=tuple(self._pictures.values()),
            language=self.language,
            pages=self.pages,
        )

    def _named_table(self, clean: str) -> str:
        self._n_tables += 1
        if "<th" not in clean:
            self.warn(WarningKind.TABLE_WITHOUT_HEADER, Sentence("Table %(n)s", n=self._n_tables))
        if "<caption>" in clean:
            return clean
        return clean.replace("<table>", f"<table><caption>Table {self._n_tables}</caption>", 1)

    def _picture(self, name: str, data: bytes | None) -> tuple[Picture, int, int] | None:
        if data is None:
            self.warn(WarningKind.PICTURE_LEFT_OUT, name)
            return None
        held = sum(len(picture.data) for picture in self._pictures.values())
        try:
            drawn = redraw(data)
        except NotShown as why:
            self.warn(WarningKind.PICTURE_LEFT_OUT, name, why.sentence)
            return None
        if len(self._pictures) >= MOST_PICTURES or held + len(drawn.picture.data) > MOST_PICTURE_BYTES:
            raise Invalid("This document holds more pictures than we can keep. Make them smaller, or split it.")
        if drawn.is_pale:
            self.warn(WarningKind.LOW_CONTRAST, name)
        self._pictures[drawn.picture.name] = drawn.picture
        return drawn.picture, drawn.width, drawn.height

    def _count(self, n_characters: int) -> None:
        self._n_characters += n_characters
        self._n_blocks += 1
        if self._n_characters > LONGEST_SOURCE or self._n_blocks > MOST_PARAGRAPHS:
            raise Invalid(
                Sentence(
                    "This document is longer than %(characters)s characters or %(paragraphs)s paragraphs. "
                    "Split it into several documents.",
                    characters=LONGEST_SOURCE,
                    paragraphs=MOST_PARAGRAPHS,
                )
            )


def each_paragraph(sections: tuple[ImportedSection, ...]) -> Iterator[ImportedParagraph]:
    """Every paragraph, in order."""
    return (paragraph for section in sections for paragraph in section.paragraphs)


_MESSAGES = {
    WarningKind.SCANNED_PAGE: Sentence(
        "This page is a picture of a page. Nobody can search it or have it read aloud: type it."
    ),
    WarningKind.TABLE_WITHOUT_HEADER: Sentence(
        "This table has no headings. Say in its first row what each column holds."
    ),
    WarningKind.PICTURE_WITHOUT_DESCRIPTION: Sentence("This picture has no description. Say in words what it shows."),
    WarningKind.PICTURE_LEFT_OUT: Sentence("This picture is not in the file, or in a form that browsers cannot show."),
    WarningKind.LOW_CONTRAST: Sentence("This picture is pale: its darkest and lightest parts are hard to tell apart."),
    WarningKind.LEFT_OUT: Sentence(
        "These lines stand on several pages, and were left out as running headers or footers."
    ),
}
