"""The figures in the document, and those that someone should look at before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import title_of
from consult.documents.figures import FigureTable, Oddity
from consult.margin.queries.figures import CheckedTable, checked_tables, checked_words
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.margin.wording import FAULTS
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOddity:
    """One figure to look at, in a sentence."""

    where: str
    says: str
    why: str
    others_make: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """A table as it was read, so that a person can see what was checked."""

    paragraph: str
    table: FigureTable
    oddities: tuple[ShownOddity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWords:
    """A paragraph in whose words a sum of money is far out of line."""

    paragraph: str
    text: str
    oddities: tuple[ShownOddity, ...]


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """The figures in the document's tables."""

    template: ClassVar[str] = "margin/figures.html"

    about: str
    back: str
    tables: tuple[ShownTable, ...]
    in_words: tuple[ShownWords, ...]
    n_odd: int


@bp.get("/desk/consultations/<int:consultation_id>/margin/figures")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def figures(consultation_id: int) -> AnyResponse:
    """Show every table with figures, and what does not add up."""
    consultation = in_hand(consultation_id)
    version_id = version_in_hand(consultation).id
    tables, words = checked_tables(session(), version_id=version_id), checked_words(session(), version_id=version_id)
    return FiguresPage(
        title=_("Figures in the document"),
        about=title_of(consultation),
        back=url_for("margin.overview", consultation_id=consultation_id),
        tables=tuple(_shown(table) for table in tables),
        in_words=tuple(
            ShownWords(paragraph=one.paragraph, text=one.text, oddities=tuple(_told(oddity) for oddity in one.oddities))
            for one in words
        ),
        n_odd=sum(len(table.oddities) for table in tables) + sum(len(one.oddities) for one in words),
    ).answer()


def _shown(checked: CheckedTable) -> ShownTable:
    return ShownTable(
        paragraph=checked.paragraph,
        table=checked.table,
        oddities=tuple(_told(oddity) for oddity in checked.oddities),
    )


def _told(oddity: Oddity) -> ShownOddity:
    where = f"{oddity.row}, {oddity.column}" if oddity.column else oddity.row
    return ShownOddity(
        where=where, says=oddity.says, why=str(FAULTS[oddity.fault]), others_make=_plain(oddity.expected)
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
