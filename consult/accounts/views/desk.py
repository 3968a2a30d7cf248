"""The desk: what waits for me today, by deadline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from flask import Flask, Response, current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, may
from consult.accounts.views.blueprint import bp
from consult.accounts.views.entrance import current_account
from consult.web.clock import now
from consult.web.filters import days_away, due_moment, relative_day
from consult.web.guards import signed_in
from consult.web.page import Page
from consult.web.transaction import session

WaitingFor = Callable[[Session, Account, datetime], Sequence[WaitingItem]]
NEVER = datetime.max.replace(tzinfo=UTC)
WHERE = "consult_desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """One thing that waits, ready to show."""

    text: str
    href: str
    about: str
    due: str
    due_exactly: str
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class DeskPage(Page):
    """What waits for one person."""

    template: ClassVar[str] = "accounts/desk.html"

    rows: tuple[DeskRow, ...]
    may_write: bool
    may_manage_people: bool


def install_desk(app: Flask, sources: tuple[WaitingFor, ...]) -> None:
    """Say who contributes to the desk."""
    app.extensions[WHERE] = sources


@bp.get("/desk")
@signed_in
def desk() -> Response:
    """Show what waits for the person who is signed in."""
    account = current_account()
    sources: tuple[WaitingFor, ...] = current_app.extensions[WHERE]
    items = [item for source in sources for item in source(session(), account, now())]
    items.sort(key=lambda item: (item.due_at or NEVER, item.text))
    return DeskPage(
        title=_("Your desk"),
        rows=tuple(_row(item) for item in items),
        may_write=may(account.grants, Permission.WRITE_CONSULTATIONS),
        may_manage_people=may(account.grants, Permission.MANAGE_ACCOUNTS),
    ).answer()


def _row(item: WaitingItem) -> DeskRow:
    return DeskRow(
        text=item.text,
        href=item.href,
        about=item.about,
        due=relative_day(item.due_at) if item.due_at else "",
        due_exactly=due_moment(item.due_at) if item.due_at else "",
        is_overdue=item.due_at is not None and days_away(item.due_at) < 0,
    )
