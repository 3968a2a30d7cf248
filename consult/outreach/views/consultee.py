"""One consultee: what is said of it, every contact, and one more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.errors import Refused, Stale
from consult.outreach.actions import add_consultee, change_consultee, drop_consultee
from consult.outreach.forms import ConsulteeForm
from consult.outreach.models import Consultee
from consult.outreach.queries.record import consultee_by_id
from consult.outreach.views.blueprint import (
    Around,
    address,
    around,
    bp,
    go_to,
    groups_offered,
    in_hand,
    organisations_offered,
    scope_of,
)
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class ConsulteePage(Page):
    """What is said of one consultee."""

    template: ClassVar[str] = "outreach/consultee.html"

    around: Around
    back: str
    form: ConsulteeForm
    remove_href: str
    fault: str


@bp.route("/consultees/new", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def new_consultee(consultation_id: int) -> AnyResponse:
    """Put a body or group on the record."""
    consultation, form = in_hand(consultation_id), _offered(ConsulteeForm(version="1"))
    if form.is_valid_post():
        values = form.to_consultee()
        added = add_consultee(session(), consultation=consultation, values=values, actor=actor(), now=now())
        return go_to("contacts", consultation, _("On the record. Now say how it was asked."), consultee_id=added.id)
    return _page(consultation, form, title=_("Someone else to ask")).answer()


@bp.route("/consultees/<int:consultee_id>/change", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def change(consultation_id: int, consultee_id: int) -> AnyResponse:
    """Change what is said of a consultee."""
    consultation = in_hand(consultation_id)
    consultee = consultee_by_id(session(), consultation.id, consultee_id)
    form, fault = _offered(_form(consultee)), ""
    if form.is_valid_post():
        values, seen = form.to_consultee(), form.version_seen
        try:
            change_consultee(session(), consultee=consultee, values=values, version_seen=seen, actor=actor(), now=now())
        except (Stale, Refused) as refused:
            fault = refused.sentence
            form.version.data = str(consultee.version)
        else:
            return go_to("contacts", consultation, _("Saved."), consultee_id=consultee.id)
    page = _page(consultation, form, title=consultee.name, consultee=consultee, fault=fault)
    return page.answer(409 if fault else None)


@bp.post("/consultees/<int:consultee_id>/remove")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def remove(consultation_id: int, consultee_id: int) -> AnyResponse:
    """Take a consultee that was never contacted off the record."""
    consultation = in_hand(consultation_id)
    consultee = session().get(Consultee, consultee_id)
    if consultee is not None and consultee.consultation_id == consultation.id:
        drop_consultee(session(), consultee=consultee, actor=actor(), now=now())
    return go_to("ledger", consultation, _("It is off the record."))


def _form(consultee: Consultee) -> ConsulteeForm:
    return ConsulteeForm(
        version=str(consultee.version),
        name=consultee.name,
        basis=consultee.basis.value,
        source=consultee.source,
        is_class=consultee.is_class,
        group=str(consultee.group_id or ""),
        organisation=str(consultee.organisation_id or ""),
        email=consultee.email,
        reason_not_asked=consultee.reason_not_asked,
    )


def _offered(form: ConsulteeForm) -> ConsulteeForm:
    form.offer(groups=groups_offered(), organisations=organisations_offered())
    return form


def _page(
    consultation: Consultation,
    form: ConsulteeForm,
    *,
    title: str,
    consultee: Consultee | None = None,
    fault: str = "",
) -> ConsulteePage:
    may_go = consultee is not None and not consultee.contacts
    return ConsulteePage(
        title=title,
        around=around(consultation, here="ledger"),
        back=address("contacts", consultation, consultee_id=consultee.id)
        if consultee
        else address("ledger", consultation),
        form=form,
        remove_href=address("remove", consultation, consultee_id=consultee.id) if consultee and may_go else "",
        fault=fault,
    )
