"""Makes decisions for tests and for the demonstration city."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from consult.decisions.actions import record_decision
from consult.decisions.models import Decision
from consult.decisions.rules import Alternative, CallIn, DecisionMade, Interest, Paper
from consult.kernel.clock import day_in_london

CALL_IN_DAYS = 7


def decision_made(
    *,
    decided_on: date,
    title: str = "How our schools will improve together",
    decided: str = "The strategy is adopted with the changes in the appendix.",
    decided_by: str = "Cabinet",
    reasons: str = "Most people who answered want the networks, and want transport to be looked at first.",
    papers: tuple[Paper, ...] = (
        Paper(title="Report of the Director of Education", link="https://example.org/report"),
        Paper(title="Findings of the consultation"),
    ),
    alternatives: tuple[Alternative, ...] = (
        Alternative(alternative="Leave each school to itself", reason="Small schools would get no help."),
    ),
    interests: tuple[Interest, ...] = (),
    call_in: CallIn = CallIn.APPLIES,
    call_in_ends_on: date | None = None,
    no_call_in_reason: str = "",
    minuted_at: str = "",
) -> DecisionMade:
    """Give the whole record of a decision that was made on a day; call-in ends a week later unless told otherwise."""
    ends_on = call_in_ends_on or decided_on + timedelta(days=CALL_IN_DAYS)
    return DecisionMade(
        title=title,
        decided=decided,
        decided_by=decided_by,
        decided_on=decided_on,
        reasons=reasons,
        papers=papers,
        alternatives=alternatives,
        interests=interests,
        call_in=call_in,
        call_in_ends_on=ends_on if call_in is CallIn.APPLIES else None,
        no_call_in_reason=no_call_in_reason,
        minuted_at=minuted_at,
    )


def make_decision(session: Session, *, by_id: int, now: datetime, made: DecisionMade | None = None) -> Decision:
    """Make a decision that was taken today unless told otherwise."""
    return record_decision(session, made=made or decision_made(decided_on=day_in_london(now)), by_id=by_id, now=now)
