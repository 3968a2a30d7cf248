"""Passkeys: making one, naming and removing it, signing in with it, and showing with it that it is you.

The browser asks for something to sign (``begin``), signs it, and sends it with an ordinary form.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import ClassVar

from flask import Response, flash, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from limits import parse
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts import passkeys
from consult.accounts.actions import (
    add_passkey,
    draw_challenge,
    end_sign_in,
    name_passkey,
    note_passkey_used,
    prove_with_passkey,
    remove_passkey,
    renew_token,
    start_sign_in,
    use_challenge,
)
from consult.accounts.forms import PasskeyForm, PasskeyNameForm, ShowPasskeyForm
from consult.accounts.models import Account, Passkey
from consult.accounts.queries import own_passkey, passkey_by_key_id
from consult.accounts.rules import DESK, safe_path
from consult.accounts.views.blueprint import bp
from consult.accounts.views.entrance import current_account, keep_token, welcome
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.web.clock import now
from consult.web.guards import current_signed_in, public, require_signed_in, signed_in
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.throttle import client_address, count, limited
from consult.web.transaction import session

logger = logging.getLogger(__name__)
ASKED = "passkey"
TRIES_FROM_ONE_ADDRESS = parse("20 per 5 minutes")


@dataclass(frozen=True, kw_only=True)
class NewPasskeyPage(Page):
    """Asks for a name and for the device."""

    template: ClassVar[str] = "accounts/new_passkey.html"

    form: PasskeyForm


@dataclass(frozen=True, kw_only=True)
class PasskeyPage(Page):
    """Asks for another name."""

    template: ClassVar[str] = "accounts/passkey.html"

    form: PasskeyNameForm


def home() -> passkeys.Home:
    """Return this site as passkeys see it.

    Raises:
        NotFound: this site has no name for which browsers make passkeys.
    """
    found = passkeys_home()
    if found is None:
        raise NotFound("This site is reached by a number, for which browsers make no passkeys.")
    return found


def passkeys_home() -> passkeys.Home | None:
    """Return this site as passkeys see it, or nothing where there can be none."""
    settings = current_settings()
    return passkeys.home_of(settings.base_url, name=settings.council_name)


def require_proof_for_another(account: Account) -> None:
    """Let nobody who only reads the mailbox add a second factor beside the one that keeps them out.

    Raises:
        Refused: there is one, and it was not shown in this browser.
    """
    if account.has_second_factor and not require_signed_in().is_proved:
        raise Refused(_("Show first that it is you, with your passkey or a code from your app."))


@bp.get("/your-sign-in/passkeys/new")
@signed_in
def new_passkey() -> AnyResponse:
    """Show the form."""
    home()
    return NewPasskeyPage(title=_("Add a passkey"), form=PasskeyForm(formdata=None)).answer()


@bp.post("/your-sign-in/passkeys/begin")
@signed_in
@limited("20 per 5 minutes")
def begin_new_passkey() -> AnyResponse:
    """Give the browser what it needs to make one."""
    account = current_account()
    require_proof_for_another(account)
    held = [one.key_id for one in account.passkeys]
    challenge = _ask()
    return _json(
        passkeys.to_make(
            home(),
            challenge=challenge,
            account_id=account.id,
            email=account.email,
            name=account.name,
            held=held,
        )
    )


@bp.post("/your-sign-in/passkeys")
@signed_in
def keep_passkey() -> AnyResponse:
    """Keep the passkey that the browser made."""
    account, form = current_account(), PasskeyForm()
    require_proof_for_another(account)
    if not form.is_valid_post():
        return NewPasskeyPage(title=_("Add a passkey"), form=form).answer()
    try:
        made = passkeys.check_made(form.credential.data or "", home=home(), challenge=_answered())
        here = require_signed_in().session_id
        add_passkey(session(), account=account, made=made, name=form.name.data, signed_in_id=here, now=now())
    except (Invalid, Refused) as problem:
        form.refuse("name", _("No passkey was added: %(why)s", why=problem.sentence))
        return NewPasskeyPage(title=_("Add a passkey"), form=form).answer()
    keep_token(renew_token(session(), signed_in_id=here))
    flash(_("Your passkey is added."))
    return redirect(url_for("accounts.your_sign_in"), 303)


@bp.route("/your-sign-in/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@signed_in
def passkey(passkey_id: int) -> AnyResponse:
    """Give a passkey another name."""
    held = own_passkey(current_account(), passkey_id)
    form = PasskeyNameForm(name=held.name)
    if form.is_valid_post():
        name_passkey(session(), passkey=held, name=form.name.data)
        flash(_("The name is changed."))
        return redirect(url_for("accounts.your_sign_in"), 303)
    return PasskeyPage(title=_("Rename a passkey"), form=form).answer()


@bp.post("/your-sign-in/passkeys/<int:passkey_id>/remove")
@signed_in
def remove_own_passkey(passkey_id: int) -> AnyResponse:
    """Take a passkey away; only someone who has just shown one, or a code, may."""
    held = own_passkey(current_account(), passkey_id)
    require_proof_for_another(current_account())
    remove_passkey(session(), passkey=held, actor=current_account().actor, now=now())
    flash(_("The passkey is removed. Delete it on your device too."))
    return redirect(url_for("accounts.your_sign_in"), 303)


@bp.post("/sign-in/passkey/begin")
@public
@limited("20 per 5 minutes")
def begin_sign_in() -> AnyResponse:
    """Ask for any passkey of this site; nothing is said of who has one."""
    return _json(passkeys.to_show(home(), challenge=_ask(), held=[], must_know_person=True))


@bp.post("/sign-in/passkey")
@public
def sign_in_with_passkey() -> AnyResponse:
    """Sign in; the device asked for a finger, a face or a PIN, so nothing more is asked later."""
    form = ShowPasskeyForm()
    try:
        shown = _right_passkey(form, of=None, must_know_person=True)
    except Invalid as problem:
        flash(_(problem.sentence))
        return redirect(url_for("accounts.sign_in", next=safe_path(form.next.data)), 303)
    person = current_signed_in()
    if person is not None:
        end_sign_in(session(), signed_in_id=person.session_id, actor=person.actor, now=now())
    welcome(start_sign_in(session(), account=shown.account, now=now(), way="passkey", is_proved=True))
    return redirect(safe_path(form.next.data or DESK), 303)


@bp.post("/your-sign-in/code/passkey/begin")
@signed_in
@limited("20 per 5 minutes")
def begin_proof() -> AnyResponse:
    """Ask for one of the passkeys of whoever is signed in."""
    held = [one.key_id for one in current_account().passkeys]
    return _json(passkeys.to_show(home(), challenge=_ask(), held=held, must_know_person=False))


@bp.post("/your-sign-in/code/passkey")
@signed_in
def prove() -> AnyResponse:
    """Take a passkey in place of a code, and go on to where the person was going."""
    form, account, here = ShowPasskeyForm(), current_account(), require_signed_in().session_id
    try:
        _right_passkey(form, of=account, must_know_person=False)
    except Invalid as problem:
        flash(_(problem.sentence))
        return redirect(url_for("accounts.second_factor", next=safe_path(form.next.data)), 303)
    prove_with_passkey(session(), account=account, signed_in_id=here, now=now())
    keep_token(renew_token(session(), signed_in_id=here))
    return redirect(safe_path(form.next.data or DESK), 303)


def _ask() -> bytes:
    """Draw something to sign, for this browser alone."""
    challenge = draw_challenge(session(), now=now())
    cookie[ASKED] = challenge
    return challenge.encode()


def _answered() -> bytes:
    """Return what this browser was asked to sign, which nobody can answer again."""
    challenge = cookie.pop(ASKED, "")
    use_challenge(session(), challenge=challenge, now=now())
    return str(challenge).encode()


def _right_passkey(form: ShowPasskeyForm, *, of: Account | None, must_know_person: bool) -> Passkey:
    """Return the passkey that signed, if it did so rightly and is its owner's.

    Raises:
        Invalid: something does not fit; what it was is not told.
    """
    count(TRIES_FROM_ONE_ADDRESS, "passkey", client_address())
    answer = form.credential.data or ""
    try:
        shown = passkeys.read_shown(answer)
        challenge = _answered()
        found = _passkey_that(shown, of=of)
        n_uses = passkeys.check_shown(
            answer,
            home=home(),
            challenge=challenge,
            public_key=found.public_key,
            n_uses=found.n_uses,
            must_know_person=must_know_person,
        )
    except Invalid:
        logger.warning("refused as wrong_passkey: %s", request.endpoint)
        raise
    note_passkey_used(session(), passkey=found, n_uses=n_uses, now=now())
    return found


def _passkey_that(shown: passkeys.Shown, *, of: Account | None) -> Passkey:
    """Return the passkey that a browser names, when it is one of whoever is asked for.

    Raises:
        Invalid: there is no such passkey, it is another's, or its owner's account is closed.
    """
    found = passkey_by_key_id(session(), shown.key_id)
    is_theirs = found is not None and (of is None or found.account_id == of.id)
    if found is None or not is_theirs or found.account.closed_at is not None:
        raise Invalid(passkeys.NOT_RIGHT)
    if shown.owner not in {"", str(found.account_id)}:
        raise Invalid(passkeys.NOT_RIGHT)
    return found


def _json(options: str) -> Response:
    response = Response(options, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
