"""The history of a consultation, and who may do what with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _

from consult.accounts.queries import account_names, role_holders
from consult.accounts.rules import Permission, consultation_scope
from consult.accounts.wording import ROLE_NAMES
from consult.audit.models import AuditEvent
from consult.audit.queries import events_in
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import hub_href
from consult.consultations.views.happenings import sentence_of
from consult.storage.paging import Page as Cut
from consult.web.filters import london
from consult.web.guards import may, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One thing that happened."""

    when: str
    who: str
    what: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class HistoryPage(Page):
    """Everything that happened to a consultation, the latest first."""

    template: ClassVar[str] = "consultations/history.html"

    about: str
    back: str
    rows: tuple[EventRow, ...]
    cut: Cut[AuditEvent]
    consultation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """Someone with a role here."""

    name: str
    role: str
    where: str


@dataclass(frozen=True, kw_only=True)
class RightsPage(Page):
    """Who may do what with a consultation."""

    template: ClassVar[str] = "consultations/rights.html"

    about: str
    back: str
    rows: tuple[RightRow, ...]
    people_href: str


@bp.get("/desk/consultations/<int:consultation_id>/history")
@needs(Permission.READ_HISTORY, scope=scope_of)
def history(consultation_id: int) -> Response:
    """Show what happened, by whom and when."""
    consultation = consultation_by_id(session(), consultation_id)
    number = request.args.get("page", 1, type=int)
    cut = events_in(session(), consultation_scope(consultation_id), number=number)
    ids = {int(event.actor.removeprefix("account:")) for event in cut.items if event.actor.startswith("account:")}
    names = account_names(session(), ids)
    return HistoryPage(
        title=_("History"),
        about=title_of(consultation),
        back=hub_href(consultation_id),
        rows=tuple(_row(event, names) for event in cut.items),
        cut=cut,
        consultation_id=consultation_id,
    ).answer()


@bp.get("/desk/consultations/<int:consultation_id>/rights")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def rights(consultation_id: int) -> Response:
    """Show who may do what here."""
    consultation = consultation_by_id(session(), consultation_id)
    holders = role_holders(session(), scope=consultation_scope(consultation_id))
    return RightsPage(
        title=_("Who may do what"),
        about=title_of(consultation),
        back=hub_href(consultation_id),
        rows=tuple(
            RightRow(
                name=held.account.name,
                role=str(ROLE_NAMES[held.role]),
                where=_("This consultation") if held.scope else _("Everywhere"),
            )
            for held in holders
        ),
        people_href=url_for("accounts.people") if may(Permission.MANAGE_ACCOUNTS) else "",
    ).answer()


def _row(event: AuditEvent, names: dict[int, str]) -> EventRow:
    told = sentence_of(event)
    return EventRow(when=london(event.at), who=_who(event.actor, names), what=told.what, detail=told.detail)


def _who(actor: str, names: dict[int, str]) -> str:
    if actor.startswith("account:"):
        return names.get(int(actor.removeprefix("account:")), _("Someone who left"))
    return {"system": _("By itself"), "resident": _("Someone from the public")}.get(actor, actor)
