"""Draws docs/permissions.md from the tables of routes and the roles: ``python -m tests.house.permissions``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask

from consult.accounts.rules import ROLE_PERMISSIONS, Permission, Role
from consult.app import create_app
from consult.settings import Settings
from consult.storage.engine import Database
from tests.house.declared import declared
from tests.house.places import DOCS

PAGE = DOCS / "permissions.md"
INTRODUCTION = """# Who may do what

This page is drawn from the tables in `tests/house/routes` and from `consult/accounts/rules.py`. The tables declare
every route; a route that they do not declare fails the tests, and `tests/security/test_matrix.py` calls each as a
stranger, as residents and in every role. Write the page anew with `python -m tests.house.permissions`, the tables with
`python -m tests.house.declared`, and read the difference.

A role can be given everywhere, or for one consultation. Where it says "per consultation or body", a role given for
that one is enough.
"""


def drawn() -> str:
    """Return the page."""
    return "\n".join([INTRODUCTION, *_roles(), "", *_routes(), ""])


def _roles() -> list[str]:
    heads = [role.value.replace("_", " ") for role in Role]
    lines = [
        "## What each role allows",
        "",
        "| permission | " + " | ".join(heads) + " |",
        "|---" * (len(heads) + 1) + "|",
    ]
    for permission in Permission:
        marks = ["yes" if permission in ROLE_PERMISSIONS[role] else "" for role in Role]
        lines.append(f"| {permission.value} | " + " | ".join(marks) + " |")
    return lines


def _routes() -> list[str]:
    lines = ["## Who may call each route", "", "| address | methods | who |", "|---|---|---|"]
    return [*lines, *(f"| `{one.address}` | {one.methods} | {one.who} |" for one in sorted(declared()))]


def any_app() -> Flask:
    """An application over an empty database in memory, to look at its routes."""
    settings = Settings(
        data=Path(tempfile.gettempdir()), secret_key="for drawing a page only, " * 2, is_production=False
    )
    return create_app(settings, database=Database.at("sqlite://"))


if __name__ == "__main__":
    PAGE.write_text(drawn(), "utf-8")
