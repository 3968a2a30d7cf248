"""What this room lays on a clerk's desk: seats that stand empty, terms that end, offers, reports that pilots owe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, scopes_of
from consult.bodies.queries.choosing import Waiting, offers_waiting, reports_owed, terms_ending, vacancies_waiting
from consult.bodies.rules import WARNED_DAYS_AHEAD
from consult.kernel.clock import day_in_london, end_of_day

MOST_OF_A_KIND = 5


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """List what waits for one clerk in this room."""
    scopes = scopes_of(account.grants, Permission.MANAGE_BODIES)
    if not scopes:
        return []
    today = day_in_london(now)
    ending = terms_ending(session, scopes=scopes, day=today, within=timedelta(days=WARNED_DAYS_AHEAD))
    empty = vacancies_waiting(session, scopes=scopes, day=today)
    return [
        *(_item(each, _ending(each.n)) for each in ending[:MOST_OF_A_KIND]),
        *(_item(each, _empty(each.n)) for each in empty[:MOST_OF_A_KIND]),
        *_rest(len(empty) + len(ending) - min(len(empty), MOST_OF_A_KIND) - min(len(ending), MOST_OF_A_KIND)),
        *(_item(each, _offered(each.n), "bodies.offers") for each in offers_waiting(session, scopes=scopes)),
        *(_item(each, _("A pilot owes its report")) for each in reports_owed(session, scopes=scopes)),
    ]


def _ending(n: int) -> str:
    return ngettext("%(n)s term ends: fill the seat", "%(n)s terms end: fill the seats", n, n=n)


def _empty(n: int) -> str:
    return ngettext("%(n)s seat stands empty", "%(n)s seats stand empty", n, n=n)


def _offered(n: int) -> str:
    return ngettext("%(n)s person offers to sit", "%(n)s people offer to sit", n, n=n)


def _rest(n: int) -> list[WaitingItem]:
    if n <= 0:
        return []
    words = ngettext("%(n)s more body has seats to fill", "%(n)s more bodies have seats to fill", n, n=n)
    return [WaitingItem(text=words, href=url_for("bodies.desk_bodies"))]


def _item(each: Waiting, words: str, endpoint: str = "bodies.desk_body") -> WaitingItem:
    due_at = end_of_day(each.due_on) if each.due_on else None
    return WaitingItem(text=words, about=each.body, href=url_for(endpoint, body_id=each.body_id), due_at=due_at)
