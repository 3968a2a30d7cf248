"""Questions about the consultation record: the ledger, the way to the decision, those who shaped the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select, union
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation
from consult.kernel.clock import day_in_london
from consult.kernel.errors import NotFound
from consult.outreach.models import ConsultationRecord, Consultee, Contact, Invitation, Milestone, Shaper
from consult.outreach.rules import (
    Alert,
    Basis,
    ConsulteeFacts,
    GroupFacts,
    MilestoneKind,
    Standing,
    alerts_about,
    standing_of,
)
from consult.responses.models import Response
from consult.responses.queries.figures import counted_in_time
from consult.responses.rules import PublishAs

ORDER_OF_BASES = {Basis.LAW: 0, Basis.PRACTICE: 1, Basis.CHOICE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One consultee with every contact, the responses that came from it, and where it stands."""

    consultee: Consultee
    contacts: tuple[Contact, ...]
    n_responses: int
    standing: Standing


def record_as_it_stands(session: Session, consultation_id: int) -> ConsultationRecord:
    """Return what is said of a consultation as a whole; a blank one, not stored, when nothing was said yet."""
    kept = session.get(ConsultationRecord, consultation_id)
    return kept or ConsultationRecord(consultation_id=consultation_id, **_blank())


def _blank() -> dict[str, object]:
    columns = ConsultationRecord.__table__.columns
    return {column.name: column.default.arg for column in columns if column.default is not None}


def ledger(session: Session, consultation_id: int, *, named_only: bool = False) -> tuple[LedgerLine, ...]:
    """Return every consultee, those that the law names first, in a constant number of queries.

    Args:
        session: to read with.
        consultation_id: whose consultees.
        named_only: whether only those responses count whose authors let us name the organisation; for the public.
    """
    consultees = session.scalars(
        select(Consultee)
        .where(Consultee.consultation_id == consultation_id)
        .options(
            selectinload(Consultee.contacts).joinedload(Contact.file),
            selectinload(Consultee.group),
            selectinload(Consultee.organisation),
        )
    ).all()
    answered = responses_by_consultee(session, consultation_id, named_only=named_only)
    lines = [_line(consultee, answered) for consultee in consultees]
    return tuple(sorted(lines, key=lambda line: (ORDER_OF_BASES[line.consultee.basis], line.consultee.name.lower())))


def _line(consultee: Consultee, answered: Counter[int]) -> LedgerLine:
    n_responses = answered[consultee.id]
    return LedgerLine(
        consultee=consultee,
        contacts=tuple(consultee.contacts),
        n_responses=n_responses,
        standing=standing_of(
            [contact.facts for contact in consultee.contacts],
            n_responses=n_responses,
            reason_not_asked=consultee.reason_not_asked,
        ),
    )


def ledger_line(session: Session, consultee: Consultee) -> LedgerLine:
    """Return one consultee with every contact."""
    return _line(consultee, responses_by_consultee(session, consultee.consultation_id))


def responses_by_consultee(session: Session, consultation_id: int, *, named_only: bool = False) -> Counter[int]:
    """Count the responses of each consultee, late ones too: an answer is an answer.

    A response is a consultee's when it names the same organisation, when it goes by the consultee's own name, or when
    it came by a link that the consultee was sent before the link was taken back; one that is several counts once.
    """
    by_link = and_(
        Invitation.handle == Response.invited_by,
        or_(Invitation.revoked_at.is_(None), Invitation.revoked_at > Response.received_at),
    )
    invited = select(Consultee.id, Response.id).join(Invitation, Invitation.consultee_id == Consultee.id)
    invited = invited.join(Response, by_link)
    named = select(Consultee.id, Response.id).join(
        Response,
        and_(
            Response.organisation_id == Consultee.organisation_id,
            Response.consultation_id + 0 == Consultee.consultation_id,  # found by the organisation's index instead
        ),
    )
    by_name = (
        select(Response.id, func.lower(Response.organisation_name).label("name"))
        .where(Response.consultation_id == consultation_id, Response.organisation_name > "")
        .cte("named_responses")
    )  # the few that name an organisation, found by their index
    called = (
        select(Consultee.id, Response.id)
        .join(by_name, by_name.c.name == func.lower(Consultee.name))
        .join(Response, Response.id == by_name.c.id)
        .where(Consultee.consultation_id == consultation_id)
    )
    told: list[Select[int, int]] = [
        asked.where(Consultee.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
        for asked in (invited, named, called)
    ]
    if named_only:
        told = [asked.where(Response.publish_as == PublishAs.WITH_ORGANISATION_NAME) for asked in told]
    rows = session.execute(union(*told))
    return Counter(consultee_id for consultee_id, _response_id in rows)


def consultee_by_id(session: Session, consultation_id: int, consultee_id: int) -> Consultee:
    """Return one consultee of a consultation.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Consultee, consultee_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("We could not find this consultee.")
    return found


def contact_by_id(session: Session, consultee: Consultee, contact_id: int) -> Contact:
    """Return one contact of a consultee.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Contact, contact_id)
    if found is None or found.consultee_id != consultee.id:
        raise NotFound("We could not find this contact.")
    return found


def milestones_of(session: Session, consultation_id: int) -> Sequence[Milestone]:
    """Return the steps on the way, in order."""
    asked = select(Milestone).where(Milestone.consultation_id == consultation_id)
    return session.scalars(asked.order_by(Milestone.happened_on, Milestone.id)).all()


def shapers_of(session: Session, consultation_id: int) -> Sequence[Shaper]:
    """Return those who shaped the document, the most first."""
    asked = select(Shaper).where(Shaper.consultation_id == consultation_id).options(selectinload(Shaper.group))
    return session.scalars(asked.order_by(Shaper.n_people.desc(), Shaper.id)).all()


def responses_by_group(session: Session, consultation_id: int) -> dict[int | None, int]:
    """Count the responses that are in time by stakeholder group; ``None`` for those who did not say."""
    rows = session.execute(
        select(Response.group_id, func.count())
        .where(Response.consultation_id == consultation_id, counted_in_time())
        .group_by(Response.group_id)
    )
    return {key: value for key, value in rows}  # noqa: C416 - a Row is no pair to the type checker


def first_decided_on(milestones: Sequence[Milestone]) -> date | None:
    """Return the first day on which something was decided; to approve that people are asked decides nothing."""
    return min((each.happened_on for each in milestones if each.kind is MilestoneKind.DECISION), default=None)


def alerts_for(
    session: Session,
    consultation: Consultation,
    *,
    lines: Sequence[LedgerLine],
    counts: Mapping[int | None, int] | None = None,
) -> tuple[Alert, ...]:
    """Return what is wrong with who was reached so far; ``counts`` by group, where they were counted already."""
    counts = responses_by_group(session, consultation.id) if counts is None else counts
    groups = [
        GroupFacts(name=asked.group.name, n_responses=counts.get(asked.group_id, 0))
        for asked in sorted(consultation.groups_asked, key=lambda asked: asked.group.position)
    ]
    return alerts_about(
        consultees=[
            ConsulteeFacts(name=line.consultee.name, basis=line.consultee.basis, standing=line.standing)
            for line in lines
        ],
        groups=groups if consultation.opened_at else [],
        n_responses=sum(counts.values()),
        scrutiny=record_as_it_stands(session, consultation.id).scrutiny,
        decided_on=first_decided_on(milestones_of(session, consultation.id)),
        opens_on=day_in_london(consultation.opens_at) if consultation.opens_at else None,
    )
