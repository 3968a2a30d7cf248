"""Commands about people and what they said: add-officer, import-responses."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from consult.accounts.actions import add_account, draw_link, give_role
from consult.accounts.queries import account_by_email
from consult.accounts.rules import EVERYWHERE, Role, consultation_scope
from consult.app import WHEN
from consult.audit.actions import install_when
from consult.audit.rules import SYSTEM
from consult.cli.opening import opened, require_migrated
from consult.consultations.queries import consultation_by_slug
from consult.kernel.errors import Invalid
from consult.kernel.words import count_of
from consult.responses.actions.spreadsheets import import_file
from consult.responses.rules import Channel


@click.command("add-officer")
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]), default=["officer"])
@click.option("--consultation", type=int, help="The number of the only consultation that the roles are for.")
def add_officer(email: str, name: str, roles: tuple[str, ...], consultation: int | None) -> None:
    """Let someone sign in, with one or more roles, and print a link for the first time."""
    now = datetime.now(UTC)
    scope = EVERYWHERE if consultation is None else consultation_scope(consultation)
    with opened() as (settings, database):
        require_migrated(database)
        with database.transaction() as session:
            account = account_by_email(session, email)
            if account is None:
                account = add_account(session, email=email, name=name, actor=SYSTEM, now=now)
            for role in roles:
                give_role(session, account=account, role=Role(role), scope=scope, actor=SYSTEM, now=now)
            token = draw_link(session, account=account, now=now)
    click.echo(f"{account.name} may sign in as {', '.join(roles).replace('_', ' ')}.")
    click.echo(f"Within ten minutes: {settings.base_url}/sign-in/link/{token}")


@click.command("import-responses")
@click.argument("consultation")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--columns", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A JSON file, see the docs."
)
@click.option("--channel", type=click.Choice([channel.value for channel in Channel]), help="How they came in.")
@click.option("--heading-row", default=1, show_default=True, help="Which of the filled rows holds the headings.")
@click.option("--only-look", is_flag=True, help="Read and judge every row, and store nothing.")
def import_responses(
    consultation: str, file: Path, columns: Path | None, channel: str | None, heading_row: int, *, only_look: bool
) -> None:
    """Bring in responses to CONSULTATION (the last part of its address) from a CSV, XLSX or JSON Lines FILE.

    All rows or none are stored, and a row that was stored before is not stored again.
    """
    with opened() as (_settings, database):
        require_migrated(database)
        install_when(WHEN)
        with database.session(writing=True) as session:
            batch = import_file(
                session,
                consultation=consultation_by_slug(session, consultation),
                data=file.read_bytes(),
                name=file.name,
                mapping=_mapping(columns) | ({"channel": channel} if channel else {}),
                by_id=None,
                now=datetime.now(UTC),
                heading_row=heading_row,
            )
            told = f"{count_of(batch.n_rows, 'row')}: {batch.n_added:,} new, {batch.n_known:,} stored before."
            if only_look:
                session.rollback()
            else:
                session.commit()
    click.echo(f"{told}{' Nothing was stored.' if only_look else ''}")


def _mapping(columns: Path | None) -> dict[str, Any]:
    if columns is None:
        return {}
    try:
        mapping = json.loads(columns.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Invalid(f"{columns} is not JSON: {fault}. See docs/operations.md for an example.") from None
    if not isinstance(mapping, dict):
        raise Invalid(f"{columns} must hold one object. See docs/operations.md for an example.")
    return mapping
