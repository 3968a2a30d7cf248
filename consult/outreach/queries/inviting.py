"""Questions about invitations: who can be invited, what came of each, and whose a link is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from consult.kernel.errors import NotFound
from consult.outreach.inviting import SILENT, InvitationState, gone, may_remind
from consult.outreach.models import Consultee, Invitation
from consult.outreach.queries.record import ledger
from consult.outreach.rules import Standing
from consult.responses.models import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLine:
    """One invitation and what is known of it."""

    invitation: Invitation
    consultee_id: int
    name: str
    state: InvitationState
    standing: Standing
    may_remind: bool


def invitable(session: Session, consultation_id: int) -> tuple[Consultee, ...]:
    """Return the consultees that have an address, were not invited there, and have neither answered nor declined."""
    invited = {
        (consultee_id, address)
        for consultee_id, address in session.execute(
            select(Invitation.consultee_id, Invitation.to_address)
            .join(Consultee, Consultee.id == Invitation.consultee_id)
            .where(Consultee.consultation_id == consultation_id)
        )
    }
    return tuple(
        line.consultee
        for line in ledger(session, consultation_id)
        if line.consultee.email and line.standing in SILENT and (line.consultee.id, line.consultee.email) not in invited
    )


def invitation_lines(session: Session, consultation_id: int, *, now: datetime) -> tuple[InvitationLine, ...]:
    """Return every invitation of a consultation, the latest first."""
    invitations = session.scalars(
        select(Invitation)
        .join(Invitation.consultee)
        .where(Consultee.consultation_id == consultation_id)
        .options(contains_eager(Invitation.consultee))
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    ).all()
    standings = {line.consultee.id: line.standing for line in ledger(session, consultation_id)}
    answered = set(
        session.scalars(
            select(Response.invited_by).where(
                Response.consultation_id == consultation_id,
                Response.invited_by.is_not(None),
                Response.withdrawn_at.is_(None),
            )
        )
    )
    return tuple(
        _line(each, standings[each.consultee_id], has_answered=each.handle in answered, now=now) for each in invitations
    )


def _line(invitation: Invitation, standing: Standing, *, has_answered: bool, now: datetime) -> InvitationLine:
    is_revoked = invitation.revoked_at is not None
    return InvitationLine(
        invitation=invitation,
        consultee_id=invitation.consultee_id,
        name=invitation.consultee.name,
        state=_state(standing, is_revoked=is_revoked, has_answered=has_answered),
        standing=standing,
        may_remind=invitation.to_address is not None
        and may_remind(
            standing=standing,
            is_revoked=is_revoked,
            last_sent_at=invitation.last_sent_at,
            n_reminders=invitation.n_reminders,
            now=now,
        ),
    )


def _state(standing: Standing, *, is_revoked: bool, has_answered: bool) -> InvitationState:
    if has_answered:
        return InvitationState.ANSWERED
    if is_revoked:
        return InvitationState.REVOKED
    is_heard = standing is Standing.ANSWERED
    return InvitationState.ANSWERED_OTHERWISE if is_heard else InvitationState.WAITING


def invitation_by_id(session: Session, consultation_id: int, invitation_id: int) -> Invitation:
    """Return one invitation of a consultation.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Invitation, invitation_id)
    if found is None or found.consultee.consultation_id != consultation_id:
        raise NotFound("We could not find this invitation.")
    return found


def invitation_by_handle(session: Session, handle: str, *, consultation_id: int) -> Invitation:
    """Return the invitation that a link belongs to.

    Raises:
        NotFound: there is none, it was taken back, or it belongs to another consultation.
    """
    found = session.scalar(select(Invitation).where(Invitation.handle == handle))
    if found is None or found.revoked_at is not None or found.consultee.consultation_id != consultation_id:
        raise gone()
    return found


def has_answered(session: Session, invitation: Invitation) -> bool:
    """Say whether a response came by this link and still stands."""
    asked = select(Response.id).where(Response.invited_by == invitation.handle, Response.withdrawn_at.is_(None))
    return session.scalar(asked.limit(1)) is not None
