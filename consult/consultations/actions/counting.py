"""Choosing how the copies of one letter count, while nobody can know yet what the choice does to the result."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.consultations.actions.changing import note, require_seen
from consult.consultations.models import Consultation, CountingChoice
from consult.consultations.queries.stages import stage_at
from consult.consultations.rules import BEFORE_CLOSING, CountingRule
from consult.kernel.errors import Refused


def choose_counting_rule(
    session: Session,
    *,
    consultation: Consultation,
    rule: CountingRule,
    by_id: int,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Say how the copies of one letter will count; the same choice again changes nothing.

    Raises:
        Refused: people can no longer answer.
        Stale: someone changed the consultation meanwhile.
    """
    if stage_at(session, consultation, now=now) not in BEFORE_CLOSING:
        raise Refused(
            "This consultation has closed, so how letters are counted stays as it is: nobody may choose it after "
            "seeing the responses."
        )
    chosen, old = consultation.counting, consultation.counting_rule
    if chosen is not None and chosen.rule is rule:
        return consultation
    require_seen(consultation, version_seen)
    if chosen is None:
        consultation.counting = CountingChoice(rule=rule, chosen_at=now, chosen_by_id=by_id)
    else:
        chosen.rule, chosen.chosen_at, chosen.chosen_by_id = rule, now, by_id
    consultation.version += 1
    session.flush()
    actor = f"account:{by_id}"
    note(session, Happening.COUNTING_RULE_CHOSEN, consultation, actor=actor, now=now, old=old.value, new=rule.value)
    return consultation
