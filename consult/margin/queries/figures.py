"""The figures in the tables of one version, each table checked."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.documents.figures import FigureTable, Oddity, oddities_in, read_tables
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
