"""Draws docs/permissions.md from the guards and the roles: ``python -m tests.house.permissions`` writes it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask

from consult.accounts.rules import ROLE_PERMISSIONS, Permission, Role
from consult.app import create_app
from consult.settings import Settings
from consult.storage.engine import Database
from consult.web.guards import guard_of
from tests.house.places import DOCS

PAGE = DOCS / "permissions.md"
INTRODUCTION = """# Who may do what

This page is drawn from the guards of the routes and from `consult/accounts/rules.py`; a test keeps it true.
Write it anew with `python -m tests.house.permissions`.

A role can be given everywhere, or for one consultation. Where it says "per consultation or body", a role given for
that one is enough.
"""


def drawn(app: Flask) -> str:
    """Return the page."""
    return "\n".join([INTRODUCTION, *_roles(), "", *_routes(app), ""])


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


def _routes(app: Flask) -> list[str]:
    lines = ["## Who may call each route", "", "| address | methods | who |", "|---|---|---|"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        guard = guard_of(app.view_functions[rule.endpoint])
        lines.append(f"| `{rule.rule}` | {methods} | {guard.sentence if guard else '?'} |")
    return lines


def _any_app() -> Flask:
    settings = Settings(
        data=Path(tempfile.gettempdir()), secret_key="for drawing a page only, " * 2, is_production=False
    )
    return create_app(settings, database=Database.at("sqlite://"))


if __name__ == "__main__":
    PAGE.write_text(drawn(_any_app()), "utf-8")
