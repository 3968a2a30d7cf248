"""Makes people who work for the invented city."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from consult.accounts.actions import add_account, give_role
from consult.accounts.models import Account
from consult.accounts.queries import account_by_email
from consult.accounts.rules import EVERYWHERE, Role

LONG_AGO = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_account(
    session: Session,
    *,
    role: Role | None = Role.OFFICER,
    scope: str = EVERYWHERE,
    name: str = "",
    email: str = "",
    now: datetime = LONG_AGO,
) -> Account:
    """Make someone with one role, or with none; the same address again gives the same person."""
    known = account_by_email(session, email) if email else None
    number = next(_numbers)
    called = name or f"{role.value.replace('_', ' ').capitalize() if role else 'Someone'} {number}"
    account = known or add_account(
        session, email=email or f"person{number}@ambleford.example", name=called, actor="system", now=now
    )
    if role is not None:
        give_role(session, account=account, role=role, scope=scope, actor="system", now=now)
    return account
