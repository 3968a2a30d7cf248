"""How a body is doing: its status with a note on capacity, and the report that a pilot owes."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.actions.noting import begin_change, note
from consult.bodies.models import Body, Membership, StatusChange
from consult.bodies.rules import STATUSES, BodyStatus
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_text


def change_status(
    session: Session,
    *,
    body: Body,
    act: str,
    why: str,
    from_on: date,
    version_seen: int | None = None,
    by: str,
    now: datetime,
) -> Body:
    """Say how a body is doing from a day on; ``act`` names an arrow of ``STATUSES``.

    A body that closes lets its members go on that day.

    Raises:
        Stale: someone changed it meanwhile.
        Invalid: it says no reason.
        Refused: the machine has no such arrow from here, or the day lies before the last change.
    """
    begin_change(body, version_seen=version_seen)
    status = STATUSES.after(body.status, act)
    words = clean_text(why)
    if status is not BodyStatus.ACTIVE and not words:
        raise Invalid("Say what lies behind it: who is missing, what cannot be done, what would help.")
    if body.status_changes and from_on < body.status_changes[-1].from_on:
        raise Refused("Something was said of this body for a later day already. Check the day.")
    old, body.status = body.status, status
    body.status_changes.append(StatusChange(status=status, from_on=from_on, note=words, recorded_at=now))
    if status is BodyStatus.CLOSED:
        body.closed_on = from_on
        _let_members_go(session, body, on=from_on)
    note(session, Happening.BODY_STATUS_CHANGED, body, by=by, now=now, old=old, new=status, from_on=from_on)
    return body


def give_report(
    session: Session, *, body: Body, report: str, on: date, version_seen: int | None = None, by: str, now: datetime
) -> Body:
    """Publish what a pilot taught.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it is no pilot.
        Invalid: nothing was said.
    """
    begin_change(body, version_seen=version_seen)
    if not body.is_pilot:
        raise Refused("This body is no pilot, so it owes no report.")
    if not report.strip():
        raise Invalid("Say what the pilot taught you.")
    body.report, body.report_given_on = clean_text(report), on
    note(session, Happening.PILOT_REPORTED, body, by=by, now=now, version=body.version)
    return body


def _let_members_go(session: Session, body: Body, *, on: date) -> None:
    for membership in session.scalars(select(Membership).where(Membership.body_id == body.id)):
        if membership.from_on <= on < membership.last_on:
            membership.until_on, membership.end_reason = on, "The body closed"
            membership.version += 1
