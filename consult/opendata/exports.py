"""The tables that can be taken out of one consultation: its responses for officers, what was published for anyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.opendata.shapes import (
    BREAKDOWNS,
    CHANNELS,
    COMMENTS,
    GROUPS,
    PROMISES,
    QUOTES,
    THEMES,
    CategoryOfTheme,
    ChannelOfEdition,
    CommentOfResponse,
    GroupOfTheme,
    PromiseOfTheme,
    PublishedTheme,
    QuoteOfTheme,
    Shape,
    responses_shape,
)
from consult.opendata.writing import ExportFormat, write_rows
from consult.outcomes.frozen import EditionBody
from consult.responses.queries.exporting import questions_exported, safe_responses

RESPONSES = "responses"


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A shape and how its rows are taken from an edition."""

    shape: Shape[Any]
    rows: Callable[[EditionBody], Iterator[Any]]


def responses_file(session: Session, *, consultation: Consultation, name: str, kind: ExportFormat) -> Iterator[bytes]:
    """The responses, or their comments, as a file in pieces; ``session`` must stay open until the last piece.

    Raises:
        NotFound: there is no such table.
    """
    if name == RESPONSES:
        shape = responses_shape(questions_exported(session, consultation=consultation))
        return write_rows(shape, safe_responses(session, consultation=consultation), kind)
    if name == COMMENTS.name:
        return write_rows(COMMENTS, _comments(session, consultation), kind)
    raise NotFound("There is no such table. Choose one of those on the page.")


def officer_shapes(session: Session, *, consultation: Consultation) -> tuple[Shape[Any], ...]:
    """The tables that an officer may take out, with what their columns mean."""
    return (responses_shape(questions_exported(session, consultation=consultation)), COMMENTS)


def public_file(edition: EditionBody, *, name: str, kind: ExportFormat) -> Iterator[bytes]:
    """One table of a published edition as a file in pieces.

    Raises:
        NotFound: there is no such table.
    """
    table = PUBLIC_TABLES.get(name)
    if table is None:
        raise NotFound("There is no such table. Choose one of those on the page.")
    return write_rows(table.shape, table.rows(edition), kind)


def _comments(session: Session, consultation: Consultation) -> Iterator[CommentOfResponse]:
    for response in safe_responses(session, consultation=consultation):
        for comment in response.comments:
            yield CommentOfResponse(response, comment)


def _themes(edition: EditionBody) -> Iterator[PublishedTheme]:
    answers = {answer.theme_id: answer for answer in edition.answers}
    for section in edition.sections:
        for theme in section.themes:
            yield PublishedTheme(edition, section, theme, answers.get(theme.id))


def _groups(edition: EditionBody) -> Iterator[GroupOfTheme]:
    for figure in edition.totals.groups:
        yield GroupOfTheme(edition, None, figure)
    for section in edition.sections:
        for theme in section.themes:
            for figure in theme.groups:
                yield GroupOfTheme(edition, theme, figure)


def _categories(edition: EditionBody) -> Iterator[CategoryOfTheme]:
    for section in edition.sections:
        themes = {theme.id: theme for theme in section.themes}
        for breakdown in section.breakdowns:
            for figure in breakdown.base:
                yield CategoryOfTheme(edition, section, breakdown, None, figure)
            for told in breakdown.themes:
                for figure in told.figures:
                    yield CategoryOfTheme(edition, section, breakdown, themes[told.theme_id], figure)


def _channels(edition: EditionBody) -> Iterator[ChannelOfEdition]:
    for figure in edition.totals.channels:
        yield ChannelOfEdition(edition, figure)


def _quotes(edition: EditionBody) -> Iterator[QuoteOfTheme]:
    for section in edition.sections:
        for theme in section.themes:
            for quote in theme.quotes:
                yield QuoteOfTheme(edition, theme, quote)


def _promises(edition: EditionBody) -> Iterator[PromiseOfTheme]:
    for answer in edition.answers:
        for promise in answer.promises:
            yield PromiseOfTheme(edition, answer.theme_id, promise)


PUBLIC_TABLES: dict[str, PublicTable] = {
    table.shape.name: table
    for table in (
        PublicTable(THEMES, _themes),
        PublicTable(GROUPS, _groups),
        PublicTable(BREAKDOWNS, _categories),
        PublicTable(CHANNELS, _channels),
        PublicTable(QUOTES, _quotes),
        PublicTable(PROMISES, _promises),
    )
}
