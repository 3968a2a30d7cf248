"""Records a decision and the replies that it decides."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.decisions.actions import record_decision
from consult.decisions.models import Decision
from consult.decisions.rules import DecisionMade
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused, Stale
from consult.outcomes.models import ConsultationDecision, Findings, Reply
from consult.outcomes.queries.answering import replies_of
from consult.outcomes.rules import ReplyStage


def decide_replies(
    session: Session,
    *,
    consultation: Consultation,
    made: DecisionMade,
    chosen: Mapping[int, int],
    by_id: int,
    now: datetime,
) -> Decision:
    """Record what was decided about a consultation, and that it decides the chosen replies.

    ``chosen`` holds the number of each reply and the version of it that the decision maker read.

    Raises:
        Refused: no findings were published by the day of the decision, or a reply has been decided already.
        Stale: a reply was changed after the decision maker read it.
        Invalid: no reply was chosen.
    """
    _require_findings(session, consultation, made)
    replies = [reply for reply in replies_of(session, consultation.id) if reply.id in chosen]
    if not chosen or len(replies) != len(chosen):
        raise Invalid("Choose the replies that this decision is about.")
    _require_as_read(replies, chosen, now=now)
    decision = record_decision(session, made=made, by_id=by_id, n_replies=len(replies), now=now)
    session.add(ConsultationDecision(consultation_id=consultation.id, decision=decision))
    for reply in replies:
        reply.decision = decision
        reply.version += 1
    session.flush()
    for reply in replies:
        record(
            session,
            Happening.REPLY_DECIDED,
            stream=f"consultation:{consultation.id}",
            subject=f"reply:{reply.id}",
            actor=f"account:{by_id}",
            at=now,
            reply_id=reply.id,
            theme_id=reply.theme_id,
            position=reply.position,
            decision_id=decision.id,
        )
    return decision


def _require_findings(session: Session, consultation: Consultation, made: DecisionMade) -> None:
    first = session.scalar(
        select(Findings).where(Findings.consultation_id == consultation.id).order_by(Findings.number).limit(1)
    )
    if first is None:
        raise Refused("Publish the findings first: a decision is made on what people said, for everyone to see.")
    if made.decided_on < day_in_london(first.published_at):
        raise Refused("The decision is dated before the findings were published. Check the date of the decision.")


def _require_as_read(replies: list[Reply], chosen: Mapping[int, int], *, now: datetime) -> None:
    for reply in replies:
        if reply.stage(today=day_in_london(now)) is not ReplyStage.PROPOSED:
            raise Refused(f"The reply to “{reply.theme.name}” has been decided already. Leave it out.")
        if reply.version != chosen[reply.id]:
            raise Stale(f"The reply to “{reply.theme.name}” was changed after you read it. Read it again, then decide.")
