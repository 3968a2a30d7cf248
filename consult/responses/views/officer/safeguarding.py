"""The safeguarding officer's pages: what made readers fear for somebody, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.queries import account_names
from consult.accounts.rules import Permission
from consult.consultations.queries import title_of
from consult.responses.actions.concerns import close_concern
from consult.responses.forms.officer.screening import CloseConcernForm
from consult.responses.models import SafeguardingConcern
from consult.responses.queries.concerns import concern_by_id, concerns_in
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session

bp = Blueprint("safeguarding", __name__, url_prefix="/desk/safeguarding")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownConcern:
    """A line about one concern; the text itself stands on its own page only."""

    href: str
    consultation: str
    by: str
    at: datetime
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class ConcernsPage(Page):
    """Every concern."""

    template: ClassVar[str] = "responses/officer/concerns.html"

    waiting: tuple[ShownConcern, ...]
    closed: tuple[ShownConcern, ...]


@dataclass(frozen=True, kw_only=True)
class OneConcernPage(Page):
    """One concern with the text, who can be reached, and what was done."""

    template: ClassVar[str] = "responses/officer/one_concern.html"

    consultation: str
    given: str
    words: str
    by: str
    at: datetime
    reference: str
    email: str
    is_open: bool
    can_go_back: bool
    outcome: str
    closed_by: str
    closed_at: datetime | None
    form: CloseConcernForm


@bp.get("")
@needs(Permission.READ_CONCERNS)
def concerns() -> AnyResponse:
    """Show what waits and what was closed."""
    found = concerns_in(session())
    names = account_names(session(), {each.raised_by_id for each in found})
    shown = [_shown(each, names) for each in found]
    return ConcernsPage(
        title=_("Safeguarding"),
        waiting=tuple(each for each in shown if each.is_open),
        closed=tuple(each for each in shown if not each.is_open),
    ).answer()


@bp.route("/<int:concern_id>", methods=["GET", "POST"])
@needs(Permission.READ_CONCERNS)
def one_concern(concern_id: int) -> AnyResponse:
    """Show one concern, and close it."""
    concern, form = concern_by_id(session(), concern_id), CloseConcernForm()
    if not form.is_valid_post():
        return _page(concern, form).answer()
    close_concern(
        session(),
        concern=concern,
        outcome=form.outcome.data or "",
        back_to_the_queue=bool(form.back.data),
        account_id=require_signed_in().account_id,
        now=now(),
    )
    flash(_("It is closed."))
    return redirect(url_for("safeguarding.concerns"), 303)


def _shown(concern: SafeguardingConcern, names: dict[int, str]) -> ShownConcern:
    return ShownConcern(
        href=url_for("safeguarding.one_concern", concern_id=concern.id),
        consultation=title_of(concern.consultation),
        by=names.get(concern.raised_by_id, ""),
        at=concern.raised_at,
        is_open=concern.closed_at is None,
    )


def _page(concern: SafeguardingConcern, form: CloseConcernForm) -> OneConcernPage:
    names = account_names(session(), {concern.raised_by_id, concern.closed_by_id or concern.raised_by_id})
    response = concern.response
    return OneConcernPage(
        title=_("Somebody may be at risk"),
        consultation=title_of(concern.consultation),
        given=concern.given,
        words=concern.words,
        by=names.get(concern.raised_by_id, ""),
        at=concern.raised_at,
        reference=response.reference if response else "",
        email=response.contact.email if response and response.contact else "",
        is_open=concern.closed_at is None,
        can_go_back=concern.screened_text is not None,
        outcome=concern.outcome,
        closed_by=names.get(concern.closed_by_id or 0, ""),
        closed_at=concern.closed_at,
        form=form,
    )
