"""What each named consultee raised, and what the council says to it, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.models import Assignment, Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.outcomes.models import Findings, Reply
from consult.outcomes.rules import Position, ReplyStage
from consult.responses.models import Response
from consult.responses.rules import PublishAs


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """One theme that an organisation raised; ``position`` once a named decision maker has decided."""

    organisation_id: int
    theme: str
    position: Position | None


def raised_by_organisations(
    session: Session, *, consultation_id: int, organisation_ids: Sequence[int], today: date
) -> tuple[Raised, ...]:
    """Return what the organisations raised that let us name them, once the findings are out.

    A theme that officers hide from publication is left out; so is a response that was withdrawn.
    """
    are_out = session.scalar(select(Findings.id).where(Findings.consultation_id == consultation_id).limit(1))
    if are_out is None or not organisation_ids:
        return ()
    rows = session.execute(
        select(Response.organisation_id, Theme)
        .join(Assignment, Assignment.response_id == Response.id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(
            Response.consultation_id == consultation_id,
            Response.organisation_id.in_(organisation_ids),
            Response.withdrawn_at.is_(None),
            Response.publish_as == PublishAs.WITH_ORGANISATION_NAME,
            Theme.state == ThemeState.CONFIRMED,
            Theme.hidden_reason == "",
            Codebook.confirmed_at.is_not(None),
        )
        .distinct()
        .order_by(Theme.id)
    ).all()
    decided = _positions(session, [theme.id for _organisation, theme in rows], today=today)
    return tuple(
        Raised(organisation_id=organisation_id, theme=theme.name, position=decided.get(theme.id))
        for organisation_id, theme in rows
        if organisation_id is not None
    )


def _positions(session: Session, theme_ids: Sequence[int], *, today: date) -> dict[int, Position]:
    replies = session.scalars(select(Reply).where(Reply.theme_id.in_(theme_ids)))
    return {reply.theme_id: reply.position for reply in replies if reply.stage(today=today) is not ReplyStage.PROPOSED}
