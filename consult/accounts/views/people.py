"""People and their roles, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.actions import (
    add_account,
    close_account,
    end_sign_ins,
    give_role,
    remove_passkey,
    remove_second_factor,
    reopen_account,
    take_role,
)
from consult.accounts.forms import GiveRoleForm, PersonForm
from consult.accounts.models import Account
from consult.accounts.queries import account_by_id, accounts
from consult.accounts.rules import Permission, Role
from consult.accounts.views.blueprint import bp
from consult.accounts.wording import ROLE_NAMES
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session

Scopes = Callable[[Session], tuple[tuple[str, str], ...]]
WHERE = "consult_scopes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role that someone holds, ready to show."""

    grant_id: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone in the list."""

    name: str
    email: str
    href: str
    roles: tuple[str, ...]
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """Everyone who can sign in, and those who no longer can."""

    template: ClassVar[str] = "accounts/people.html"

    people: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class NewPersonPage(Page):
    """Adds someone."""

    template: ClassVar[str] = "accounts/new_person.html"

    form: PersonForm


@dataclass(frozen=True, kw_only=True)
class PersonPage(Page):
    """One person and their roles."""

    template: ClassVar[str] = "accounts/person.html"

    account_id: int
    email: str
    is_closed: bool
    is_oneself: bool
    has_app: bool
    held: tuple[Held, ...]
    form: GiveRoleForm


def install_scopes(app: Flask, scopes: Scopes) -> None:
    """Say in which single places a role can be given."""
    app.extensions[WHERE] = scopes


@bp.get("/people")
@needs(Permission.MANAGE_ACCOUNTS)
def people() -> AnyResponse:
    """List everyone."""
    scopes = dict(_scopes())
    rows = tuple(
        Person(
            name=account.name,
            email=account.email,
            href=url_for("accounts.person", account_id=account.id),
            roles=tuple(held.words for held in _held(account, scopes)),
            is_closed=account.closed_at is not None,
        )
        for account in accounts(session())
    )
    return PeoplePage(title=_("People and roles"), people=rows).answer()


@bp.route("/people/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS, proved=True)
def new_person() -> AnyResponse:
    """Add someone with a first role."""
    form = PersonForm()
    if form.is_valid_post():
        new = form.to_new_person()
        try:
            account = add_account(session(), email=new.email, name=new.name, actor=actor(), now=now())
            give_role(session(), account=account, role=new.role, actor=actor(), now=now())
        except Invalid as problem:
            form.refuse("email", problem.sentence)
        else:
            flash(_("%(name)s can now sign in.", name=account.name))
            return redirect(url_for("accounts.person", account_id=account.id), 303)
    return NewPersonPage(title=_("Add a person"), form=form).answer()


@bp.route("/people/<int:account_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS, proved=True)
def person(account_id: int) -> AnyResponse:
    """Show someone's roles and give another."""
    account = account_by_id(session(), account_id)
    form = GiveRoleForm()
    form.offer_scopes(_scopes())
    if form.is_valid_post():
        role, scope = Role(form.role.data), form.scope.data
        give_role(session(), account=account, role=role, scope=scope, actor=actor(), now=now())
        flash(_("The role was given."))
        return redirect(url_for("accounts.person", account_id=account_id), 303)
    return PersonPage(
        title=account.name,
        account_id=account.id,
        email=account.email,
        is_closed=account.closed_at is not None,
        is_oneself=account.actor == actor(),
        has_app=account.has_second_factor,
        held=_held(account, dict(_scopes())),
        form=form,
    ).answer()


@bp.post("/people/<int:account_id>/roles/<int:grant_id>/remove")
@needs(Permission.MANAGE_ACCOUNTS, proved=True)
def remove_role(account_id: int, grant_id: int) -> AnyResponse:
    """Take a role away."""
    account = account_by_id(session(), account_id)
    take_role(session(), account=account, grant_id=grant_id, actor=actor(), now=now())
    flash(_("The role was taken away."))
    return redirect(url_for("accounts.person", account_id=account_id), 303)


@bp.post("/people/<int:account_id>/close")
@needs(Permission.MANAGE_ACCOUNTS, proved=True)
def close_person(account_id: int) -> AnyResponse:
    """Let someone sign in no more."""
    close_account(session(), account=account_by_id(session(), account_id), actor=actor(), now=now())
    flash(_("This person can no longer sign in."))
    return redirect(url_for("accounts.person", account_id=account_id), 303)


@bp.post("/people/<int:account_id>/reopen")
@needs(Permission.MANAGE_ACCOUNTS, proved=True)
def reopen_person(account_id: int) -> AnyResponse:
    """Let someone sign in again."""
    reopen_account(session(), account=account_by_id(session(), account_id), actor=actor(), now=now())
    flash(_("This person can sign in again."))
    return redirect(url_for("accounts.person", account_id=account_id), 303)


@bp.post("/people/<int:account_id>/remove-app")
@needs(Permission.MANAGE_ACCOUNTS, proved=True)
def remove_persons_app(account_id: int) -> AnyResponse:
    """Remove the app and the passkeys of someone who lost them, and sign them out everywhere."""
    account = account_by_id(session(), account_id)
    for passkey in tuple(account.passkeys):
        remove_passkey(session(), passkey=passkey, actor=actor(), now=now())
    remove_second_factor(session(), account=account, actor=actor(), now=now())
    end_sign_ins(session(), account=account, now=now())
    flash(_("What showed that it is this person is removed, and they are signed out everywhere."))
    return redirect(url_for("accounts.person", account_id=account_id), 303)


def _scopes() -> tuple[tuple[str, str], ...]:
    scopes: Scopes = current_app.extensions[WHERE]
    return scopes(session())


def _held(account: Account, scopes: dict[str, str]) -> tuple[Held, ...]:
    return tuple(
        Held(grant_id=held.id, words=_role_words(held.role, held.scope, scopes)) for held in account.role_grants
    )


def _role_words(role: Role, scope: str, scopes: dict[str, str]) -> str:
    if not scope:
        return str(ROLE_NAMES[role])
    return _("%(role)s for “%(where)s”", role=str(ROLE_NAMES[role]), where=scopes.get(scope, scope))
