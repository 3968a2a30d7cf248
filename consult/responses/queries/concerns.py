"""What makes a reader fear for somebody, as the safeguarding officer reads it, and as its writer sees it again."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.responses.models import SafeguardingConcern, ScreenedText

MOST = 200


def concerns_in(session: Session, *, consultation_ids: Sequence[int] | None = None) -> Sequence[SafeguardingConcern]:
    """Every concern, the open ones first; ``consultation_ids`` where someone may read only some."""
    asked = select(SafeguardingConcern).options(
        selectinload(SafeguardingConcern.consultation).selectinload(Consultation.words)
    )
    if consultation_ids is not None:
        asked = asked.where(SafeguardingConcern.consultation_id.in_(consultation_ids))
    is_closed = SafeguardingConcern.closed_at.is_not(None)
    return session.scalars(asked.order_by(is_closed, SafeguardingConcern.raised_at.desc()).limit(MOST)).all()


def concern_by_id(session: Session, concern_id: int) -> SafeguardingConcern:
    """One concern.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(SafeguardingConcern)
        .where(SafeguardingConcern.id == concern_id)
        .options(
            joinedload(SafeguardingConcern.screened_text).joinedload(ScreenedText.answer),
            joinedload(SafeguardingConcern.screened_text).joinedload(ScreenedText.comment),
            joinedload(SafeguardingConcern.response),
        )
    )
    if found is None:
        raise NotFound("We could not find this safeguarding concern.")
    return found


def passed_on(session: Session, *, response_id: int) -> dict[tuple[str, int], str]:
    """The words of a response that lie with the safeguarding officer: ``("answer", id)`` to the words."""
    rows = session.execute(
        select(ScreenedText.answer_id, ScreenedText.comment_id, SafeguardingConcern.given)
        .join(ScreenedText, ScreenedText.id == SafeguardingConcern.screened_text_id)
        .where(SafeguardingConcern.response_id == response_id)
    )
    return {("answer", row.answer_id) if row.answer_id else ("comment", row.comment_id or 0): row.given for row in rows}
