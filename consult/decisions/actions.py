"""Verbs that write the record of decisions: record, call in, end a call-in, say where it is minuted."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.decisions.models import Decision, DecisionPaper, DeclaredInterest, RejectedAlternative
from consult.decisions.rules import CallInResult, DecisionMade, DecisionStanding
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused, Stale


def record_decision(session: Session, *, made: DecisionMade, by_id: int, n_replies: int = 0, now: datetime) -> Decision:
    """Write down what was decided, by whom, when, on which papers and why; ``n_replies`` is for the audit.

    Raises:
        Refused: the day of the decision has not come yet.
    """
    if made.decided_on > day_in_london(now):
        raise Refused("A decision cannot be recorded before its day. Check the date, or come back then.")
    decision = Decision(
        title=made.title,
        decided=made.decided,
        decided_by=made.decided_by,
        decided_on=made.decided_on,
        reasons=made.reasons,
        minuted_at=made.minuted_at,
        call_in=made.call_in,
        call_in_ends_on=made.call_in_ends_on,
        no_call_in_reason=made.no_call_in_reason,
        recorded_by_id=by_id,
        recorded_at=now,
        papers=[DecisionPaper(title=paper.title, link=paper.link) for paper in made.papers],
        alternatives=[
            RejectedAlternative(alternative=other.alternative, reason=other.reason) for other in made.alternatives
        ],
        interests=[
            DeclaredInterest(
                declared_by=interest.declared_by, interest=interest.interest, dispensation=interest.dispensation
            )
            for interest in made.interests
        ],
    )
    session.add(decision)
    session.flush()  # the audit event names the decision
    _note(
        session,
        decision,
        Happening.DECISION_RECORDED,
        by_id=by_id,
        now=now,
        decided_on=made.decided_on,
        maker=made.decided_by,
        call_in_ends_on=made.call_in_ends_on,
        replies=n_replies,
    )
    return decision


def call_in_decision(
    session: Session, *, decision: Decision, called_in_by: str, reason: str, version: int, by_id: int, now: datetime
) -> Decision:
    """Record that councillors called the decision in: it waits until the call-in has ended.

    Raises:
        Stale: someone changed the record meanwhile.
        Refused: it is final, or was called in already.
        Invalid: who called it in, or why, is missing.
    """
    require_version(decision, version)
    if decision.standing(today=day_in_london(now)) is not DecisionStanding.CALL_IN_RUNNING:
        raise Refused("This decision can no longer be called in: its last day has passed, or it has been already.")
    if not called_in_by.strip() or not reason.strip():
        raise Invalid("Say who called the decision in and why.")
    decision.called_in_at = now
    decision.called_in_by, decision.called_in_reason = called_in_by.strip(), reason.strip()
    _note(session, decision, Happening.DECISION_CALLED_IN, by_id=by_id, now=now, called_in_on=day_in_london(now))
    return decision


def end_call_in(
    session: Session,
    *,
    decision: Decision,
    result: CallInResult,
    outcome: str,
    version: int,
    by_id: int,
    now: datetime,
) -> Decision:
    """Record how a call-in ended: the decision stands and is final, or it goes back to be decided anew.

    Raises:
        Stale: someone changed the record meanwhile.
        Refused: it was not called in, or its call-in has ended.
        Invalid: nothing is said about what happened.
    """
    require_version(decision, version)
    if decision.standing(today=day_in_london(now)) is not DecisionStanding.CALLED_IN:
        raise Refused("There is no call-in of this decision that has not ended.")
    if not outcome.strip():
        raise Invalid("Say what the committee said and where it is minuted.")
    decision.called_in_result, decision.called_in_outcome = result, outcome.strip()
    _note(session, decision, Happening.CALL_IN_ENDED, by_id=by_id, now=now, outcome=result)
    return decision


def note_minute(
    session: Session, *, decision: Decision, minuted_at: str, version: int, by_id: int, now: datetime
) -> Decision:
    """Say where the decision is minuted, once the minutes are there.

    Raises:
        Stale: someone changed the record meanwhile.
        Invalid: nothing was said.
    """
    require_version(decision, version)
    if not minuted_at.strip():
        raise Invalid("Say where the decision is minuted, such as “Cabinet, 12 June 2026, minute 7”.")
    decision.minuted_at = minuted_at.strip()
    _note(session, decision, Happening.DECISION_MINUTED, by_id=by_id, now=now)
    return decision


def require_version(decision: Decision, version: int) -> None:
    """Refuse a change that was made from an older record.

    Raises:
        Stale: someone changed the record meanwhile.
    """
    if decision.version != version:
        raise Stale("Someone changed this record after you opened it. Look at it again, then make your change.")


def _note(
    session: Session, decision: Decision, happening: Happening, *, by_id: int, now: datetime, **facts: object
) -> None:
    if happening is not Happening.DECISION_RECORDED:
        decision.version += 1
    record(
        session,
        happening,
        stream=f"decision:{decision.id}",
        subject=f"decision:{decision.id}",
        actor=f"account:{by_id}",
        at=now,
        decision_id=decision.id,
        **facts,
    )
