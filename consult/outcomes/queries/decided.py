"""What a decision decided: its consultations and the replies that hang on it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.analysis.models import Theme
from consult.consultations.models import Consultation
from consult.outcomes.models import ConsultationDecision, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The consultations that a decision was about, and the replies to shown themes that it decided."""

    consultations: tuple[Consultation, ...]
    replies: tuple[Reply, ...]


def decided_by(session: Session, decision_id: int) -> Decided:
    """What one decision decided; a constant number of queries."""
    consultations = session.scalars(
        select(Consultation)
        .join(ConsultationDecision, ConsultationDecision.consultation_id == Consultation.id)
        .where(ConsultationDecision.decision_id == decision_id)
        .options(selectinload(Consultation.words))
        .order_by(Consultation.id)
    ).all()
    replies = session.scalars(
        select(Reply)
        .join(Theme, Theme.id == Reply.theme_id)
        .where(Reply.decision_id == decision_id, Theme.hidden_reason == "")
        .options(joinedload(Reply.theme))
        .order_by(Reply.id)
    ).all()
    return Decided(consultations=tuple(consultations), replies=tuple(replies))
