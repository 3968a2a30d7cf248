"""The ``consult`` command and the list of what it can do."""

import logging
from importlib import import_module
from importlib.metadata import version
from typing import cast

import click
from click.exceptions import Exit, NoArgsIsHelpError

from consult.kernel.errors import ConsultError

COMMANDS = {
    "serve": "serving:serve",
    "seed-demo": "serving:seed_demo_city",
    "migrate": "serving:migrate",
    "work": "serving:work",
    "add-officer": "asking:add_officer",
    "import-responses": "asking:import_responses",
    "analyse": "analysing:analyse",
    "themes": "theming:themes",
    "export": "exporting:export",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "retention": "keeping:retention",
    "index": "keeping:index",
    "verify-audit": "keeping:verify_audit",
    "check": "keeping:check",
    "count": "counting:count",
    "document": "reading:document",
    "compare": "reading:compare_documents",
}
"""Where each command lies in this folder. It is loaded when it is asked for: the whole house takes seconds to load."""


class _Sentences(click.Group):
    """A group whose commands end with our own sentence and code 1, not with a traceback, when a rule says no."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every command."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Load the command with this name."""
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        return cast("click.Command", getattr(import_module(f"consult.cli.{module}"), name)) if module else None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except ConsultError as refusal:
            click.echo(refusal.sentence, err=True)
            raise Exit(1) from None
        except click.UsageError as misuse:
            if isinstance(misuse, NoArgsIsHelpError):
                raise
            click.echo(f"{misuse.format_message()} Try {_typed(misuse)} --help.", err=True)
            raise Exit(2) from None


def _typed(misuse: click.UsageError) -> str:
    return " ".join(("consult", *misuse.ctx.command_path.split()[1:])) if misuse.ctx is not None else "consult"


@click.group(cls=_Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("consult-platform"), prog_name="consult")
def main() -> None:
    """Run a council's consultations. The settings come from the environment: see docs/operations.md."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("huey", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it would write a line for everyone who waits
