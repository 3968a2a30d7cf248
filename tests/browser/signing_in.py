"""Signing an officer in, in a real browser, by a link as it would come by mail."""

from datetime import UTC, datetime

from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from consult.accounts.actions import draw_link
from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import Role
from consult.storage.engine import Database


def sign_in(context: BrowserContext, city: Flask, address: str, role: Role) -> None:
    """Open the link of the first officer with this role and confirm it."""
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
