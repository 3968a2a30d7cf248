"""What the pages of one contest's desk share."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult.elections.forms.officer import PressForm
from consult.elections.models import Contest
from consult.web.guards import require_signed_in


def me() -> int:
    """Return the account of the person who is signed in."""
    return require_signed_in().account_id


def desk_of(contest: Contest, page: str = "contest_desk") -> str:
    """Return the address of one of the desk's pages for a contest."""
    return url_for(f"elections.{page}", contest_id=contest.id)


def pressed(act: Callable[[], object], *, done: str, back: str) -> AnyResponse:
    """Do what a button says, tell that it is done, and go back; a refusal becomes a page of its own."""
    if PressForm().is_valid_post():
        act()
        flash(done, "success")
    return redirect(back, 303)
