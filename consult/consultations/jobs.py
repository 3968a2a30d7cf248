"""What happens to consultations by date: the clock opens and closes them, and this writes down that it did."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.queries import accounts_who_may
from consult.accounts.rules import Permission, consultation_scope
from consult.audit.models import AuditEvent
from consult.audit.rules import Happening
from consult.consultations.actions import record_closing, record_held_back, record_opening
from consult.consultations.models import Consultation
from consult.consultations.queries.drafts import author_ids
from consult.consultations.queries.lists import unsettled_consultations
from consult.consultations.queries.reading import title_of
from consult.consultations.queries.stages import holding_periods, stage_at
from consult.consultations.rules import Stage
from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute, job
from consult.post.actions import queue_mail


@every_minute("consultations.record_stages")
def record_stages(context: JobContext) -> None:
    """Write down what opened and what closed, and tell the monitoring officers of what may not open."""
    with context.reading() as session:
        ids = [consultation.id for consultation in unsettled_consultations(session, now=context.now())]
    for consultation_id in ids:
        with context.session() as session:
            _record_stage(context, session, session.get_one(Consultation, consultation_id))


def _record_stage(context: JobContext, session: Session, consultation: Consultation) -> None:
    stage = stage_at(session, consultation, now=context.now())
    if stage is Stage.SCHEDULED:
        _tell_monitoring_officers(context, session, consultation)
        return
    if stage is Stage.WITHDRAWN:
        return
    record_opening(session, consultation=consultation, now=context.now())
    if stage is not Stage.OPEN:
        record_closing(session, consultation=consultation, now=context.now())


def _tell_monitoring_officers(context: JobContext, session: Session, consultation: Consultation) -> None:
    """Say once for each period that an opening waits."""
    for period in holding_periods(session, consultation):
        if _was_told(session, consultation, period.id):
            continue
        record_held_back(session, consultation=consultation, period_id=period.id, now=context.now())
        scope = consultation_scope(consultation.id)
        for account in accounts_who_may(session, Permission.ALLOW_IN_PRE_ELECTION_PERIOD, scope=scope):
            queue_mail(
                session,
                to=account.email,
                subject="A consultation waits for you before it can open",
                template="held_back",
                values={
                    "title": title_of(consultation),
                    "period": period.name,
                    "link": f"{context.settings.base_url}/desk/consultations/{consultation.id}/allow",
                },
                now=context.now(),
            )


def _was_told(session: Session, consultation: Consultation, period_id: int) -> bool:
    told = session.scalars(
        select(AuditEvent).where(
            AuditEvent.stream == f"consultation:{consultation.id}",
            AuditEvent.happening == Happening.CONSULTATION_HELD_BACK.value,
        )
    )
    return any(event.facts.get("period_id") == period_id for event in told)


@job("consultations.tell_approvers")
def tell_approvers(context: JobContext, *, event_id: int) -> None:
    """Tell those who may approve a draft that it waits for them."""
    with context.session() as session:
        event = session.get_one(AuditEvent, event_id)
        consultation = session.get_one(Consultation, int(event.stream.partition(":")[2]))
        if stage_at(session, consultation, now=context.now()) is not Stage.AWAITING_APPROVAL:
            return
        authors, scope = author_ids(session, consultation), consultation_scope(consultation.id)
        for account in accounts_who_may(session, Permission.APPROVE_CONSULTATIONS, scope=scope):
            if account.id not in authors:
                queue_mail(
                    session,
                    to=account.email,
                    subject="A consultation waits for your approval",
                    template="awaiting_approval",
                    values={
                        "title": title_of(consultation),
                        "link": f"{context.settings.base_url}/desk/consultations/{consultation.id}/judge",
                    },
                    now=context.now(),
                )
