"""What happens to the gates by date: what was true at approval is looked at again, before it opens and as it closes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.accounts.queries import accounts_who_may
from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.actions import lapse_approval
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.consultations.queries.stages import stage_at
from consult.consultations.rules import Stage, end_of_minute
from consult.gates.actions import keep_look
from consult.gates.queries import GateLine, closing_soon, gates_at, last_look, opening_soon, shut_gates
from consult.gates.rules import (
    LOOKED_AT_BEFORE_CLOSING,
    LOOKED_AT_BEFORE_OPENING,
    WAITS_FOR_ANOTHER,
    Point,
)
from consult.gates.telling import told
from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute
from consult.post.actions import queue_mail


@every_minute("gates.look_before_opening")
def look_before_opening(context: JobContext) -> None:
    """Look again at what opens within a day; where a check is not met any more, it waits for an approver again."""
    with context.reading() as session:
        soon = opening_soon(session, before=context.now() + LOOKED_AT_BEFORE_OPENING)
        ids = [each.id for each in soon if _was_judged(session, each)]
    for consultation_id in ids:
        with context.session() as session:
            _look_before_opening(context, session, session.get_one(Consultation, consultation_id))


@every_minute("gates.look_at_closing")
def look_at_closing(context: JobContext) -> None:
    """Look a week before the close, while there is time, and once more when it has closed."""
    with context.reading() as session:
        ids = [each.id for each in closing_soon(session, before=context.now() + LOOKED_AT_BEFORE_CLOSING)]
    for consultation_id in ids:
        with context.session() as session:
            _look_at_closing(context, session, session.get_one(Consultation, consultation_id))


def _was_judged(session: Session, consultation: Consultation) -> bool:
    """Say whether an approver stood before the gates; what came here in another way was never judged."""
    look = last_look(session, consultation.id, Point.APPROVE)
    return look is not None and consultation.approved_at is not None and look.at >= consultation.approved_at


def _look_before_opening(context: JobContext, session: Session, consultation: Consultation) -> None:
    if stage_at(session, consultation, now=context.now()) is not Stage.SCHEDULED:
        return
    lines = gates_at(session, consultation, Point.OPEN, now=context.now())
    shut = [line for line in lines if line.is_shut and line.judged.gate not in WAITS_FOR_ANOTHER]
    if not shut:
        return
    keep_look(session, consultation=consultation, point=Point.OPEN, lines=lines, now=context.now())
    lapse_approval(session, consultation=consultation, reason=_in_words(shut), now=context.now())
    _tell(context, session, consultation, shut, permission=Permission.APPROVE_CONSULTATIONS, template="approval_lapsed")


def _look_at_closing(context: JobContext, session: Session, consultation: Consultation) -> None:
    has_closed = consultation.closes_at is not None and end_of_minute(consultation.closes_at) <= context.now()
    before = last_look(session, consultation.id, Point.CLOSE)
    if before is not None and not has_closed:
        return
    lines = gates_at(session, consultation, Point.CLOSE)
    keep_look(session, consultation=consultation, point=Point.CLOSE, lines=lines, now=context.now())
    shut = [line for line in lines if line.is_shut]
    if shut_gates(lines) and not has_closed:
        _tell(context, session, consultation, shut, permission=Permission.KEEP_RECORD, template="closing_checks")


def _tell(
    context: JobContext,
    session: Session,
    consultation: Consultation,
    shut: list[GateLine],
    *,
    permission: Permission,
    template: str,
) -> None:
    scope, subjects = (
        consultation_scope(consultation.id),
        {
            "approval_lapsed": "A consultation waits for your approval again",
            "closing_checks": "A consultation closes soon, and something is not done",
        },
    )
    for account in accounts_who_may(session, permission, scope=scope):
        queue_mail(
            session,
            to=account.email,
            subject=subjects[template],
            template=template,
            values={
                "title": title_of(consultation),
                "checks": [told(line).asks for line in shut],
                "link": f"{context.settings.base_url}/desk/consultations/{consultation.id}/checks",
            },
            now=context.now(),
        )


def _in_words(shut: list[GateLine]) -> str:
    return "; ".join(told(line).asks for line in shut)
