"""How a theme is called and described, and whether it is shown in what is published."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, current_theme, make_edit, tell
from consult.analysis.book import Edit
from consult.analysis.models import Theme
from consult.analysis.rules import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_REASON, EditAct
from consult.audit.rules import Happening
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text


def rename_theme(
    session: Session, *, theme: Theme, name: str, version: int, by_id: int, now: datetime, reason: str = ""
) -> Theme:
    """Call a theme by another name; the same name changes nothing.

    Raises:
        Stale: someone changed the theme after ``version``.
        Invalid: the name is empty or too long.
    """
    found, new, by = current_theme(session, theme.id, version=version), clean_name(name), By(account_id=by_id, at=now)
    if new == found.name:
        return found
    old = found.name
    edit = Edit(act=EditAct.RENAME, theme=found.id, name=new, reason=clean_reason(reason))
    row = make_edit(session, codebook_id=found.codebook_id, edit=edit, by=by)
    facts = {"old": old, "new": new, "version": found.version, "edit_id": row.id}
    tell(session, Happening.THEME_RENAMED, found.codebook, theme_id=found.id, by=by, **facts)
    return found


def describe_theme(
    session: Session, *, theme: Theme, description: str, version: int, by_id: int, now: datetime
) -> Theme:
    """Say in a few sentences what people mean by a theme; the same words change nothing.

    Raises:
        Stale: someone changed the theme after ``version``.
        Invalid: it is too long.
    """
    found, by = current_theme(session, theme.id, version=version), By(account_id=by_id, at=now)
    new = clean_text(description)
    if len(new) > LONGEST_DESCRIPTION:
        raise Invalid(f"Shorten the description to {LONGEST_DESCRIPTION:,} characters.")
    if new == found.description:
        return found
    edit = Edit(act=EditAct.DESCRIBE, theme=found.id, description=new)
    row = make_edit(session, codebook_id=found.codebook_id, edit=edit, by=by)
    facts = {"version": found.version, "edit_id": row.id}
    tell(session, Happening.THEME_DESCRIBED, found.codebook, theme_id=found.id, by=by, **facts)
    return found


def hide_theme(session: Session, *, theme: Theme, reason: str, version: int, by_id: int, now: datetime) -> Theme:
    """Leave a theme out of what is published, with a reason that is published; the council still owes it a reply.

    Raises:
        Stale: someone changed the theme after ``version``.
        Invalid: there is no reason.
    """
    found, by = current_theme(session, theme.id, version=version), By(account_id=by_id, at=now)
    why = clean_reason(reason, needed="Enter why this theme is left out. The reason is published.")
    edit = Edit(act=EditAct.HIDE, theme=found.id, reason=why)
    row = make_edit(session, codebook_id=found.codebook_id, edit=edit, by=by)
    facts = {"reason": why, "version": found.version, "edit_id": row.id}
    tell(session, Happening.THEME_HIDDEN, found.codebook, theme_id=found.id, by=by, **facts)
    return found


def show_theme(session: Session, *, theme: Theme, version: int, by_id: int, now: datetime) -> Theme:
    """Publish a theme after all.

    Raises:
        Stale: someone changed the theme after ``version``.
        Refused: it is not hidden.
    """
    found, by = current_theme(session, theme.id, version=version), By(account_id=by_id, at=now)
    if not found.hidden_reason:
        raise Refused("This theme is shown already.")
    row = make_edit(session, codebook_id=found.codebook_id, edit=Edit(act=EditAct.SHOW, theme=found.id), by=by)
    facts = {"version": found.version, "edit_id": row.id}
    tell(session, Happening.THEME_SHOWN, found.codebook, theme_id=found.id, by=by, **facts)
    return found


def clean_name(name: str) -> str:
    """Give a name as it is kept.

    Raises:
        Invalid: it is empty or too long.
    """
    clean = clean_line(name)
    if not clean:
        raise Invalid("Enter a name for the theme.")
    if len(clean) > LONGEST_NAME:
        raise Invalid(f"Shorten the name to {LONGEST_NAME} characters.")
    return clean


def clean_reason(reason: str, *, needed: str = "") -> str:
    """Give a reason as it is kept; ``needed`` is said when there is none and there must be one.

    Raises:
        Invalid: it is missing or too long.
    """
    clean = clean_text(reason)
    if needed and not clean:
        raise Invalid(needed)
    if len(clean) > LONGEST_REASON:
        raise Invalid(f"Shorten the reason to {LONGEST_REASON:,} characters.")
    return clean
