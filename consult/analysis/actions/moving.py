"""Which responses a theme holds: move them, or say that they are right where they are."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, current_theme, make_edit, tell
from consult.analysis.book import Edit
from consult.analysis.models import Codebook, Theme, ThemeEdit
from consult.analysis.rules import EditAct
from consult.audit.rules import Happening
from consult.kernel.errors import Invalid, Refused

_TOLD = 100


def move_response(
    session: Session,
    *,
    codebook: Codebook,
    texts: Collection[int],
    source: Theme | None,
    into: Theme | None,
    version: int | None,
    by_id: int,
    now: datetime,
) -> ThemeEdit:
    """Take texts out of a theme and put them into another; there they are pinned and no run moves them.

    Args:
        session: one that may write.
        codebook: whose texts.
        texts: ids of answers, or of comments where the codebook is of paragraph comments.
        source: the theme they are in; ``None`` where they are in none.
        into: the theme they belong to; ``None`` for none.
        version: of ``source`` that was seen; ``None`` where there is none.
        by_id: the officer.
        now: when.

    Raises:
        Stale: someone changed the theme.
        Refused: a text is not in it any more, or the other theme does not stand.
        Invalid: there is no text, or both themes are the same.
    """
    by, chosen = By(account_id=by_id, at=now), tuple(sorted(set(texts)))
    if not chosen:
        raise Invalid("Choose at least one response to move.")
    if (source.id if source else None) == (into.id if into else None):
        raise Invalid("Choose another theme to move the responses to.")
    if source is not None:
        current_theme(session, source.id, version=version or 0)
    if any(theme is not None and theme.codebook_id != codebook.id for theme in (source, into)):
        raise Refused("Responses can only be moved between themes of the same question.")
    edit = Edit(act=EditAct.MOVE, theme=source.id if source else None, into=into.id if into else None, texts=chosen)
    row = make_edit(session, codebook_id=codebook.id, edit=edit, by=by)
    tell(
        session,
        Happening.RESPONSE_MOVED,
        codebook,
        theme_id=source.id if source else None,
        by=by,
        unit_id=list(chosen[:_TOLD]),
        from_id=source.id if source else None,
        to_id=into.id if into else None,
        edit_id=row.id,
    )
    return row


def confirm_responses(
    session: Session, *, theme: Theme, texts: Collection[int], version: int, by_id: int, now: datetime
) -> ThemeEdit:
    """Say that texts belong to the theme they are in: they are an officer's word from now on, and pinned.

    Raises:
        Stale: someone changed the theme.
        Refused: a text is not in it any more.
        Invalid: there is no text.
    """
    found, by = current_theme(session, theme.id, version=version), By(account_id=by_id, at=now)
    chosen = tuple(sorted(set(texts)))
    if not chosen:
        raise Invalid("Choose at least one response.")
    edit = Edit(act=EditAct.PIN, theme=found.id, texts=chosen)
    row = make_edit(session, codebook_id=found.codebook_id, edit=edit, by=by)
    facts = {"unit_id": list(chosen[:_TOLD]), "edit_id": row.id}
    tell(session, Happening.EVIDENCE_ADDED, found.codebook, theme_id=found.id, by=by, **facts)
    return row
