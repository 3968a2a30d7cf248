"""The ``consult`` command and the list of what it can do."""

import logging
from importlib.metadata import version

import click
from click.exceptions import Exit

from consult.cli.analysing import analyse
from consult.cli.asking import add_officer, import_responses
from consult.cli.counting import count
from consult.cli.exporting import export
from consult.cli.keeping import backup, check, restore, verify_audit
from consult.cli.serving import migrate, seed_demo_city, serve, work
from consult.kernel.errors import ConsultError


class _Sentences(click.Group):
    """A group whose commands end with our own sentence and code 1, not with a traceback, when a rule says no."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except ConsultError as refusal:
            click.echo(refusal.sentence, err=True)
            raise Exit(1) from None


@click.group(cls=_Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("consult-platform"), prog_name="consult")
def main() -> None:
    """Run a council's consultations. The settings come from the environment: see docs/operations.md."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("huey", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


for command in (
    serve,
    seed_demo_city,
    migrate,
    work,
    add_officer,
    import_responses,
    analyse,
    export,
    backup,
    restore,
    verify_audit,
    check,
    count,
):
    main.add_command(command)
