"""The blueprint that the pages of this room hang on, and the scope in which its clerks may act."""

from __future__ import annotations

from datetime import date

from flask import Blueprint

from consult.accounts.rules import body_scope
from consult.kernel.clock import day_in_london
from consult.web.clock import now

bp = Blueprint("meetings", __name__)


def of_body(body_id: int, **_values: object) -> str:
    """Return the scope of the body that a clerk's address names."""
    return body_scope(body_id)


def today() -> date:
    """Return the day it is in London."""
    return day_in_london(now())
