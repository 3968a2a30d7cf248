"""Signing an officer in, in a real browser, by a link as it would come by mail."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from consult.accounts.actions import draw_link
from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import Role
from consult.storage.engine import Database

# Sign-ins from one address are limited, and a crawl opens many contexts: each role presses its link once a run
# and keeps its cookies.
_signed_in: dict[tuple[str, Role], list[Any]] = {}


def sign_in(context: BrowserContext, city: Flask, address: str, role: Role) -> None:
    """Sign the first officer with this role in: by a link the first time, by the cookies that it left after that."""
    if (address, role) not in _signed_in:
        _press_the_link(context, city, address, role)
        _signed_in[address, role] = context.cookies()
        return
    context.add_cookies(_signed_in[address, role])


def _press_the_link(context: BrowserContext, city: Flask, address: str, role: Role) -> None:
    database: Database = city.extensions["consult_database"]
    with database.session(writing=True) as session:
        account = session.scalars(
            select(Account).join(RoleGrant).where(RoleGrant.role == role).order_by(Account.id)
        ).first()
        assert account is not None, f"the city has nobody who is {role}"
        token = draw_link(session, account=account, now=datetime.now(UTC))
        session.commit()
    page = context.new_page()
    page.goto(f"{address}/sign-in/link/{token}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    page.close()
