"""What waits for someone: themes without a reply, replies to decide, editions, promises; one query each."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from consult.analysis.models import Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.consultations.models import Consultation
from consult.decisions.models import Decision
from consult.decisions.rules import CallInResult
from consult.outcomes.models import Commitment, ConsultationDecision, Edition, Findings, NoReply, Progress, Reply
from consult.outcomes.rules import CommitmentProgress, EditionState
from consult.storage.paging import LARGEST_PAGE

Scopes = frozenset[str]


def unanswered(session: Session, scopes: Scopes, *, now: datetime) -> Sequence[Consultation]:
    """Consultations that have closed and owe an answer."""
    return session.scalars(
        select(Consultation)
        .where(
            Consultation.closes_at < now,
            Consultation.approved_at.is_not(None),
            Consultation.answered_at.is_(None),
            Consultation.withdrawn_at.is_(None),
            _within(Consultation.id, scopes),
        )
        .options(selectinload(Consultation.words))
        .order_by(Consultation.closes_at)
        .limit(LARGEST_PAGE)
    ).all()


def n_lacking_reply(session: Session, consultation_ids: Sequence[int]) -> dict[int, int]:
    """How many confirmed themes of each consultation have neither a reply nor a reason for none."""
    rows = session.execute(
        _themes(consultation_ids)
        .outerjoin(Reply, Reply.theme_id == Theme.id)
        .outerjoin(NoReply, NoReply.theme_id == Theme.id)
        .where(Reply.id.is_(None), NoReply.theme_id.is_(None))
    )
    return {row[0]: row[1] for row in rows}


def n_to_decide(session: Session, consultation_ids: Sequence[int]) -> dict[int, int]:
    """How many proposed replies wait for a decision, where the findings are published."""
    published = select(Findings.consultation_id)
    rows = session.execute(
        _themes(consultation_ids)
        .join(Reply, Reply.theme_id == Theme.id)
        .outerjoin(Decision, Decision.id == Reply.decision_id)
        .where(
            (Decision.id.is_(None)) | (Decision.called_in_result == CallInResult.RECONSIDER),
            Codebook.consultation_id.in_(published),
        )
    )
    return {row[0]: row[1] for row in rows}


def editions_in(session: Session, scopes: Scopes, states: Sequence[EditionState]) -> Sequence[Edition]:
    """Editions that stand in one of these states."""
    return session.scalars(
        select(Edition)
        .where(Edition.state.in_(states), _within(Edition.consultation_id, scopes))
        .options(joinedload(Edition.consultation).selectinload(Consultation.words))
        .order_by(Edition.proposed_at)
        .limit(LARGEST_PAGE)
    ).all()


def commitments_due(session: Session, scopes: Scopes, *, by: date) -> Sequence[Commitment]:
    """Commitments that are neither done nor dropped and whose day has come or comes by ``by``, the oldest first."""
    last = select(func.max(Progress.id)).group_by(Progress.commitment_id)
    over = select(Progress.commitment_id).where(
        Progress.id.in_(last), Progress.progress.in_([CommitmentProgress.DONE, CommitmentProgress.DROPPED])
    )
    return session.scalars(
        select(Commitment)
        .where(Commitment.due_on <= by, Commitment.id.not_in(over), _within(Commitment.consultation_id, scopes))
        .order_by(Commitment.due_on, Commitment.id)
        .limit(LARGEST_PAGE)
    ).all()


def call_ins_running(session: Session, scopes: Scopes) -> Sequence[tuple[int, Decision]]:
    """(consultation, decision) where a call-in has not ended."""
    rows = session.execute(
        select(ConsultationDecision.consultation_id, Decision)
        .join(Decision, Decision.id == ConsultationDecision.decision_id)
        .where(
            Decision.called_in_at.is_not(None),
            Decision.called_in_result.is_(None),
            _within(ConsultationDecision.consultation_id, scopes),
        )
        .order_by(Decision.id)
    )
    return [(consultation_id, decision) for consultation_id, decision in rows]


def _themes(consultation_ids: Sequence[int]) -> Select[int, int]:
    return (
        select(Codebook.consultation_id, func.count(Theme.id))
        .join(Theme, Theme.codebook_id == Codebook.id)
        .where(Codebook.consultation_id.in_(consultation_ids), Theme.state == ThemeState.CONFIRMED)
        .group_by(Codebook.consultation_id)
    )


def _within(consultation_id: InstrumentedAttribute[int], scopes: Scopes) -> ColumnElement[bool]:
    """Keep what lies in someone's scopes; an empty one among them means everywhere."""
    if "" in scopes:
        return consultation_id.is_not(None)
    ids = [int(scope.removeprefix("consultation:")) for scope in scopes if scope.startswith("consultation:")]
    return consultation_id.in_(ids)
