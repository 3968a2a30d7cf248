"""A body sends a matter to the one that it reports to, and that one answers."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.actions.noting import note_in
from consult.bodies.models import Body
from consult.bodies.queries.showing import relations_on
from consult.bodies.rules import RelationKind
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import clean_line, clean_text
from consult.meetings.models import AgendaItem, Escalation


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAsked:
    """A matter to send on, and by when an answer is owed."""

    title: str
    words: str
    raised_on: date
    due_on: date

    def __post_init__(self) -> None:
        """Refuse a matter without a name, or whose answer is owed before it is raised."""
        if not clean_line(self.title):
            raise Invalid("Say what the matter is.")
        if self.due_on <= self.raised_on:
            raise Invalid("An answer is owed by a day after the matter is sent. Check both days.")


def escalate(
    session: Session,
    *,
    from_body: Body,
    to_body: Body,
    matter: MatterAsked,
    item: AgendaItem | None = None,
    by: str,
    now: datetime,
) -> Escalation:
    """Send a matter to a body that this one reports to; everyone can read it, and when its answer is late.

    Raises:
        Refused: this body does not report to that one, or the day has not come.
    """
    if matter.raised_on > day_in_london(now):
        raise Refused("A matter is recorded on the day on which it is sent, or later.")
    above = {each.id for each in bodies_above(session, from_body, day=matter.raised_on)}
    if to_body.id not in above:
        raise Refused("A matter goes to a body that this one reports to. Say first how the two stand to each other.")
    made = Escalation(
        from_body=from_body,
        to_body=to_body,
        item=item,
        title=clean_line(matter.title),
        words=clean_text(matter.words),
        raised_on=matter.raised_on,
        due_on=matter.due_on,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    facts = {"escalation_id": made.id, "to_id": to_body.id, "due_on": made.due_on}
    note_in(_stream_of(made), session, Happening.MATTER_ESCALATED, from_body, by=by, now=now, **facts)
    return made


def answer_escalation(
    session: Session,
    *,
    escalation: Escalation,
    outcome: str,
    answered_on: date,
    version_seen: int,
    by: str,
    now: datetime,
) -> Escalation:
    """Record what the body that a matter was sent to says to it.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it is answered already.
        Invalid: the answer is missing, or its day is not one between then and now.
    """
    if escalation.version != version_seen:
        raise Stale("Someone changed this after you opened it. Look at it again, then make your change.")
    if escalation.answered_on is not None:
        raise Refused("This matter is answered already.")
    if not clean_text(outcome):
        raise Invalid("Say what the answer is, and why.")
    if not escalation.raised_on <= answered_on <= day_in_london(now):
        raise Invalid("The answer was given after the matter was sent, and not on a day to come. Check the day.")
    escalation.outcome, escalation.answered_on = clean_text(outcome), answered_on
    escalation.version += 1
    is_late = answered_on > escalation.due_on
    facts = {"escalation_id": escalation.id, "answered_on": answered_on, "late": is_late}
    note_in(_stream_of(escalation), session, Happening.ESCALATION_ANSWERED, escalation.to_body, by=by, now=now, **facts)
    return escalation


def bodies_above(session: Session, body: Body, *, day: date) -> list[Body]:
    """Return the bodies that this one reports to on a day."""
    found = relations_on(session, day=day, body_id=body.id)
    return [each.to_body for each in found if each.kind is RelationKind.REPORTS_TO and each.from_body_id == body.id]


def _stream_of(escalation: Escalation) -> str:
    return f"escalation:{escalation.id}"
