"""Invitations and reminders: whom to write to, the letter before it leaves, and what is known of each link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused
from consult.outreach.actions.inviting import (
    LetterValues,
    Sender,
    letter_words,
    require_open,
    revoke_invitation,
    send_letters,
)
from consult.outreach.forms import LetterForm, SendLettersForm
from consult.outreach.inviting import TYPED_FROM, InvitationState, Letter, read_token
from consult.outreach.queries.inviting import (
    InvitationLine,
    has_answered,
    invitable,
    invitation_by_handle,
    invitation_by_id,
    invitation_lines,
)
from consult.outreach.queries.record import ledger
from consult.outreach.views.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.outreach.wording import INVITATION_STATES
from consult.responses.rules import Invited
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

PREFIXES = {Letter.INVITATION: "", Letter.REMINDER: "remind"}  # two forms on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInvitation:
    """One invitation in words."""

    name: str
    sent: str
    state: str
    state_kind: str
    revoke_href: str


@dataclass(frozen=True, kw_only=True)
class InvitationsPage(Page):
    """Whom to invite, who is silent, and what is known of each link."""

    template: ClassVar[str] = "outreach/invitations.html"

    around: Around
    here: str
    fault: str
    invite_form: LetterForm
    remind_form: LetterForm
    n_without_address: int
    ledger_href: str
    invitations: tuple[ShownInvitation, ...]


@dataclass(frozen=True, kw_only=True)
class LetterPage(Page):
    """The letter as it would leave, and to whom."""

    template: ClassVar[str] = "outreach/letter.html"

    around: Around
    back: str
    send_href: str
    form: SendLettersForm
    is_reminder: bool
    names: tuple[str, ...]
    words: str
    n: int
    asks_number: bool


@bp.get("/invitations")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def invitations(consultation_id: int) -> AnyResponse:
    """Show who can be invited, who is silent, and every link."""
    return _page(in_hand(consultation_id)).answer()


@bp.post("/invitations/<any(invitation, reminder):letter>/look")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def look(consultation_id: int, letter: str) -> AnyResponse:
    """Show the letter and who gets it; nothing leaves yet."""
    consultation, kind = in_hand(consultation_id), Letter(letter)
    form = LetterForm(prefix=PREFIXES[kind])
    _offer(consultation, kind, form)
    if not form.is_valid_post():
        return _page(consultation, posted=(kind, form)).answer()
    return _letter_page(consultation, kind, form).answer()


@bp.post("/invitations/<any(invitation, reminder):letter>/send")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def send(consultation_id: int, letter: str) -> AnyResponse:
    """Send the letters that the officer has seen."""
    consultation, kind, form = in_hand(consultation_id), Letter(letter), SendLettersForm()
    _offer(consultation, kind, form)
    if not form.is_valid_post():
        return _page(consultation, fault=_("The list changed meanwhile. Nothing was sent.")).answer(409)
    try:
        n = send_letters(
            session(),
            consultation=consultation,
            values=_values(kind, form),
            sender=_sender(),
            by_id=require_signed_in().account_id,
            now=now(),
            today=day_in_london(now()),
        )
    except Refused as refused:
        return _page(consultation, fault=refused.sentence).answer(409)
    except Invalid as refused:
        form.refuse("n_typed", refused.sentence)
        return _letter_page(consultation, kind, form).answer()
    said = ngettext("%(num)s email leaves now.", "%(num)s emails leave now.", n)
    return go_to("invitations", consultation, said)


@bp.post("/invitations/<int:invitation_id>/revoke")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def revoke(consultation_id: int, invitation_id: int) -> AnyResponse:
    """Take a link back."""
    consultation = in_hand(consultation_id)
    invitation = invitation_by_id(session(), consultation.id, invitation_id)
    revoke_invitation(session(), invitation=invitation, by_id=require_signed_in().account_id, now=now())
    return go_to("invitations", consultation, _("The link opens nothing any more."))


def who_is_invited(session: Session, token: str, consultation_id: int) -> Invited:
    """Say whom a link belongs to, for the pages on which people answer."""
    handle = read_token(current_settings().secret_key, token)
    invitation = invitation_by_handle(session, handle, consultation_id=consultation_id)
    consultee = invitation.consultee
    name = consultee.organisation.name if consultee.organisation else consultee.name
    return Invited(handle=handle, name=name, has_answered=has_answered(session, invitation))


def _values(kind: Letter, form: LetterForm) -> LetterValues:
    n_shown = form.n_shown.data or "" if isinstance(form, SendLettersForm) else ""
    return LetterValues(
        letter=kind,
        consultee_ids=tuple(int(number) for number in form.consultees.data or []),
        team=form.team.data,
        words=form.words.data,
        n_shown=int(n_shown) if n_shown.isascii() and n_shown.isdigit() else 0,
        n_typed=form.n_typed.number if isinstance(form, SendLettersForm) else None,
    )


def _sender() -> Sender:
    settings = current_settings()
    return Sender(
        base_url=settings.base_url,
        secret=settings.secret_key,
        council=settings.council_name,
        contact=settings.council_contact,
    )


def _offered(consultation: Consultation, kind: Letter) -> list[tuple[str, str]]:
    if kind is Letter.INVITATION:
        return [(str(each.id), each.name) for each in invitable(session(), consultation.id)]
    lines = invitation_lines(session(), consultation.id, now=now())
    return list({str(line.consultee_id): line.name for line in lines if line.may_remind}.items())


def _offer(consultation: Consultation, kind: Letter, form: LetterForm) -> None:
    form.consultees.choices = _offered(consultation, kind)


def _letter_page(consultation: Consultation, kind: Letter, form: LetterForm) -> LetterPage:
    chosen = set(form.consultees.data or [])
    names = tuple(name for number, name in _offered(consultation, kind) if number in chosen)
    sending = form if isinstance(form, SendLettersForm) else SendLettersForm(formdata=None, data=form.data)
    sending.consultees.choices = form.consultees.choices
    sending.n_shown.data = str(len(names))
    words = letter_words(
        consultation, _values(kind, form), to=names[0], link=_("(a link of its own stands here)"), sender=_sender()
    )
    return LetterPage(
        title=_("Look at the letter before it leaves"),
        around=around(consultation, here="invitations"),
        back=address("invitations", consultation),
        send_href=address("send", consultation, letter=kind.value),
        form=sending,
        is_reminder=kind is Letter.REMINDER,
        names=names,
        words=words,
        n=len(names),
        asks_number=len(names) >= TYPED_FROM,
    )


def _page(
    consultation: Consultation, *, posted: tuple[Letter, LetterForm] | None = None, fault: str = ""
) -> InvitationsPage:
    forms = {kind: LetterForm(formdata=None, prefix=PREFIXES[kind]) for kind in Letter}
    if posted:
        forms[posted[0]] = posted[1]
    for kind, form in forms.items():
        _offer(consultation, kind, form)
    lines = invitation_lines(session(), consultation.id, now=now())
    return InvitationsPage(
        title=_("Invitations by email"),
        around=around(consultation, here="invitations"),
        here=address("invitations", consultation),
        fault=fault or _why_not(consultation),
        invite_form=forms[Letter.INVITATION],
        remind_form=forms[Letter.REMINDER],
        n_without_address=sum(not line.consultee.email for line in ledger(session(), consultation.id)),
        ledger_href=address("ledger", consultation),
        invitations=tuple(_shown(consultation, line) for line in lines),
    )


def _why_not(consultation: Consultation) -> str:
    try:
        require_open(consultation, now=now())
    except Refused as refused:
        return refused.sentence
    return ""


def _shown(consultation: Consultation, line: InvitationLine) -> ShownInvitation:
    invitation = line.invitation
    sent = _("Invited %(day)s", day=short_day(day_in_london(invitation.invited_at)))
    if invitation.n_reminders:
        last = short_day(day_in_london(invitation.last_sent_at))
        sent = _("%(sent)s, last reminded %(day)s", sent=sent, day=last)
    words, kind = INVITATION_STATES[line.state]
    may_revoke = line.state is InvitationState.WAITING
    return ShownInvitation(
        name=line.name,
        sent=sent,
        state=str(words),
        state_kind=kind,
        revoke_href=address("revoke", consultation, invitation_id=invitation.id) if may_revoke else "",
    )
