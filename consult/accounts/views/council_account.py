"""Signing in with the council's own accounts (OpenID Connect), where an installation is set up for it.

The provider says who someone is; who may do what stays here: an account must be there already, under the same address.
Authlib keeps state, nonce and the PKCE secret in the signed cookie and checks the answer. The page between the two is a
page with a button, as with a link in a mail: a page that is read writes nothing, and nobody is signed in unawares.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

from flask import Flask, current_app, flash, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.actions import end_sign_in, start_sign_in
from consult.accounts.forms import ProviderForm
from consult.accounts.models import Account
from consult.accounts.queries import open_account_by_email
from consult.accounts.rules import safe_path
from consult.accounts.views.blueprint import bp
from consult.accounts.views.entrance import welcome
from consult.kernel.errors import NotFound
from consult.settings import HalfConfigured, Settings
from consult.web.clock import now
from consult.web.guards import current_signed_in, public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.throttle import limited
from consult.web.transaction import session

logger = logging.getLogger(__name__)
WHERE, NEXT = "consult_council_accounts", "council_next"
LONGEST_WAIT_SECONDS = 10
SEVERAL_FACTORS = "mfa"  # RFC 8176: the provider asked for more than one


@dataclass(frozen=True, kw_only=True)
class BackPage(Page):
    """Where the provider sends people back to: one button to go on."""

    template: ClassVar[str] = "accounts/back.html"

    form: ProviderForm


def install_council_accounts(app: Flask, settings: Settings) -> None:
    """Let people of this council sign in at its provider.

    Raises:
        HalfConfigured: the extra that speaks to a provider is not installed.
    """
    if not settings.oidc_issuer:
        return
    try:
        clients = import_module("authlib.integrations.flask_client").OAuth(app)
    except ImportError:
        raise HalfConfigured("Consult cannot start. For CONSULT_OIDC_ISSUER install consult-platform[sso].") from None
    app.extensions[WHERE] = clients.register(
        name="council",
        server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": LONGEST_WAIT_SECONDS,
        },
    )


def has_council_accounts() -> bool:
    """Say whether people can sign in at a provider."""
    return WHERE in current_app.extensions


@bp.get("/sign-in/council")
@public
def to_council() -> AnyResponse:
    """Send someone to the provider."""
    provider = _provider()
    cookie[NEXT] = safe_path(request.args.get("next"))
    answer: AnyResponse = provider.authorize_redirect(_back_address())
    return answer


@bp.get("/sign-in/council/back")
@public
def back() -> AnyResponse:
    """Show the button; only its press asks the provider who this is."""
    _provider()
    if "code" not in request.args:
        return _not_signed_in("the provider said no")
    form = ProviderForm(formdata=None, code=request.args["code"], state=request.args.get("state", ""))
    return BackPage(title=_("Sign in"), form=form).answer()


@bp.post("/sign-in/council/back")
@public
@limited("20 per 5 minutes")
def signed_in_by_council() -> AnyResponse:
    """Ask the provider who this is, and sign them in if they work here."""
    account, is_proved = _who_comes_back()
    if account is None:
        return _not_signed_in("nobody here, or not rightly signed")
    next_path, person = safe_path(cookie.get(NEXT)), current_signed_in()
    if person is not None:
        end_sign_in(session(), signed_in_id=person.session_id, actor=person.actor, now=now())
    welcome(start_sign_in(session(), account=account, now=now(), way="council", is_proved=is_proved))
    return redirect(next_path, 303)


def _who_comes_back() -> tuple[Account | None, bool]:
    """Return the account of whoever comes back, and whether the provider asked for a second factor."""
    issuer = current_settings().oidc_issuer
    try:
        token = _provider().authorize_access_token(claims_options={"iss": {"essential": True, "values": [issuer]}})
        claims: dict[str, Any] = dict(token["userinfo"])
    except Exception as fault:  # noqa: BLE001 - whatever does not fit in what a provider says, nobody is let in
        logger.warning("refused as wrong_provider: %s", type(fault).__name__)
        return None, False
    if not claims.get("email") or claims.get("email_verified") is not True:
        return None, False
    return open_account_by_email(session(), str(claims["email"])), SEVERAL_FACTORS in (claims.get("amr") or ())


def _not_signed_in(why: str) -> AnyResponse:
    logger.warning("refused as not_signed_in: %s: %s", request.endpoint, why)
    flash(_("You are not signed in. If you work on consultations here, ask an administrator to add your address."))
    return redirect(url_for("accounts.sign_in"), 303)


def _back_address() -> str:
    return f"{current_settings().base_url}{url_for('accounts.back')}"


def _provider() -> Any:
    """Return what speaks to the provider.

    Raises:
        NotFound: this installation has none.
    """
    if not has_council_accounts():
        raise NotFound("This site has no sign-in by council accounts.")
    return current_app.extensions[WHERE]
