"""Confirm themes: an officer has looked at them and stands by them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, current_theme, make_edit, tell
from consult.analysis.book import Edit
from consult.analysis.models import Codebook, Theme
from consult.analysis.rules import EditAct, ThemeState, is_provisional
from consult.audit.rules import Happening
from consult.consultations.actions import mark_analysed
from consult.kernel.errors import Invalid


def confirm_themes(
    session: Session, *, codebook: Codebook, versions: Mapping[int, int], by_id: int, now: datetime
) -> Codebook:
    """Confirm suggested themes as they were seen: by id, the version of each.

    When every theme of the codebook is confirmed, so is the codebook; when every codebook of the consultation is, and
    its responses are all in, the consultation is analysed.

    Raises:
        Stale: someone changed one of them.
        Refused: one is not a suggestion any more.
        Invalid: there is no theme to confirm.
    """
    if not versions:
        raise Invalid("There is no theme to confirm.")
    by = By(account_id=by_id, at=now)
    for theme_id, version in sorted(versions.items()):
        theme = current_theme(session, theme_id, version=version)
        row = make_edit(session, codebook_id=codebook.id, edit=Edit(act=EditAct.CONFIRM, theme=theme.id), by=by)
        facts = {"codebook_id": codebook.id, "version": theme.version}
        tell(session, Happening.THEMES_CONFIRMED, codebook, theme_id=theme.id, by=by, **facts)
        session.refresh(row)
    session.refresh(codebook)
    _note_analysed(session, codebook, by=by)
    return codebook


def _note_analysed(session: Session, codebook: Codebook, *, by: By) -> None:
    consultation = codebook.consultation
    unconfirmed = session.scalar(
        select(func.count())
        .select_from(Codebook)
        .where(Codebook.consultation_id == consultation.id, Codebook.confirmed_at.is_(None))
    )
    if unconfirmed or is_provisional(
        closes_at=consultation.closes_at, intake_complete_at=consultation.intake_complete_at, now=by.at
    ):
        return
    themes = session.scalar(
        select(func.count())
        .select_from(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.consultation_id == consultation.id, Theme.state == ThemeState.CONFIRMED)
    )
    mark_analysed(session, consultation=consultation, actor=by.actor, now=by.at, themes=themes or 0)
