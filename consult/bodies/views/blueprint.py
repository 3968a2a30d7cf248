"""The blueprint that the pages of this room hang on, the scope in which its officers may act, and the day asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, request

from consult.accounts.rules import body_scope
from consult.kernel.clock import day_in_london
from consult.web.clock import now

bp = Blueprint("bodies", __name__)

EARLIEST = date(1900, 1, 1)
LATEST_YEARS_AHEAD = 5


def of_body(body_id: int, **_values: object) -> str:
    """Return the scope of the body that an officer's address names."""
    return body_scope(body_id)


def today() -> date:
    """Return the day it is in London."""
    return day_in_london(now())


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDay:
    """The day that a page is asked to show: today, unless the address names another."""

    day: date
    typed: str
    is_today: bool
    is_wrong: bool

    @property
    def query(self) -> dict[str, Any]:
        """What links carry on, so that a reader stays on that day."""
        return {} if self.is_today else {"on": self.day.isoformat()}


def asked_day() -> AskedDay:
    """Read ``?on=YYYY-MM-DD``; what is no day is told to the reader, and today is shown."""
    typed = request.args.get("on", "").strip()[:20]
    here = today()
    if not typed:
        return AskedDay(day=here, typed="", is_today=True, is_wrong=False)
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return AskedDay(day=here, typed=typed, is_today=True, is_wrong=True)
    if not EARLIEST <= day <= date(here.year + LATEST_YEARS_AHEAD, 12, 31):
        return AskedDay(day=here, typed=typed, is_today=True, is_wrong=True)
    return AskedDay(day=day, typed=day.isoformat(), is_today=day == here, is_wrong=False)
