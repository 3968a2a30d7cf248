"""Where every importer puts its headings and paragraphs: sanitised here, once, for all formats."""

from dataclasses import dataclass, field
from html import escape

from consult.documents.rules import ImportedDocument, ImportedParagraph, ImportedSection, ParagraphKind
from consult.documents.sanitising import sanitise_html, tidy_text, words_of
from consult.kernel.errors import Invalid

_PICTURES = "Pictures are not shown yet: their descriptions stand in their place."
_NO_WORDS = "A part without words was left out."
LONGEST_HEADING = 500


@dataclass(slots=True)
class Assembly:
    """A document in the making; ``finish`` gives the value."""

    title: str
    source: str
    _sections: list[tuple[int, str, list[ImportedParagraph]]] = field(default_factory=list)
    _warnings: list[str] = field(default_factory=list)
    _n_tables: int = 0

    def open_section(self, *, level: int, heading: str) -> None:
        """Begin what stands under a heading; a heading without words opens nothing."""
        heading = tidy_text(heading)
        if heading:
            self._sections.append((level, heading[:LONGEST_HEADING], []))

    def add_paragraph(self, kind: ParagraphKind, html: str) -> None:
        """Sanitise a block and keep it under the last heading."""
        clean = sanitise_html(html)
        text = words_of(clean)
        if not text:
            self._warn(_NO_WORDS)
            return
        if kind is ParagraphKind.TABLE:
            self._n_tables += 1
            clean = clean.replace("<table>", f"<table><caption>Table {self._n_tables}</caption>", 1)
        if not self._sections:
            self._sections.append((1, "", []))
        self._sections[-1][2].append(ImportedParagraph(kind=kind, html=clean, text=text))

    def add_figure(self, description: str) -> None:
        """Keep a picture's description where the picture was."""
        self.warn_of_pictures()
        self.add_paragraph(ParagraphKind.FIGURE, f"<p>{escape(description)}</p>")

    def warn_of_pictures(self) -> None:
        """Tell the officer once that pictures are left out."""
        self._warn(_PICTURES)

    def finish(self) -> ImportedDocument:
        """The document as a value.

        Raises:
            Invalid: there is no paragraph that anyone could read.
        """
        document = ImportedDocument(
            title=tidy_text(self.title)[:300] or "Document",
            source=self.source,
            sections=tuple(
                ImportedSection(level=level, heading=heading, paragraphs=tuple(paragraphs))
                for level, heading, paragraphs in self._sections
            ),
            warnings=tuple(self._warnings),
        )
        if not document.n_paragraphs:
            raise Invalid(
                "There is no paragraph in this document, only headings. Add the text that people should read."
            )
        return document

    def _warn(self, sentence: str) -> None:
        if sentence not in self._warnings:
            self._warnings.append(sentence)
