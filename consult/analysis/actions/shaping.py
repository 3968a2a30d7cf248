"""Which themes there are: merge, split, add, remove."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, current_theme, make_edit, tell
from consult.analysis.actions.keeping import add_theme_row
from consult.analysis.actions.wording import clean_name, clean_reason
from consult.analysis.book import Edit
from consult.analysis.models import Codebook, Theme
from consult.analysis.queries.themes import n_texts_in
from consult.analysis.rules import EditAct
from consult.audit.rules import Happening
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_text


def merge_themes(
    session: Session,
    *,
    themes: Sequence[Theme],
    into: Theme,
    versions: Mapping[int, int],
    by_id: int,
    now: datetime,
    reason: str = "",
) -> Theme:
    """Put the responses of some themes into another one; one edit each, so that each can be undone by itself.

    Args:
        session: one that may write.
        themes: those that end.
        into: the one that stays, with its name.
        versions: the version of each theme that was seen, ``into`` included, by id.
        by_id: the officer.
        now: when.
        reason: why; it is published with the number of merged themes.

    Raises:
        Stale: someone changed one of them.
        Refused: they are not of one question, or one stands no more.
    """
    by, why = By(account_id=by_id, at=now), clean_reason(reason)
    target = current_theme(session, into.id, version=versions[into.id])
    sources = [current_theme(session, theme.id, version=versions[theme.id]) for theme in themes]
    if not sources:
        raise Invalid("Choose at least one theme to merge.")
    if any(source.codebook_id != target.codebook_id for source in sources):
        raise Refused("Themes of different questions cannot be merged. Choose themes of one question.")
    for source in sources:
        n_texts = n_texts_in(session, source.id)
        edit = Edit(act=EditAct.MERGE, theme=source.id, into=target.id, reason=why)
        row = make_edit(session, codebook_id=target.codebook_id, edit=edit, by=by, of_themes=(source.id, target.id))
        facts = {"merged_ids": [source.id], "into_id": target.id, "responses": n_texts, "edit_id": row.id}
        tell(session, Happening.THEMES_MERGED, target.codebook, theme_id=target.id, by=by, **facts)
    target.version += 1
    session.flush()
    return target


def split_theme(
    session: Session,
    *,
    theme: Theme,
    name: str,
    texts: Collection[int],
    version: int,
    by_id: int,
    now: datetime,
) -> Theme:
    """Make a theme of its own of some texts of a theme, and give the new theme.

    Args:
        session: one that may write.
        theme: the one that they are in.
        name: of the new theme.
        texts: ids of answers, or of comments where the codebook is of paragraph comments.
        version: of the theme that was seen.
        by_id: the officer.
        now: when.

    Raises:
        Stale: someone changed the theme.
        Refused: a text is not in it any more, or none would be left.
        Invalid: there is no name or no text.
    """
    found, by = current_theme(session, theme.id, version=version), By(account_id=by_id, at=now)
    called, chosen = clean_name(name), tuple(sorted(set(texts)))
    if not chosen:
        raise Invalid("Choose at least one response for the new theme.")
    if len(chosen) >= n_texts_in(session, found.id):
        raise Refused("Nothing would be left in the old theme. Rename it instead, or choose fewer responses.")
    new = add_theme_row(session, found.codebook, name=called, now=now, run_id=None)
    edit = Edit(act=EditAct.SPLIT, theme=found.id, new_theme=new.id, name=called, texts=chosen)
    row = make_edit(session, codebook_id=found.codebook_id, edit=edit, by=by)
    found.version += 1
    session.flush()
    facts = {"new_id": new.id, "responses": len(chosen), "version": found.version, "edit_id": row.id}
    tell(session, Happening.THEME_SPLIT, found.codebook, theme_id=found.id, by=by, **facts)
    return new


def add_theme(
    session: Session,
    *,
    codebook: Codebook,
    name: str,
    by_id: int,
    now: datetime,
    description: str = "",
    texts: Collection[int] = (),
    reason: str = "",
) -> Theme:
    """Add a theme that the run did not find, with the texts that say it if they are known already.

    Raises:
        Invalid: there is no name.
    """
    by, called = By(account_id=by_id, at=now), clean_name(name)
    new = add_theme_row(session, codebook, name=called, now=now, run_id=None)
    edit = Edit(
        act=EditAct.ADD,
        new_theme=new.id,
        name=called,
        description=clean_text(description),
        texts=tuple(sorted(set(texts))),
        reason=clean_reason(reason),
    )
    row = make_edit(session, codebook_id=codebook.id, edit=edit, by=by)
    facts = {"name": called, "version": new.version, "edit_id": row.id}
    tell(session, Happening.THEME_ADDED, codebook, theme_id=new.id, by=by, **facts)
    return new


def remove_theme(session: Session, *, theme: Theme, reason: str, version: int, by_id: int, now: datetime) -> Theme:
    """Reject a theme: its responses stay in their other themes, or are in none and listed as such.

    Raises:
        Stale: someone changed the theme.
        Invalid: there is no reason.
    """
    found, by = current_theme(session, theme.id, version=version), By(account_id=by_id, at=now)
    why = clean_reason(reason, needed="Enter why this is not a theme. The reason is published.")
    edit = Edit(act=EditAct.REJECT, theme=found.id, reason=why)
    row = make_edit(session, codebook_id=found.codebook_id, edit=edit, by=by, of_themes=(found.id,))
    facts = {"reason": why, "version": found.version, "edit_id": row.id}
    tell(session, Happening.THEME_REMOVED, found.codebook, theme_id=found.id, by=by, **facts)
    return found
