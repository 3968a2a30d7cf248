"""Name whom to ask: from the library, one by one, or not at all with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import clean_line, clean_text
from consult.outreach.library import suggested_for
from consult.outreach.models import Consultee
from consult.outreach.rules import Basis, ConsultationKind
from consult.places.models import StakeholderGroup
from consult.post.rules import checked_address


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsulteeValues:
    """A consultee as an officer wrote it."""

    name: str
    basis: Basis
    source: str = ""
    is_class: bool = False
    group_id: int | None = None
    organisation_id: int | None = None
    email: str = ""
    reason_not_asked: str = ""

    def __post_init__(self) -> None:
        """Refuse a consultee without a name."""
        if not self.name.strip():
            raise Invalid("Enter the name of the body or group.")
        if self.email:
            checked_address(self.email)


def add_consultee(
    session: Session, *, consultation: Consultation, values: ConsulteeValues, actor: str, now: datetime
) -> Consultee:
    """Put a consultee on the record; one of the same name is given back as it stands."""
    name = clean_line(values.name)
    known = session.scalar(
        select(Consultee).where(Consultee.consultation_id == consultation.id, Consultee.name == name)
    )
    if known is not None:
        return known
    consultee = Consultee(consultation_id=consultation.id, name=name, basis=values.basis)
    _fill(consultee, values)
    session.add(consultee)
    session.flush()
    _note(session, Happening.CONSULTEE_ADDED, consultee, actor=actor, now=now, kind=consultee.basis)
    return consultee


def add_suggested(
    session: Session,
    *,
    consultation: Consultation,
    kind: ConsultationKind,
    codes: Sequence[str],
    actor: str,
    now: datetime,
) -> tuple[Consultee, ...]:
    """Put the chosen consultees of the library on the record; those that are there already stay as they are."""
    groups = {group.code: group.id for group in session.scalars(select(StakeholderGroup))}
    return tuple(
        add_consultee(
            session,
            consultation=consultation,
            values=ConsulteeValues(
                name=entry.name,
                basis=basis,
                source=source,
                is_class=entry.is_class,
                group_id=groups.get(entry.group),
            ),
            actor=actor,
            now=now,
        )
        for entry, basis, source in suggested_for(kind)
        if entry.code in codes
    )


def change_consultee(
    session: Session,
    *,
    consultee: Consultee,
    values: ConsulteeValues,
    version_seen: int,
    actor: str,
    now: datetime,
) -> Consultee:
    """Change what is said of a consultee.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: another consultee has this name.
    """
    if version_seen != consultee.version:
        raise Stale("Someone changed this consultee while you were writing. Your words are below.")
    name = clean_line(values.name)
    twin = session.scalar(
        select(Consultee.id).where(
            Consultee.consultation_id == consultee.consultation_id, Consultee.name == name, Consultee.id != consultee.id
        )
    )
    if twin is not None:
        raise Refused("Another consultee on this record has that name already.")
    old = consultee.name
    consultee.name, consultee.basis = name, values.basis
    _fill(consultee, values)
    consultee.version += 1
    _note(session, Happening.CONSULTEE_CHANGED, consultee, actor=actor, now=now, field="name", old=old, new=name)
    session.flush()
    return consultee


def drop_consultee(session: Session, *, consultee: Consultee, actor: str, now: datetime) -> None:
    """Take a consultee off the record.

    Raises:
        Refused: it was contacted, and what happened is not unsaid.
    """
    if consultee.contacts:
        raise Refused("This consultee was contacted, so it stays on the record.")
    _note(session, Happening.CONSULTEE_CHANGED, consultee, actor=actor, now=now, field="removed", old=consultee.name)
    session.delete(consultee)
    session.flush()


def _fill(consultee: Consultee, values: ConsulteeValues) -> None:
    consultee.source = clean_line(values.source)
    consultee.is_class = values.is_class
    consultee.group_id = values.group_id
    consultee.organisation_id = values.organisation_id
    consultee.email = checked_address(values.email) if values.email else ""
    consultee.reason_not_asked = clean_text(values.reason_not_asked)


def _note(
    session: Session, happening: Happening, consultee: Consultee, *, actor: str, now: datetime, **facts: object
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{consultee.consultation_id}",
        subject=f"consultee:{consultee.id}",
        actor=actor,
        at=now,
        consultee_id=consultee.id,
        **facts,
    )
