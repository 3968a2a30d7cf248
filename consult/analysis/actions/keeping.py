"""Reads a codebook into the pure book, and writes back what changed: rows of themes, assignments and the unassigned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.analysis.book import Book, Place, ThemeNow
from consult.analysis.models import Assignment, Codebook, Proposal, Theme, Unassigned
from consult.analysis.rules import Bin, ThemeState
from consult.responses.models import Answer, Comment
from consult.responses.rules import Hand

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Where a text lies that is in no theme."""

    bin: Bin = Bin.UNTHEMED
    nearest: int | None = None


def text_column(codebook: Codebook) -> InstrumentedAttribute[int | None]:
    """The column of an assignment that names the texts of this codebook."""
    return Assignment.comment_id if codebook.question_id is None else Assignment.answer_id


def lock_codebook(session: Session, codebook_id: int) -> Codebook:
    """Give the codebook as it is now; nobody else changes it until the transaction ends."""
    locked = select(Codebook).where(Codebook.id == codebook_id).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def read_book(session: Session, codebook: Codebook, *, of_themes: Iterable[int] | None, texts: Iterable[int]) -> Book:
    """Give the book with all themes and with every place of some texts.

    Args:
        session: one that sees the codebook.
        codebook: whose book.
        of_themes: take the texts in these themes too; all themes for ``None``.
        texts: take these texts, also where they are in no theme.
    """
    column = text_column(codebook)
    themes = session.scalars(
        select(Theme).where(Theme.codebook_id == codebook.id).execution_options(populate_existing=True)
    )
    book = Book(themes={theme.id: _theme_now(theme) for theme in themes})
    wanted = set(_existing(session, codebook, texts))
    held = select(column).join(Theme, Theme.id == Assignment.theme_id).where(Theme.codebook_id == codebook.id)
    if of_themes is not None:
        held = held.where(Assignment.theme_id.in_(list(of_themes)))
    wanted.update(text for text in session.scalars(held) if text is not None)
    book.places = {text: {} for text in sorted(wanted)}
    for part in _parts(sorted(wanted)):
        rows = session.scalars(
            select(Assignment)
            .join(Theme, Theme.id == Assignment.theme_id)
            .where(Theme.codebook_id == codebook.id, column.in_(part))
        )
        for row in rows:
            text = row.answer_id if codebook.question_id is not None else row.comment_id
            if text is not None:
                book.places[text][row.theme_id] = _place(row)
    return book


def proposed_book(session: Session, codebook: Codebook, *, made_by_officers: set[int]) -> tuple[Book, dict[int, Lying]]:
    """Give the book as the last run proposed it, and where the texts lie that it left in no theme.

    Themes that officers made, and those that the last run did not find, are there as undone: an edit opens them again.
    """
    themes = session.scalars(select(Theme).where(Theme.codebook_id == codebook.id)).all()
    rows = session.scalars(select(Proposal).where(Proposal.codebook_id == codebook.id).order_by(Proposal.id)).all()
    found = {row.theme_id for row in rows} - made_by_officers
    book = Book()
    for theme in themes:
        state = ThemeState.SUGGESTED if theme.id in found else ThemeState.UNDONE
        book.themes[theme.id] = ThemeNow(id=theme.id, state=state, name=theme.suggested_name or theme.name)
    lying: dict[int, Lying] = {}
    standing = set(_existing(session, codebook, {row.text_id for row in rows}))
    for row in rows:
        if row.text_id not in standing:
            continue
        held = book.places.setdefault(row.text_id, {})
        if row.theme_id is not None:
            held[row.theme_id] = _proposed_place(row)
        if row.bin is not None:
            lying[row.text_id] = Lying(bin=row.bin, nearest=row.nearest_theme_id)
    return book, lying


def write_book(
    session: Session,
    codebook: Codebook,
    *,
    before: Book,
    after: Book,
    lying: Mapping[int, Lying] | None = None,
) -> set[int]:
    """Write what differs between two books of the same texts; give the themes whose own words or state changed."""
    changed = _write_themes(session, codebook, before, after)
    texts = sorted(set(before.places) | set(after.places))
    told = {text for text in lying or {} if not after.places.get(text)}  # in no theme before either, but not yet listed
    moved = [text for text in texts if text in told or before.places.get(text) != after.places.get(text)]
    _drop(session, codebook, moved)
    owners = dict(_owners(session, codebook, moved))
    rows = [
        _assignment_row(codebook, theme, text, owners[text], place)
        for text in moved
        if text in owners
        for theme, place in sorted(after.places.get(text, {}).items())
    ]
    if rows:
        session.execute(insert(Assignment), rows)
    left = {text: owners[text] for text in moved if text in owners and not after.places.get(text)}
    _write_unassigned(session, codebook, left, lying or {})
    session.flush()
    _forget(session)
    return changed


