"""The desk: what waits for me today, by deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response
from flask_babel import gettext as _

from consult.accounts.rules import Permission, may
from consult.accounts.views.blueprint import bp
from consult.accounts.views.entrance import current_account
from consult.accounts.waiting import WaitingRow, waiting_rows
from consult.web.clock import now
from consult.web.guards import signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class DeskPage(Page):
    """What waits for one person."""

    template: ClassVar[str] = "accounts/desk.html"

    rows: tuple[WaitingRow, ...]
    may_write: bool
    may_manage_people: bool


@bp.get("/desk")
@signed_in
def desk() -> Response:
    """Show what waits for the person who is signed in."""
    account = current_account()
    return DeskPage(
        title=_("Your desk"),
        rows=waiting_rows(session(), account, now=now()),
        may_write=may(account.grants, Permission.WRITE_CONSULTATIONS),
        may_manage_people=may(account.grants, Permission.MANAGE_ACCOUNTS),
    ).answer()
