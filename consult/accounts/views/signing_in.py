"""Signing in by a one-time link, and signing out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import ClassVar

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from limits import parse
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.actions import ask_for_link, end_sign_in, start_sign_in, use_link
from consult.accounts.forms import ConfirmForm, ShowPasskeyForm, SignInForm
from consult.accounts.queries import hash_token, usable_link
from consult.accounts.rules import DESK, safe_path, tidy_email
from consult.accounts.views.blueprint import bp
from consult.accounts.views.council_account import has_council_accounts
from consult.accounts.views.entrance import see_off, welcome
from consult.accounts.views.passkeys import passkeys_home
from consult.web.clock import now
from consult.web.guards import FRESH_FOR, actor, current_signed_in, public
from consult.web.page import Page
from consult.web.throttle import count, limited
from consult.web.transaction import session

logger = logging.getLogger(__name__)
LINKS_TO_ONE_ADDRESS = parse("5 per 15 minutes")


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """Asks where to send the link."""

    template: ClassVar[str] = "accounts/sign_in.html"

    form: SignInForm
    passkey_form: ShowPasskeyForm
    has_passkeys: bool
    council_href: str


@dataclass(frozen=True, kw_only=True)
class LinkSentPage(Page):
    """Says the same to everyone, known or not."""

    template: ClassVar[str] = "accounts/link_sent.html"


@dataclass(frozen=True, kw_only=True)
class LinkPage(Page):
    """Where a link leads: a mail scanner that opens it uses nothing up."""

    template: ClassVar[str] = "accounts/link.html"

    form: ConfirmForm
    is_usable: bool


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limited("20 per 5 minutes")
def sign_in() -> AnyResponse:
    """Ask for a link."""
    person = current_signed_in()
    if person and request.method == "GET" and now() - person.signed_in_at <= FRESH_FOR:
        return redirect(safe_path(request.args.get("next")), 303)
    form = SignInForm(next=safe_path(request.args.get("next")))
    if not form.is_valid_post():
        return SignInPage(
            title=_("Sign in"),
            form=form,
            passkey_form=ShowPasskeyForm(formdata=None, next=form.next.data),
            has_passkeys=passkeys_home() is not None,
            council_href=url_for("accounts.to_council", next=form.next.data) if has_council_accounts() else "",
        ).answer()
    count(LINKS_TO_ONE_ADDRESS, "sign_in", hash_token(tidy_email(form.email.data)))
    ask_for_link(session(), email=form.email.data, next_path=form.next.data or DESK, now=now())
    return redirect(url_for("accounts.link_sent"), 303)


@bp.get("/sign-in/sent")
@public
def link_sent() -> Response:
    """Say what happens next, without saying whether we know the address."""
    return LinkSentPage(title=_("Check your email")).answer()


@bp.get("/sign-in/link/<token>")
@public
def link(token: str) -> Response:
    """Show the button that signs in."""
    is_usable = usable_link(session(), token, now=now()) is not None
    title = _("Sign in") if is_usable else _("This link no longer works")
    return LinkPage(title=title, form=ConfirmForm(), is_usable=is_usable).answer()


@bp.post("/sign-in/link/<token>")
@public
@limited("20 per 5 minutes")
def use(token: str) -> AnyResponse:
    """Use the link up and sign in."""
    if usable_link(session(), token, now=now()) is None:
        logger.warning("refused as wrong_link: %s by %s", request.endpoint, actor())
    used = use_link(session(), token=token, now=now())
    person = current_signed_in()
    if person is not None:
        end_sign_in(session(), signed_in_id=person.session_id, actor=person.actor, now=now())
    assert used.account is not None  # noqa: S101 - a usable link has one; tells the type checker
    welcome(start_sign_in(session(), account=used.account, now=now()))
    return redirect(safe_path(used.next_path), 303)


@bp.post("/sign-out")
@public
def sign_out() -> AnyResponse:
    """Sign this browser out."""
    person = current_signed_in()
    if person is not None:
        end_sign_in(session(), signed_in_id=person.session_id, actor=person.actor, now=now())
    see_off()
    return redirect(url_for("accounts.sign_in"), 303)
