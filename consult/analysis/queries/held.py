"""The texts that a theme holds, or that are in none: filtered, in pages, each with the other themes it is in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.analysis.models import Assignment, Campaign, Codebook, Theme, Unassigned
from consult.analysis.queries.narrowing import HeldFilter, narrowed, order_of, text_of
from consult.analysis.rules import Bin
from consult.responses.models import Response
from consult.storage.paging import Page, page_of

PAGE_SIZE = 25


def held_page(
    session: Session,
    codebook: Codebook,
    *,
    theme: Theme,
    wanted: HeldFilter,
    unsure_below: float,
    number: int,
) -> Page[Assignment]:
    """One page of what a theme holds, in the order asked for."""
    asked = (
        select(Assignment)
        .join(Response, Response.id == Assignment.response_id)
        .where(Assignment.theme_id == theme.id, Response.withdrawn_at.is_(None))
        .options(
            joinedload(Assignment.response).joinedload(Response.group),
            joinedload(Assignment.answer),
            joinedload(Assignment.comment),
        )
    )
    asked = narrowed(asked, codebook, wanted, unsure_below=unsure_below)
    return page_of(session, asked, *order_of(wanted), number=number, size=PAGE_SIZE)


def all_held(
    session: Session, codebook: Codebook, *, theme: Theme, wanted: HeldFilter, unsure_below: float, most: int
) -> list[int]:
    """Every text of a theme that a filter asks for, on whichever page, up to ``most``."""
    asked = (
        select(Assignment)
        .join(Response, Response.id == Assignment.response_id)
        .where(Assignment.theme_id == theme.id, Response.withdrawn_at.is_(None))
        .order_by(Assignment.id)
        .limit(most)
    )
    rows = session.scalars(narrowed(asked, codebook, wanted, unsure_below=unsure_below))
    return [row.answer_id or row.comment_id or 0 for row in rows]


def unassigned_page(session: Session, codebook: Codebook, *, bin_: Bin, search: str, number: int) -> Page[Unassigned]:
    """One page of the texts in no theme."""
    asked = (
        select(Unassigned)
        .join(Response, Response.id == Unassigned.response_id)
        .where(Unassigned.codebook_id == codebook.id, Unassigned.bin == bin_, Response.withdrawn_at.is_(None))
        .options(joinedload(Unassigned.answer), joinedload(Unassigned.comment))
    )
    if search:
        kind, key = text_of(codebook, Unassigned)
        asked = asked.where(key.in_(select(kind.id).where(kind.text.icontains(search, autoescape=True))))
    return page_of(session, asked, Unassigned.id.asc(), number=number, size=PAGE_SIZE)


def other_themes(session: Session, codebook: Codebook, *, texts: Sequence[int]) -> dict[int, list[Theme]]:
    """By text, every theme that it is in, the main one first."""
    column = Assignment.comment_id if codebook.question_id is None else Assignment.answer_id
    rows = session.execute(
        select(column, Theme)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id, column.in_(texts))
        .order_by(Assignment.main.desc(), Theme.name)
    )
    themes: dict[int, list[Theme]] = {}
    for text, theme in rows:
        if text is not None:
            themes.setdefault(text, []).append(theme)
    return themes


def texts_of_theme(session: Session, codebook: Codebook, theme: Theme, *, most: int) -> list[tuple[int, str]]:
    """(id, words) of the texts that a theme holds, for a suggested cut."""
    kind, key = text_of(codebook, Assignment)
    rows = session.execute(
        select(kind.id, kind.text)
        .join(Assignment, key == kind.id)
        .join(Response, Response.id == Assignment.response_id)
        .where(Assignment.theme_id == theme.id, Response.withdrawn_at.is_(None))
        .order_by(kind.id)
        .limit(most)
    )
    return [(text_id, words) for text_id, words in rows]


def campaigns_of(session: Session, codebook: Codebook) -> Sequence[Campaign]:
    """The letters that many people sent, the most first."""
    return session.scalars(
        select(Campaign).where(Campaign.codebook_id == codebook.id).order_by(Campaign.size.desc(), Campaign.id)
    ).all()
