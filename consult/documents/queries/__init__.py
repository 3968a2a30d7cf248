"""What pages read of documents: a version as one value, in a constant number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.documents.explaining import Explained, explain
from consult.documents.models import (
    Document,
    DocumentOriginal,
    DocumentVersion,
    Paragraph,
    ParagraphLineage,
    Section,
    Term,
)
from consult.documents.rules import Change, ParagraphKind, VersionState
from consult.documents.sanitising import shown_html
from consult.kernel.errors import NotFound

WORDS_A_MINUTE = 200
"""Adults read 240 plain words a minute in silence (Brysbaert, 2019); a plan is read more slowly than a story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingParagraph:
    """A paragraph as a page shows it; ``html`` is sanitised."""

    id: int
    identity: str
    number: str
    html: Markup
    text: str
    is_wide: bool
    is_quote: bool
    explained: tuple[Explained, ...] = ()

    @classmethod
    def of(cls, paragraph: Paragraph) -> "ReadingParagraph":
        """Show one stored paragraph by itself."""
        return cls(
            id=paragraph.id,
            identity=paragraph.identity,
            number=paragraph.number,
            html=shown_html(paragraph.html),
            text=paragraph.text,
            is_wide=paragraph.kind is ParagraphKind.TABLE,
            is_quote=paragraph.kind is ParagraphKind.QUOTE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSection:
    """A section as a page shows it; ``depth`` 1 is a numbered part."""

    id: int
    number: str
    heading: str
    depth: int
    paragraphs: tuple[ReadingParagraph, ...]

    @property
    def anchor(self) -> str:
        """Where the contents list leads."""
        return f"section-{self.id}"

    @property
    def is_part(self) -> bool:
        """Say whether it stands in the contents list by number."""
        return bool(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingDocument:
    """One version of a document, whole."""

    version_id: int
    document_id: int
    title: str
    language: str
    number: int
    published_at: datetime | None
    original_href: str
    sections: tuple[ReadingSection, ...]
    terms: tuple[Explained, ...] = ()

    @property
    def parts(self) -> tuple[ReadingSection, ...]:
        """What the contents list names."""
        return tuple(section for section in self.sections if section.is_part)

    @property
    def minutes(self) -> int:
        """How long most people read at it: about 200 words a minute, and never less than one."""
        n_words = sum(len(paragraph.text.split()) for paragraph in self.paragraphs)
        return max(1, round(n_words / WORDS_A_MINUTE))

    @property
    def paragraphs(self) -> tuple[ReadingParagraph, ...]:
        """Every paragraph, in order."""
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfDescent:
    """One line between a paragraph of one version and one of the next."""

    from_number: str
    to_number: str
    change: Change
    before: str
    after: str


def document_for_reading(session: Session, *, version_id: int) -> ReadingDocument:
    """One version as a page shows it, its terms explained where each section first uses them, in four queries.

    Raises:
        NotFound: there is no such version.
    """
    found = session.execute(
        select(
            DocumentVersion.id,
            DocumentVersion.number,
            DocumentVersion.published_at,
            Document,
            DocumentOriginal.file_id.label("original_id"),
        )
        .join(Document)
        .outerjoin(DocumentOriginal, DocumentOriginal.version_id == DocumentVersion.id)
        .where(DocumentVersion.id == version_id)
    ).one_or_none()
    if found is None:
        raise NotFound("We could not find this document.")
    rows = session.execute(
        select(Paragraph.section_id, Paragraph.id, Paragraph.identity, Paragraph.number, Paragraph.kind)
        .add_columns(Paragraph.html, Paragraph.text)
        .where(Paragraph.version_id == version_id)
        .order_by(Paragraph.position)
    )
    terms = terms_of(session, document_id=found.Document.id)
    by_section: dict[int, list[ReadingParagraph]] = {}
    for row in rows:
        before = by_section.setdefault(row.section_id, [])
        known = {term.id for paragraph in before for term in paragraph.explained}
        before.append(_explained(row, [term for term in terms if term.id not in known]))
    sections = session.execute(
        select(Section.id, Section.number, Section.heading, Section.level)
        .where(Section.version_id == version_id)
        .order_by(Section.position)
    ).all()
    return ReadingDocument(
        version_id=found.id,
        document_id=found.Document.id,
        title=found.Document.title,
        language=found.Document.language,
        number=found.number,
        published_at=found.published_at,
        original_href=f"/documents/versions/{found.id}/original" if found.original_id and found.published_at else "",
        sections=tuple(
            ReadingSection(
                id=row.id,
                number=row.number,
                heading=row.heading,
                depth=depth,
                paragraphs=tuple(by_section.get(row.id, ())),
            )
            for row, depth in zip(sections, _depths(sections), strict=True)
        ),
        terms=terms,
    )


def _depths(sections: Sequence[Any]) -> Iterator[int]:
    """How deep each heading stands on the page: never two below the one before, so that nobody who listens is lost."""
    before = 0
    for row in sections:
        depth = min(row.level, before + 1)
        before = depth if row.heading else before
        yield depth


def _explained(row: Any, terms: Sequence[Explained]) -> ReadingParagraph:
    """A row as a paragraph; only what the sanitiser let through is marked, and with nothing but links of our own."""
    html, explained = explain(str(shown_html(row.html)), terms, where=f"why-{row.identity}")
    return ReadingParagraph(
        id=row.id,
        identity=row.identity,
        number=row.number,
        html=Markup(html),  # noqa: S704 - sanitised above, then marked by ``explain``
        text=row.text,
        is_wide=row.kind is ParagraphKind.TABLE,
        is_quote=row.kind is ParagraphKind.QUOTE,
        explained=explained,
    )


def terms_of(session: Session, *, document_id: int) -> tuple[Explained, ...]:
    """The words that a document explains, in the order of the alphabet."""
    rows = session.execute(select(Term.id, Term.word, Term.meaning).where(Term.document_id == document_id))
    explained = (Explained(id=row.id, word=row.word, meaning=row.meaning) for row in rows)
    return tuple(sorted(explained, key=lambda term: (term.word.casefold(), term.id)))


def latest_version(session: Session, *, document_id: int) -> DocumentVersion:
    """The newest version, draft or published.

    Raises:
        NotFound: there is no such document.
    """
    return _newest(session, select(DocumentVersion).where(DocumentVersion.document_id == document_id))


def latest_published_version(session: Session, *, document_id: int) -> DocumentVersion:
    """The newest version that is published.

    Raises:
        NotFound: nothing of this document is published.
    """
    return _newest(
        session,
        select(DocumentVersion).where(
            DocumentVersion.document_id == document_id, DocumentVersion.state == VersionState.PUBLISHED
        ),
    )


def paragraph_in_version(session: Session, *, version_id: int, identity: str) -> Paragraph:
    """The paragraph that has this identity in this version.

    Raises:
        NotFound: it has none.
    """
    found = session.scalar(select(Paragraph).where(Paragraph.version_id == version_id, Paragraph.identity == identity))
    if found is None:
        raise NotFound("We could not find this paragraph. It may stand only in another version of the document.")
    return found


def paragraphs_to_review(session: Session, *, version_id: int) -> Sequence[Paragraph]:
    """The paragraphs that look like an old one without being clearly it."""
    return session.scalars(
        select(Paragraph)
        .where(Paragraph.version_id == version_id, Paragraph.needs_review.is_(True))
        .order_by(Paragraph.position)
    ).all()


def lines_of_descent(session: Session, *, version_id: int) -> tuple[LineOfDescent, ...]:
    """What became of the paragraphs of the version before, in the order of this version, in two queries."""
    links = session.execute(
        select(ParagraphLineage.from_paragraph_id, ParagraphLineage.change, Paragraph.number, Paragraph.text)
        .join(Paragraph, Paragraph.id == ParagraphLineage.to_paragraph_id)
        .where(Paragraph.version_id == version_id)
        .order_by(Paragraph.position)
    ).all()
    ids = {link.from_paragraph_id for link in links}
    before = {row.id: row for row in session.execute(select(Paragraph).where(Paragraph.id.in_(ids))).scalars()}
    return tuple(
        LineOfDescent(
            from_number=before[link.from_paragraph_id].number,
            to_number=link.number,
            change=link.change,
            before=before[link.from_paragraph_id].text,
            after=link.text,
        )
        for link in links
    )


def _newest(session: Session, asked: Select[DocumentVersion]) -> DocumentVersion:
    found = session.scalars(asked.order_by(DocumentVersion.number.desc()).limit(1)).one_or_none()
    if found is None:
        raise NotFound("We could not find this document.")
    return found
