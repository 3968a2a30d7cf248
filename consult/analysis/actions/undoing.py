"""Undo any edit: the last run's proposals are laid down again and every other edit is replayed over them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, log_edit, settle_confirmation, tell
from consult.analysis.actions.keeping import lock_codebook, proposed_book, read_book, write_book
from consult.analysis.book import Edit
from consult.analysis.models import Codebook, Theme, ThemeEdit
from consult.analysis.rules import EditAct
from consult.audit.rules import Happening
from consult.kernel.errors import NotFound, Refused, Stale

_MAKES_A_THEME = (EditAct.ADD, EditAct.SPLIT)


def undo_edit(
    session: Session, *, codebook: Codebook, number: int, version: int, by_id: int, now: datetime
) -> ThemeEdit:
    """Take back one edit, also an undo; give the row of the log that says so.

    Raises:
        Stale: someone changed the codebook after ``version``.
        Refused: it is undone already, or a later edit stands on it.
        NotFound: there is no such edit.
    """
    locked, by = lock_codebook(session, codebook.id), By(account_id=by_id, at=now)
    if locked.version != version:
        raise Stale("Someone else changed these themes after you opened this page. Look at the history again.")
    log = edits_of(session, locked)
    target = next((row for row in log if row.number == number), None)
    if target is None:
        raise NotFound("We could not find this change. Look at the history again.")
    if target.undone_by_number is not None:
        raise Refused("This change is undone already.")
    row = log_edit(
        session, locked, edit=Edit(act=EditAct.UNDO, theme=target.theme_id), before={"number": number}, by=by
    )
    _mark(log, target, row)
    session.flush()
    rebuild(session, locked, strict=True)
    settle_confirmation(session, locked, by=by)
    facts = {"edit_id": row.id, "undone_id": target.id}
    tell(session, Happening.THEME_EDIT_UNDONE, locked, theme_id=target.theme_id, by=by, **facts)
    return row


def rebuild(session: Session, codebook: Codebook, *, strict: bool) -> list[int]:
    """Replay the standing edits over what the last run proposed, write what differs, and give the edits left out.

    Raises:
        Refused: with ``strict``, an edit no longer fits because another one was undone.
    """
    log = standing_edits(edits_of(session, codebook))
    made = {
        theme.id
        for theme in session.scalars(select(Theme).where(Theme.codebook_id == codebook.id, Theme.run_id.is_(None)))
    }
    after, lying = proposed_book(session, codebook, made_by_officers=made)
    before = read_book(session, codebook, of_themes=None, texts=after.places)
    left_out: list[int] = []
    for row in log:
        edit = Edit.from_log(row.act, _theme_of(row), row.reason, row.after)
        try:
            after.apply(edit, strict=strict)
        except Refused:
            if strict:
                raise Refused(
                    f"Change {row.number} was made after this one and stands on it. Undo change {row.number} first."
                ) from None
            left_out.append(row.number)
    after.leave_fallen()
    write_book(session, codebook, before=before, after=after, lying=lying)
    return left_out


def edits_of(session: Session, codebook: Codebook) -> Sequence[ThemeEdit]:
    """The whole log of a codebook, in order."""
    return session.scalars(
        select(ThemeEdit).where(ThemeEdit.codebook_id == codebook.id).order_by(ThemeEdit.number)
    ).all()


def standing_edits(log: Sequence[ThemeEdit]) -> list[ThemeEdit]:
    """The edits that nobody took back, without the undoing itself."""
    return [row for row in log if row.undone_by_number is None and row.act is not EditAct.UNDO]


def _mark(log: Sequence[ThemeEdit], target: ThemeEdit, row: ThemeEdit) -> None:
    """Note which edit is undone; undoing an undo brings the first edit back."""
    target.undone_by_number = row.number
    if target.act is EditAct.UNDO:
        for earlier in log:
            if earlier.undone_by_number == target.number:
                earlier.undone_by_number = None


def _theme_of(row: ThemeEdit) -> int | None:
    """The theme that an edit is about; the log names a new theme there, which the edit holds itself."""
    return None if row.act is EditAct.ADD else row.theme_id
