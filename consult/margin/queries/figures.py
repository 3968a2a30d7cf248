"""The figures of one version: each table checked, and sums of money in words that are far out of line."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.documents.figures import FigureTable, Oddity, oddities_in, oddities_in_words, read_tables
from consult.documents.models import Paragraph
from consult.documents.rules import ParagraphKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTable:
    """A table with where it stands and what is odd about it."""

    paragraph: str
    identity: str
    table: FigureTable
    oddities: tuple[Oddity, ...]


def checked_tables(session: Session, *, version_id: int) -> tuple[CheckedTable, ...]:
    """Every table of a version that holds figures, in order, in one query."""
    rows = session.execute(
        select(Paragraph.number, Paragraph.identity, Paragraph.html)
        .where(Paragraph.version_id == version_id, Paragraph.kind == ParagraphKind.TABLE)
        .order_by(Paragraph.position)
    )
    return tuple(
        CheckedTable(paragraph=row.number, identity=row.identity, table=table, oddities=oddities_in(table))
        for row in rows
        for table in read_tables(row.html)
        if any(cell.figure for line in table.rows for cell in line)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedWords:
    """A paragraph in whose words a sum of money is far out of line."""

    paragraph: str
    text: str
    oddities: tuple[Oddity, ...]


def checked_words(session: Session, *, version_id: int) -> tuple[CheckedWords, ...]:
    """The paragraphs of a version, tables apart, with an odd sum of money in them, in order, in one query."""
    rows = session.execute(
        select(Paragraph.number, Paragraph.text)
        .where(Paragraph.version_id == version_id, Paragraph.kind != ParagraphKind.TABLE)
        .order_by(Paragraph.position)
    )
    read = (CheckedWords(paragraph=row.number, text=row.text, oddities=oddities_in_words(row.text)) for row in rows)
    return tuple(one for one in read if one.oddities)


def n_odd_figures(session: Session, *, version_id: int) -> int:
    """How many figures of a version someone should look at, in two queries."""
    tables, words = checked_tables(session, version_id=version_id), checked_words(session, version_id=version_id)
    return sum(len(table.oddities) for table in tables) + sum(len(one.oddities) for one in words)
