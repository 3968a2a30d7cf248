"""Say that themes of several questions say the same, and take it back: beside the themes, which stay as they are."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from consult.analysis.actions.editing import By
from consult.analysis.actions.wording import clean_name, clean_reason
from consult.analysis.models import Codebook, LinkedTheme, Theme, ThemeLink
from consult.analysis.rules import STANDING
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, NotFound, Refused

_TAKEN = "One of these themes is linked already. Undo that link first, then link all that say the same."


def link_themes(
    session: Session,
    *,
    consultation: Consultation,
    themes: Collection[int],
    name: str,
    by_id: int,
    now: datetime,
    reason: str = "",
) -> ThemeLink:
    """Link themes of at least two codebooks of one consultation, so that each person is counted once.

    Raises:
        Invalid: fewer than two questions, or no name.
        NotFound: a theme is not of this consultation, or stands no more.
        Refused: one of them is linked already.
    """
    found = session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.consultation_id == consultation.id, Theme.id.in_(themes), Theme.state.in_(STANDING))
        .order_by(Theme.id)
    ).all()
    if len(found) != len(set(themes)):
        raise NotFound("We could not find one of these themes. Look at the themes again.")
    if len({theme.codebook_id for theme in found}) < 2:
        raise Invalid("Choose themes of at least two questions. Themes of one question are merged, not linked.")
    link = ThemeLink(
        consultation_id=consultation.id,
        name=clean_name(name),
        reason=clean_reason(reason),
        linked_at=now,
        linked_by_id=by_id,
        members=[LinkedTheme(theme_id=theme.id, stands=True) for theme in found],
    )
    session.add(link)
    _flush(session)
    _tell(session, Happening.THEMES_LINKED, link, By(account_id=by_id, at=now))
    return link


def end_link(session: Session, *, link: ThemeLink, by_id: int, now: datetime) -> ThemeLink:
    """Take a link back; its row stays, so that it can be linked again.

    Raises:
        Refused: it was taken back already.
    """
    found = _locked(session, link)
    if found.ended_at is not None:
        raise Refused("This link was undone already.")
    found.ended_at, found.ended_by_id = now, by_id
    for member in found.members:
        member.stands = None
    session.flush()
    _tell(session, Happening.THEMES_UNLINKED, found, By(account_id=by_id, at=now))
    return found


def link_again(session: Session, *, link: ThemeLink, by_id: int, now: datetime) -> ThemeLink:
    """Undo the undoing.

    Raises:
        Refused: it stands, or one of its themes is in another link meanwhile.
    """
    found = _locked(session, link)
    if found.ended_at is None:
        raise Refused("These themes are linked already.")
    found.ended_at = found.ended_by_id = None
    for member in found.members:
        member.stands = True
    _flush(session)
    _tell(session, Happening.THEMES_LINKED, found, By(account_id=by_id, at=now))
    return found


def _locked(session: Session, link: ThemeLink) -> ThemeLink:
    asked = select(ThemeLink).where(ThemeLink.id == link.id).options(selectinload(ThemeLink.members))
    return session.scalars(asked.with_for_update().execution_options(populate_existing=True)).one()


def _flush(session: Session) -> None:
    """Write; the database keeps the law that a theme is in one standing link at most."""
    try:
        session.flush()
    except IntegrityError as fault:
        raise Refused(_TAKEN) from fault


def _tell(session: Session, happening: Happening, link: ThemeLink, by: By) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{link.consultation_id}",
        subject=f"link:{link.id}",
        actor=by.actor,
        at=by.at,
        link_id=link.id,
        name=link.name,
        theme_ids=[member.theme_id for member in link.members],
    )
