"""Who stands behind a request: the cookie's token, the row it names, and when it was last here.

Flask-Login keeps the token in the cookie and asks for whom it stands. The token is our own (its "alternative tokens"):
it names a row that can be ended at once, so an old cookie is worth nothing after signing out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from flask import Flask
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from consult.accounts.actions import touch_sign_in
from consult.accounts.models import Account, SignInSession
from consult.accounts.queries import live_sign_in
from consult.accounts.rules import Permission, may
from consult.kernel.errors import NotAllowed
from consult.web.clock import now
from consult.web.guards import SignedIn, forget_signed_in, install_gatekeeper, is_safe_method
from consult.web.site import current_settings
from consult.web.transaction import session

SEEN = "seen"
OFTEN_ENOUGH = timedelta(minutes=1)


class Known(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """Someone whose browser holds a live token."""

    def __init__(self, token: str, found: SignInSession) -> None:
        self.token = token
        self.account = found.account
        self.person = SignedIn(
            account_id=found.account_id,
            name=found.account.name,
            session_id=found.id,
            signed_in_at=found.signed_in_at,
            is_proved=_is_proved(found),
        )

    def get_id(self) -> str:
        """Return what the cookie keeps: the token, and never the account's number."""
        return self.token


def install_entrance(app: Flask) -> None:
    """Let Flask-Login ask us for whom a token stands."""
    manager = LoginManager()
    manager.session_protection = None  # it compares browsers' names, which change with every update
    manager.user_loader(_known_by)
    manager.init_app(app, add_context_processor=False)
    install_gatekeeper(app, Entrance())


def _known_by(token: str) -> Known | None:
    found = live_sign_in(session(), token, seen_at=_seen_at(), now=now())
    if found is None:
        return None
    _remember(found)
    return Known(token, found)


class Entrance:
    """Answers the guards: who is there, and what they may do."""

    def signed_in(self) -> SignedIn | None:
        """Return the person whose browser sent this request; the row is read once."""
        return current_user.person if current_user.is_authenticated else None

    def may(self, account_id: int, permission: StrEnum, scope: str) -> bool:
        """Say whether the person behind this request has a permission."""
        if not current_user.is_authenticated or current_user.account.id != account_id:
            return False
        return may(current_user.account.grants, Permission(permission), scope=scope)


def current_account() -> Account:
    """Return the account behind this request, for views that are guarded.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if not current_user.is_authenticated:
        raise NotAllowed("Sign in to do this.")
    account: Account = current_user.account
    return account


def welcome(token: str) -> None:
    """Give the browser its token in a fresh cookie, so that what was set before signing in does not survive."""
    cookie.clear()
    cookie[SEEN] = int(now().timestamp())
    known = _known_by(token)
    if known is not None:
        login_user(known)
    forget_signed_in()


def keep_token(token: str) -> None:
    """Give the browser another token for the same sign-in; what else the cookie holds stays."""
    known = _known_by(token)
    if known is not None:
        login_user(known)
    forget_signed_in()


def see_off() -> None:
    """Take the token out of the browser."""
    logout_user()
    cookie.clear()
    forget_signed_in()


def _is_proved(found: SignInSession) -> bool:
    """Say whether nothing more is asked: a code was given, or none is needed yet, as in a demonstration."""
    must_have_one = found.account.has_second_factor or current_settings().is_production
    return found.proved_at is not None or not must_have_one


def _seen_at() -> datetime:
    return datetime.fromtimestamp(int(cookie.get(SEEN, 0)), tz=UTC)


def _remember(found: SignInSession) -> None:
    """Note that someone was here: in the cookie, and in the row when this request may write."""
    if now() - _seen_at() >= OFTEN_ENOUGH:
        cookie[SEEN] = int(now().timestamp())
    if not is_safe_method() and now() - found.seen_at >= OFTEN_ENOUGH:
        touch_sign_in(session(), signed_in_id=found.id, now=now())
