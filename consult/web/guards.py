"""Who may call a route: every view carries exactly one guard, and the guard says so in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, current_app, g, request

from consult.kernel.errors import ConsultError, NotAllowed
from consult.web.clock import now

View = TypeVar("View", bound=Callable[..., Any])
ScopeOf = Callable[..., str]

FRESH_FOR = timedelta(minutes=20)


class NotSignedIn(ConsultError):
    """Raised when a page needs someone to be signed in and nobody is, or not recently enough."""


class NotProved(ConsultError):
    """Raised when an act needs a second factor and this sign-in was not proved with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The officer behind this request."""

    account_id: int
    name: str
    session_id: int
    signed_in_at: datetime
    is_proved: bool = True  # by a second factor, where the person has or must have one

    @property
    def actor(self) -> str:
        """How the audit names this person."""
        return f"account:{self.account_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a route asks of its caller; the table of who may do what is generated from these."""

    kind: str
    permission: StrEnum | None = None
    scope: ScopeOf | None = None
    fresh: bool = False
    proved: bool = False

    @property
    def sentence(self) -> str:
        """The guard in words."""
        if self.permission is None:
            return {"public": "anyone", "signed_in": "anyone signed in"}[self.kind]
        where = " (per consultation or body)" if self.scope else ""
        more = (", signed in recently" if self.fresh else "") + (", with a second factor" if self.proved else "")
        return f"{self.permission.value}{where}{more}"


class Gatekeeper(Protocol):
    """What the accounts room supplies: who is there, and what they may do."""

    def signed_in(self) -> SignedIn | None:
        """Return the person behind this request, or nobody."""

    def may(self, account_id: int, permission: StrEnum, scope: str) -> bool:
        """Say whether a person has a permission, everywhere or in this scope."""


def install_gatekeeper(app: Flask, gatekeeper: Gatekeeper) -> None:
    """Give the guards their knowledge of people."""
    app.extensions["consult_gatekeeper"] = gatekeeper


def public(view: View) -> View:
    """Let anyone call this route."""
    return _record(view, Guard(kind="public"))


def signed_in(view: View) -> View:
    """Let anyone who is signed in call this route."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        require_signed_in()
        return view(**values)

    return _record(cast("View", guarded), Guard(kind="signed_in"))


def needs(
    permission: StrEnum, *, scope: ScopeOf | None = None, fresh: bool = False, proved: bool = False
) -> Callable[[View], View]:
    """Let those call this route who have ``permission``, everywhere or in the scope that the view's values name.

    Args:
        permission: what the caller must have been given.
        scope: takes the view's values by name and returns a scope such as ``"consultation:12"``.
        fresh: whether the sign-in must be recent, for acts that cannot be undone.
        proved: whether a second factor must have been given, for what is approved, published, exported or erased.
    """
    guard = Guard(kind="needs", permission=permission, scope=scope, fresh=fresh, proved=proved)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            check(guard, values)
            return view(**values)

        return _record(cast("View", guarded), guard)

    return decorate


def check(guard: Guard, values: dict[str, Any]) -> None:
    """Refuse the request unless its caller satisfies ``guard``.

    Raises:
        NotSignedIn: nobody is signed in, or not recently enough.
        NotAllowed: the person lacks the permission.
        NotProved: no second factor was given.
    """
    person = require_signed_in()
    if guard.permission is None:
        return
    scope = guard.scope(**values) if guard.scope else ""
    if not may(guard.permission, scope):
        raise NotAllowed("You do not have permission to do this. Ask an administrator if you think you should.")
    if guard.fresh and now() - person.signed_in_at > FRESH_FOR:
        raise NotSignedIn("Sign in again to do this. It cannot be undone, so we check that it is still you.")
    if guard.proved and not person.is_proved:
        raise NotProved("Type a code from your app to do this, so that we can be sure that it is you.")


def may(permission: StrEnum, scope: str = "") -> bool:
    """Say whether the caller of this request has a permission, everywhere or in ``scope``."""
    person = current_signed_in()
    return person is not None and _gatekeeper().may(person.account_id, permission, scope)


def current_signed_in() -> SignedIn | None:
    """Return the person behind this request, or nobody; asked of the database once a request."""
    if "signed_in" not in g:
        g.signed_in = _gatekeeper().signed_in()
    person: SignedIn | None = g.signed_in
    return person


def forget_signed_in() -> None:
    """Ask the database again; for the two views that sign people in and out."""
    g.pop("signed_in", None)


def require_signed_in() -> SignedIn:
    """Return the person behind this request.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    person = current_signed_in()
    if person is None:
        raise NotSignedIn("Sign in to see this page.")
    return person


def actor() -> str:
    """Return how the audit names the caller: ``account:7``, or ``resident`` for anyone not signed in."""
    person = current_signed_in()
    return person.actor if person else "resident"


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """Return the guard a view carries."""
    return getattr(view, "guard", None)


def require_guards(app: Flask) -> None:
    """Refuse to start an app with a route that does not say who may call it.

    Raises:
        RuntimeError: naming the routes.
    """
    silent = [name for name, view in app.view_functions.items() if name != "static" and guard_of(view) is None]
    if silent:
        raise RuntimeError(f"these routes do not say who may call them: {', '.join(sorted(silent))}")


def is_safe_method() -> bool:
    """Say whether this request only reads."""
    return request.method in {"GET", "HEAD", "OPTIONS"}


def _record(view: View, guard: Guard) -> View:
    if guard_of(view) is not None:
        raise RuntimeError(f"{view.__module__}.{view.__name__} carries two guards")
    view.guard = guard  # type: ignore[attr-defined]  # the record that the table of permissions is made from
    return view


def _gatekeeper() -> Gatekeeper:
    gatekeeper: Gatekeeper = current_app.extensions["consult_gatekeeper"]
    return gatekeeper
