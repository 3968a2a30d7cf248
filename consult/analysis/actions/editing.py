"""What all edits share: the version that was seen, the book, the log, the audit, and whether all is confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.actions.keeping import lock_codebook, read_book, write_book
from consult.analysis.book import Book, Edit
from consult.analysis.models import Codebook, Theme, ThemeEdit
from consult.analysis.rules import ThemeState
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.kernel.errors import NotFound, Stale


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who edits, and when."""

    account_id: int
    at: datetime

    @property
    def actor(self) -> str:
        """How the audit names them."""
        return f"account:{self.account_id}"


def current_theme(session: Session, theme_id: int, *, version: int) -> Theme:
    """Give a theme as it is now, if it is still as this person saw it.

    Raises:
        Stale: someone changed it meanwhile.
        NotFound: there is no such theme.
    """
    theme = session.get(Theme, theme_id, populate_existing=True)
    if theme is None:
        raise NotFound("We could not find this theme. Go back to the themes and look again.")
    if theme.version != version:
        raise Stale("Someone else changed this theme after you opened it. Look at it as it is now, then decide.")
    return theme


def make_edit(
    session: Session, *, codebook_id: int, edit: Edit, by: By, of_themes: Iterable[int] = (), before: Any = None
) -> ThemeEdit:
    """Do an edit, write it into the log, and give its row; ``of_themes`` are those whose texts it touches."""
    codebook = lock_codebook(session, codebook_id)
    book = read_book(session, codebook, of_themes=of_themes, texts=edit.texts)
    after = book.copy()
    after.apply(edit)
    row = log_edit(session, codebook, edit=edit, before=before or told_before(book, edit), by=by)
    write_book(session, codebook, before=book, after=after)
    settle_confirmation(session, codebook, by=by)
    return row


def log_edit(session: Session, codebook: Codebook, *, edit: Edit, before: dict[str, Any], by: By) -> ThemeEdit:
    """Append an edit to the log of a codebook, which gets a new version."""
    last = session.scalar(select(func.max(ThemeEdit.number)).where(ThemeEdit.codebook_id == codebook.id)) or 0
    row = ThemeEdit(
        codebook_id=codebook.id,
        number=last + 1,
        act=edit.act,
        theme_id=edit.theme if edit.theme is not None else edit.new_theme,
        before=before,
        after=edit.to_json(),
        reason=edit.reason,
        by_id=by.account_id,
        at=by.at,
    )
    codebook.version += 1
    session.add(row)
    session.flush()
    return row


def told_before(book: Book, edit: Edit) -> dict[str, Any]:
    """Give what the history shows beside the change: how the theme was called, described and where it stood."""
    theme = book.themes.get(edit.theme) if edit.theme is not None else None
    if theme is None:
        return {}
    told = {"name": theme.name, "description": theme.description, "state": theme.state.value}
    return {name: value for name, value in told.items() if value}


def settle_confirmation(session: Session, codebook: Codebook, *, by: By | None) -> bool:
    """Note whether every theme of the codebook is confirmed now, and say so; only a person's act confirms it."""
    states = set(session.scalars(select(Theme.state).where(Theme.codebook_id == codebook.id)))
    is_confirmed = ThemeState.CONFIRMED in states and ThemeState.SUGGESTED not in states
    if is_confirmed and codebook.confirmed_at is None and by is not None:
        codebook.confirmed_at, codebook.confirmed_by_id = by.at, by.account_id
    if not is_confirmed:
        codebook.confirmed_at = codebook.confirmed_by_id = None
    session.flush()
    return is_confirmed


def tell(
    session: Session, happening: Happening, codebook: Codebook, *, theme_id: int | None, by: By, **facts: object
) -> None:
    """Record an edit in the audit of its consultation."""
    subject = f"theme:{theme_id}" if theme_id is not None else f"codebook:{codebook.id}"
    record(
        session,
        happening,
        stream=f"consultation:{codebook.consultation_id}",
        subject=subject,
        actor=by.actor,
        at=by.at,
        **facts,
    )
