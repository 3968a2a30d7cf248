"""Questions about accounts, roles and sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.accounts.models import Account, Passkey, RoleGrant, SignInLink, SignInSession
from consult.accounts.rules import ROLE_PERMISSIONS, SIGN_IN_ENDS_AFTER, Permission, is_over, tidy_email
from consult.kernel.errors import NotFound
from consult.kernel.personal import Held, HeldThing, Whom
from consult.kernel.references import hash_code

MOST_SIGN_INS = 50


def accounts(session: Session) -> Sequence[Account]:
    """All accounts by name, with their roles."""
    return session.scalars(select(Account).options(selectinload(Account.role_grants)).order_by(Account.name)).all()


def account_by_id(session: Session, account_id: int) -> Account:
    """The account with this number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Account, account_id, options=[selectinload(Account.role_grants)])
    if found is None:
        raise NotFound("We could not find this person.")
    return found


def account_by_email(session: Session, email: str) -> Account | None:
    """The account with this address, or nothing."""
    return session.scalar(select(Account).where(Account.email == tidy_email(email)))


def open_account_by_email(session: Session, email: str) -> Account | None:
    """The account with this address, unless it was closed."""
    found = account_by_email(session, email)
    return found if found is not None and found.closed_at is None else None


def account_names(session: Session, account_ids: set[int]) -> dict[int, str]:
    """The names of several people by their numbers."""
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows}


def accounts_who_may(session: Session, permission: Permission, *, scope: str = "") -> Sequence[Account]:
    """The open accounts that have a permission everywhere or in ``scope``, by name."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(roles), RoleGrant.scope.in_({"", scope}))
    return session.scalars(
        select(Account)
        .where(Account.id.in_(held), Account.closed_at.is_(None))
        .options(selectinload(Account.role_grants))
        .order_by(Account.name)
    ).all()


def role_holders(session: Session, *, scope: str) -> Sequence[RoleGrant]:
    """Who holds which role everywhere or in ``scope``, by name; closed accounts are left out."""
    return session.scalars(
        select(RoleGrant)
        .join(RoleGrant.account)
        .where(RoleGrant.scope.in_({"", scope}), Account.closed_at.is_(None))
        .options(joinedload(RoleGrant.account))
        .order_by(Account.name, RoleGrant.role)
    ).all()


def usable_link(session: Session, token: str, *, now: datetime) -> SignInLink | None:
    """The link that a token opens, if it was sent, is not used and has not ended."""
    link = session.scalar(
        select(SignInLink).where(SignInLink.token_hash == hash_token(token)).options(joinedload(SignInLink.account))
    )
    if link is None or link.account is None or link.account.closed_at is not None:
        return None
    is_usable = link.used_at is None and link.ends_at is not None and now < link.ends_at
    return link if is_usable else None


def live_sign_in(session: Session, token: str, *, seen_at: datetime, now: datetime) -> SignInSession | None:
    """The sign-in that a browser's token names, unless it was ended or ended by itself.

    ``seen_at`` is when the browser says it was last here; its cookie is signed, so it cannot say so falsely.
    """
    found = (
        session.scalars(
            select(SignInSession)
            .where(SignInSession.token_hash == hash_token(token), SignInSession.ended_at.is_(None))
            .options(
                joinedload(SignInSession.account).selectinload(Account.role_grants),
                joinedload(SignInSession.account).joinedload(Account.second_factor),
                joinedload(SignInSession.account).joinedload(Account.passkeys),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None or found.account.closed_at is not None:
        return None
    last_seen = max(seen_at, found.seen_at)
    return None if is_over(signed_in_at=found.signed_in_at, seen_at=last_seen, now=now) else found


def live_sign_ins(session: Session, *, account_id: int, now: datetime) -> Sequence[SignInSession]:
    """The browsers in which someone is signed in now, the latest first."""
    begun_after = now - SIGN_IN_ENDS_AFTER
    return session.scalars(
        select(SignInSession)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.signed_in_at > begun_after,
        )
        .order_by(SignInSession.id.desc())
        .limit(MOST_SIGN_INS)
    ).all()


def passkey_by_key_id(session: Session, key_id: str) -> Passkey | None:
    """The passkey that a browser names, or nothing."""
    return session.scalar(select(Passkey).where(Passkey.key_id == key_id).options(joinedload(Passkey.account)))


def own_passkey(account: Account, passkey_id: int) -> Passkey:
    """One of a person's own passkeys.

    Raises:
        NotFound: they have none with this number.
    """
    found = next((one for one in account.passkeys if one.id == passkey_id), None)
    if found is None:
        raise NotFound("We could not find this passkey.")
    return found


def hash_token(token: str) -> str:
    """The hash under which a link's or browser's token is stored; case matters here, unlike in a spoken code."""
    return hash_code(token.encode().hex())


def held_in_accounts(session: Session, whom: Whom) -> tuple[Held, ...]:
    """Return what this room holds about somebody who works for the council."""
    account = account_by_email(session, whom.email) if whom.email else None
    if account is None:
        return ()
    told = {
        "name": account.name,
        "email": account.email,
        "since": account.created_at.isoformat(),
        "closed_at": account.closed_at.isoformat() if account.closed_at else None,
        "has_a_second_factor": account.has_second_factor,
        "roles": "; ".join(sorted(f"{grant.role.value} {grant.scope}".strip() for grant in account.role_grants)),
    }
    why = _("You work for the council here. What you did stands in the trail under a number.")
    return (Held(name="account", title=_("Your account"), why=why, things=(HeldThing(told=told),)),)
