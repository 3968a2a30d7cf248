"""Invite consultees by email, remind those who are silent, take a link back, and forget addresses in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text
from consult.outreach.actions.contacting import record_contact
from consult.outreach.inviting import ADDRESSES_KEPT_FOR, Letter, make_token, require_meant
from consult.outreach.models import Consultee, Invitation
from consult.outreach.queries.inviting import invitable, invitation_lines
from consult.outreach.rules import ContactChannel, ContactValues
from consult.post.actions import queue_mail
from consult.post.rendering import render_letter

WHAT_WAS_SENT = {
    Letter.INVITATION: "An invitation by email with a link of its own.",
    Letter.REMINDER: "A reminder by email with the same link.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterValues:
    """A letter as an officer means it: to whom, from which team, with which words, and how many were announced."""

    letter: Letter
    consultee_ids: tuple[int, ...]
    team: str
    words: str
    n_shown: int
    n_typed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What links and letters need to know of this installation."""

    base_url: str
    secret: str
    council: str
    contact: str


def letter_words(consultation: Consultation, values: LetterValues, *, to: str, link: str, sender: Sender) -> str:
    """Return the whole letter to one consultee, as it would leave."""
    return render_letter(values.letter.value, _filled(consultation, values, to=to, link=link, sender=sender)).text


def send_letters(
    session: Session,
    *,
    consultation: Consultation,
    values: LetterValues,
    sender: Sender,
    by_id: int,
    now: datetime,
    today: date,
) -> int:
    """Put one mail for each chosen consultee into the outbox and write the contact down; return how many.

    Whoever was invited already, has answered or would rather not is left out, so that a second press sends nothing.

    Raises:
        Refused: nobody can answer now, nobody is left, or the list changed since the officer saw it.
        Invalid: too many at once, or the number typed is another one.
    """
    require_open(consultation, now=now)
    if not values.team.strip():
        raise Invalid("Say which team writes. The public record shows teams and never a person's name.")
    invitations = (
        _new_invitations(session, consultation, values, by_id=by_id, now=now)
        if values.letter is Letter.INVITATION
        else _to_remind(session, consultation, values, now=now)
    )
    require_meant(n_now=len(invitations), n_shown=values.n_shown, n_typed=values.n_typed)
    session.add_all(invitations)
    session.flush()  # draws the handles
    for invitation in invitations:
        _send(session, consultation, invitation, values, sender=sender, now=now)
        record_contact(
            session,
            consultee=invitation.consultee,
            values=ContactValues(
                channel=ContactChannel.EMAIL,
                contacted_on=today,
                team=values.team,
                words=WHAT_WAS_SENT[values.letter],
            ),
            by_id=by_id,
            now=now,
            today=today,
        )
    stream = f"consultation:{consultation.id}"
    record(
        session,
        Happening.INVITATIONS_SENT,
        stream=stream,
        subject=stream,
        actor=f"account:{by_id}",
        at=now,
        kind=values.letter,
        count=len(invitations),
    )
    session.flush()
    return len(invitations)


def revoke_invitation(session: Session, *, invitation: Invitation, by_id: int, now: datetime) -> Invitation:
    """Let a link open nothing any more; what came by it before stays. Twice is once."""
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        record(
            session,
            Happening.INVITATION_REVOKED,
            stream=f"consultation:{invitation.consultee.consultation_id}",
            subject=f"consultee:{invitation.consultee_id}",
            actor=f"account:{by_id}",
            at=now,
            consultee_id=invitation.consultee_id,
        )
        session.flush()
    return invitation


def forget_addresses(session: Session, *, now: datetime) -> None:
    """Forget where invitations went, a time after the close; that there was one stays."""
    over = select(Consultee.id).join(
        Consultation,
        and_(
            Consultation.id == Consultee.consultation_id,
            Consultation.closed_at.is_not(None),
            Consultation.closes_at < now - ADDRESSES_KEPT_FOR,
        ),
    )
    session.execute(
        update(Invitation)
        .where(Invitation.consultee_id.in_(over), Invitation.to_address.is_not(None))
        .values(to_address=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Consultee)
        .where(Consultee.id.in_(over), Consultee.email != "")
        .values(email="")
        .execution_options(synchronize_session=False)
    )


def require_open(consultation: Consultation, *, now: datetime) -> None:
    """Refuse to invite anyone to what cannot be answered.

    Raises:
        Refused: it is not open.
    """
    closes_at = consultation.closes_at
    is_open = consultation.opened_at is not None and consultation.withdrawn_at is None
    if not is_open or closes_at is None or closes_at <= now:
        raise Refused("Nobody can answer this consultation now, so no invitation can leave.")


def _new_invitations(
    session: Session, consultation: Consultation, values: LetterValues, *, by_id: int, now: datetime
) -> list[Invitation]:
    return [
        Invitation(
            consultee=consultee,
            to_address=consultee.email,
            team=clean_line(values.team),
            invited_at=now,
            invited_by_id=by_id,
            last_sent_at=now,
            n_reminders=0,
        )
        for consultee in _chosen(invitable(session, consultation.id), values.consultee_ids)
    ]


def _chosen(consultees: Iterable[Consultee], ids: Sequence[int]) -> list[Consultee]:
    return [consultee for consultee in consultees if consultee.id in ids]


def _to_remind(
    session: Session, consultation: Consultation, values: LetterValues, *, now: datetime
) -> list[Invitation]:
    lines = invitation_lines(session, consultation.id, now=now)
    found = [line.invitation for line in lines if line.may_remind and line.consultee_id in values.consultee_ids]
    for invitation in found:
        invitation.n_reminders += 1
        invitation.last_sent_at = now
    return found


def _send(
    session: Session,
    consultation: Consultation,
    invitation: Invitation,
    values: LetterValues,
    *,
    sender: Sender,
    now: datetime,
) -> None:
    token = make_token(sender.secret, handle=invitation.handle)
    link = f"{sender.base_url}/consultations/{consultation.slug}/respond/invited/{token}"
    title = title_of(consultation)
    is_first = values.letter is Letter.INVITATION
    queue_mail(
        session,
        to=invitation.to_address or "",
        subject=_("We ask for your views: %(title)s", title=title)
        if is_first
        else _("A reminder: %(title)s", title=title),
        template=values.letter.value,
        values=_filled(consultation, values, to=invitation.consultee.name, link=link, sender=sender),
        now=now,
    )


def _filled(
    consultation: Consultation, values: LetterValues, *, to: str, link: str, sender: Sender
) -> dict[str, object]:
    return {
        "to": to,
        "title": title_of(consultation),
        "words": clean_text(values.words),
        "link": link,
        "closes_at": consultation.closes_at,
        "team": clean_line(values.team),
        "council": sender.council,
        "contact": sender.contact,
    }