def _forget(session: Session) -> None:
    """Let go of what was loaded of these tables: their rows were changed beside the session."""
    for thing in list(session.identity_map.values()):
        if isinstance(thing, Assignment | Unassigned):
            session.expunge(thing)
        elif isinstance(thing, Theme):
            session.expire(thing)


def add_theme_row(session: Session, codebook: Codebook, *, name: str, now: datetime, run_id: int | None) -> Theme:
    """Make the row of a new theme, so that it has a number; the book says what it is."""
    theme = Theme(
        codebook_id=codebook.id,
        run_id=run_id,
        state=ThemeState.SUGGESTED if run_id is not None else ThemeState.UNDONE,
        name=name,
        named_by=Hand.MACHINE if run_id is not None else Hand.OFFICER,
        suggested_name=name if run_id is not None else "",
        created_at=now,
    )
    session.add(theme)
    session.flush()
    return theme


def _theme_now(theme: Theme) -> ThemeNow:
    return ThemeNow(
        id=theme.id,
        state=theme.state,
        name=theme.name,
        named_by=theme.named_by,
        description=theme.description,
        hidden_reason=theme.hidden_reason,
        merged_into=theme.merged_into_id,
    )


def _place(row: Assignment) -> Place:
    return Place(
        main=row.main,
        confidence=row.confidence,
        hand=row.hand,
        pinned=row.pinned,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        quote_rank=row.quote_rank,
        run_id=row.run_id,
    )


def _proposed_place(row: Proposal) -> Place:
    return Place(
        main=row.main,
        confidence=row.confidence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        quote_rank=row.quote_rank,
        run_id=row.run_id,
    )


def _write_themes(session: Session, codebook: Codebook, before: Book, after: Book) -> set[int]:
    changed = {theme for theme, now in after.themes.items() if before.themes.get(theme) != now}
    rows = session.scalars(select(Theme).where(Theme.codebook_id == codebook.id, Theme.id.in_(changed)))
    for row in rows:
        now = after.themes[row.id]
        row.state, row.name, row.named_by = now.state, now.name, now.named_by
        row.description, row.hidden_reason, row.merged_into_id = now.description, now.hidden_reason, now.merged_into
        row.version += 1
    session.flush()
    return changed


def _drop(session: Session, codebook: Codebook, texts: Sequence[int]) -> None:
    """Delete the assignments of some texts in this codebook, and their rows among the unassigned."""
    themes = select(Theme.id).where(Theme.codebook_id == codebook.id)
    unassigned = Unassigned.comment_id if codebook.question_id is None else Unassigned.answer_id
    for part in _parts(texts):
        held = (text_column(codebook).in_(part), Assignment.theme_id.in_(themes))
        session.execute(delete(Assignment).where(*held).execution_options(synchronize_session=False))
        lying = (unassigned.in_(part), Unassigned.codebook_id == codebook.id)
        session.execute(delete(Unassigned).where(*lying).execution_options(synchronize_session=False))


def _assignment_row(codebook: Codebook, theme: int, text: int, response_id: int, place: Place) -> dict[str, object]:
    of_question = codebook.question_id is not None
    return {
        "theme_id": theme,
        "response_id": response_id,
        "answer_id": text if of_question else None,
        "comment_id": None if of_question else text,
        "run_id": place.run_id,
        "main": place.main,
        "confidence": place.confidence,
        "hand": place.hand,
        "pinned": place.pinned,
        "starts_at": place.starts_at,
        "ends_at": place.ends_at,
        "quote_rank": place.quote_rank,
    }


def _write_unassigned(
    session: Session, codebook: Codebook, left: Mapping[int, int], lying: Mapping[int, Lying]
) -> None:
    """List the texts that are in no theme, given with their responses."""
    of_question = codebook.question_id is not None
    rows = [
        {
            "codebook_id": codebook.id,
            "response_id": response_id,
            "answer_id": text if of_question else None,
            "comment_id": None if of_question else text,
            "bin": lying.get(text, Lying()).bin,
            "nearest_theme_id": lying.get(text, Lying()).nearest,
        }
        for text, response_id in sorted(left.items())
    ]
    if rows:
        session.execute(insert(Unassigned), rows)


def _owners(session: Session, codebook: Codebook, texts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give (text, response) for those of the texts that are still there."""
    kind = Comment if codebook.question_id is None else Answer
    for part in _parts(texts):
        rows = session.execute(select(kind.id, kind.response_id).where(kind.id.in_(part)))
        yield from ((text, response_id) for text, response_id in rows)


def _existing(session: Session, codebook: Codebook, texts: Iterable[int]) -> list[int]:
    return [text for text, _ in _owners(session, codebook, sorted(texts))]


def _parts(texts: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(texts), _AT_ONCE):
        yield texts[begin : begin + _AT_ONCE]
