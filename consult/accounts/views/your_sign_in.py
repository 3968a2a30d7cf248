"""Your sign-in: the browsers in which you are signed in, and the authenticator app that shows that it is you."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import pyotp
import segno
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from limits import parse
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.actions import (
    begin_second_factor,
    end_other_sign_ins,
    remove_second_factor,
    renew_token,
    take_code,
)
from consult.accounts.codes import address_for_app, matching_step, seal, unseal
from consult.accounts.forms import CodeForm, ConfirmForm, ShowPasskeyForm
from consult.accounts.models import Passkey, SecondFactor
from consult.accounts.queries import live_sign_ins
from consult.accounts.rules import DESK, safe_path
from consult.accounts.views.blueprint import bp
from consult.accounts.views.entrance import current_account, keep_token
from consult.accounts.views.passkeys import passkeys_home, require_proof_for_another
from consult.web.clock import now
from consult.web.guards import require_signed_in, signed_in
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.throttle import client_address, count
from consult.web.transaction import session

logger = logging.getLogger(__name__)
TRIES_FOR_ONE_ACCOUNT = parse("5 per 5 minutes")
TRIES_FROM_ONE_ADDRESS = parse("20 per 15 minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """One browser in which someone is signed in."""

    signed_in_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPasskey:
    """One passkey in the list."""

    name: str
    added_at: datetime
    used_at: datetime | None
    href: str


@dataclass(frozen=True, kw_only=True)
class YourSignInPage(Page):
    """Where you are signed in, and with what."""

    template: ClassVar[str] = "accounts/your_sign_in.html"

    browsers: tuple[Browser, ...]
    has_app: bool
    passkeys: tuple[ShownPasskey, ...]
    may_add_passkey: bool
    form: ConfirmForm


@dataclass(frozen=True, kw_only=True)
class SetUpAppPage(Page):
    """The key for the app, as a picture and as letters, and a box for its first code."""

    template: ClassVar[str] = "accounts/set_up_app.html"

    form: CodeForm
    key: str
    address: str
    picture: str
    picture_size: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorPage(Page):
    """Asks for a code."""

    template: ClassVar[str] = "accounts/second_factor.html"

    form: CodeForm
    passkey_form: ShowPasskeyForm
    has_app: bool
    has_passkey: bool


@bp.get("/your-sign-in")
@signed_in
def your_sign_in() -> AnyResponse:
    """List the browsers, and say whether an app is set up."""
    here = require_signed_in().session_id
    rows = live_sign_ins(session(), account_id=current_account().id, now=now())
    return YourSignInPage(
        title=_("Your sign-in"),
        browsers=tuple(Browser(signed_in_at=row.signed_in_at, is_this=row.id == here) for row in rows),
        has_app=current_account().has_app,
        passkeys=tuple(_shown(one) for one in current_account().passkeys),
        may_add_passkey=passkeys_home() is not None,
        form=ConfirmForm(),
    ).answer()


@bp.post("/your-sign-in/end-others")
@signed_in
def end_others() -> AnyResponse:
    """Sign out everywhere but here."""
    end_other_sign_ins(session(), account=current_account(), kept_id=require_signed_in().session_id, now=now())
    flash(_("You are signed out everywhere but here."))
    return redirect(url_for("accounts.your_sign_in"), 303)


@bp.post("/your-sign-in/app")
@signed_in
def begin_app() -> AnyResponse:
    """Draw a key for a new app."""
    require_proof_for_another(current_account())
    sealed = seal(pyotp.random_base32(), key=current_settings().secret_key)
    begin_second_factor(session(), account=current_account(), sealed_secret=sealed, now=now())
    return redirect(url_for("accounts.set_up_app"), 303)


@bp.get("/your-sign-in/app")
@signed_in
def set_up_app() -> AnyResponse:
    """Show the key of an app that is not tried yet."""
    factor = current_account().second_factor
    if factor is None or factor.confirmed_at is not None:
        return redirect(url_for("accounts.your_sign_in"), 303)
    return _set_up_page(factor, CodeForm(formdata=None))


@bp.post("/your-sign-in/app/confirm")
@signed_in
def confirm_app() -> AnyResponse:
    """Take the first code; from now on the app counts."""
    factor, form = current_account().second_factor, CodeForm()
    if factor is None:
        return redirect(url_for("accounts.your_sign_in"), 303)
    if not form.is_valid_post() or not _is_right(factor, form):
        return _set_up_page(factor, form)
    flash(_("Your app is set up. You need a code to approve, publish, export or erase."))
    return redirect(url_for("accounts.your_sign_in"), 303)


@bp.post("/your-sign-in/app/remove")
@signed_in
def remove_app() -> AnyResponse:
    """Take the app away; only someone who has just shown it may.

    Raises:
        Refused: no code was given in this browser.
    """
    require_proof_for_another(current_account())
    remove_second_factor(session(), account=current_account(), actor=current_account().actor, now=now())
    flash(_("The app is removed."))
    return redirect(url_for("accounts.your_sign_in"), 303)


@bp.route("/your-sign-in/code", methods=["GET", "POST"])
@signed_in
def second_factor() -> AnyResponse:
    """Ask for a code and go on to where the person was going."""
    account, factor = current_account(), current_account().second_factor
    if not account.has_second_factor:
        flash(
            _("Set up an app or a passkey first: it shows that it is you when you approve, publish, export or erase.")
        )
        return redirect(url_for("accounts.your_sign_in"), 303)
    form = CodeForm(next=safe_path(request.args.get("next")))
    if factor is not None and account.has_app and form.is_valid_post() and _is_right(factor, form):
        return redirect(safe_path(form.next.data or DESK), 303)
    return SecondFactorPage(
        title=_("Show that it is you"),
        form=form,
        passkey_form=ShowPasskeyForm(formdata=None, next=form.next.data),
        has_app=account.has_app,
        has_passkey=bool(account.passkeys) and passkeys_home() is not None,
    ).answer()


def _is_right(factor: SecondFactor, form: CodeForm) -> bool:
    """Look at a code, slowly when many are tried, and use it up when it is right."""
    count(TRIES_FOR_ONE_ACCOUNT, "second_factor", f"account:{factor.account_id}")
    count(TRIES_FROM_ONE_ADDRESS, "second_factor", client_address())
    secret = unseal(factor.sealed_secret, key=current_settings().secret_key)
    step = matching_step(secret, form.code.data, now=now(), last_step=factor.last_step) if secret else None
    if step is None:
        logger.warning("refused as wrong_code: %s by %s", request.endpoint, factor.account.actor)
        form.refuse("code", _("This code is not right, or was used already. Type the one that your app shows now"))
        return False
    here = require_signed_in().session_id
    take_code(session(), account=factor.account, step=step, signed_in_id=here, now=now())
    keep_token(renew_token(session(), signed_in_id=here))
    return True


def _shown(passkey: Passkey) -> ShownPasskey:
    return ShownPasskey(
        name=passkey.name,
        added_at=passkey.added_at,
        used_at=passkey.used_at,
        href=url_for("accounts.passkey", passkey_id=passkey.id),
    )


def _set_up_page(factor: SecondFactor, form: CodeForm) -> AnyResponse:
    settings = current_settings()
    secret = unseal(factor.sealed_secret, key=settings.secret_key) or ""
    address = address_for_app(secret, email=factor.account.email, council=settings.council_name)
    code = segno.make(address, micro=False)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, is_dark in enumerate(row) if is_dark)
    return SetUpAppPage(
        title=_("Set up an app"),
        form=form,
        key=" ".join(secret[begin : begin + 4] for begin in range(0, len(secret), 4)),
        address=address,
        picture=path,
        picture_size=len(code.matrix),
    ).answer()
