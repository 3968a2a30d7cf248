"""What waits for a person, by deadline: gathered from every room, for the desk and for the page of one consultation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import WaitingItem
from consult.web.filters import days_away, due_moment, relative_day

WaitingFor = Callable[[Session, Account, datetime], Sequence[WaitingItem]]
_NEVER = datetime.max.replace(tzinfo=UTC)
_WHERE = "consult_desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One thing that waits, ready to show."""

    text: str
    href: str
    about: str
    due: str
    due_exactly: str
    is_overdue: bool


def install_desk(app: Flask, sources: tuple[WaitingFor, ...]) -> None:
    """Say who contributes to the desk."""
    app.extensions[_WHERE] = sources


def waiting_rows(session: Session, account: Account, *, now: datetime, under: str = "") -> tuple[WaitingRow, ...]:
    """Gather what waits for a person, the most urgent first.

    With the address of a page, ``under`` it: only what waits there and on the pages below. Nothing then tells what it
    is about, because the page does.
    """
    sources: tuple[WaitingFor, ...] = current_app.extensions[_WHERE]
    items = [item for source in sources for item in source(session, account, now) if _is_under(item.href, under)]
    items.sort(key=lambda item: (item.due_at or _NEVER, item.text))
    return tuple(_row(item, about="" if under else item.about) for item in items)


def _is_under(href: str, page: str) -> bool:
    return not page or href == page or href.startswith((f"{page}/", f"{page}#", f"{page}?"))


def _row(item: WaitingItem, *, about: str) -> WaitingRow:
    return WaitingRow(
        text=item.text,
        href=item.href,
        about=about,
        due=relative_day(item.due_at) if item.due_at else "",
        due_exactly=due_moment(item.due_at) if item.due_at else "",
        is_overdue=item.due_at is not None and days_away(item.due_at) < 0,
    )
