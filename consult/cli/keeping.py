"""Commands that look after an installation: backup, restore, index, verify-audit, check."""

from datetime import UTC, datetime
from pathlib import Path

import click
from click.exceptions import Exit

from consult.audit.queries import verify
from consult.cli.opening import opened
from consult.frontdoor.actions import index_everything
from consult.kernel.words import count_of
from consult.responses.actions.retention import due_for_erasure, erase_due
from consult.settings import Settings
from consult.upkeep.checking import Verdict, check_installation
from consult.upkeep.nightly import Proof, back_up, note_proof, prove_backup
from consult.upkeep.restoring import into_folder, restore_backup, verify_backup

_MARKS = {Verdict.GOOD: "good ", Verdict.WATCH: "watch", Verdict.WRONG: "WRONG"}


@click.command()
@click.option("--into", type=click.Path(path_type=Path), help="The folder for backups [default: CONSULT_DATA/backups]")
def backup(into: Path | None) -> None:
    """Make a backup of the database and the files while people go on writing."""
    now = datetime.now(UTC)
    with opened() as (settings, database):
        place, manifest = back_up(settings, database, folder=into or settings.backups_folder, now=now)
    click.echo(f"{place}: {count_of(len(manifest.parts), 'file')}, {manifest.size / 1024**2:,.1f} MB")


@click.command()
@click.argument("backup_folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="The new data folder; it must be empty.")
@click.option("--verify", "only_verify", is_flag=True, help="Only prove that it is whole, by restoring it aside.")
@click.option("--erasures", type=click.Path(path_type=Path), help="The list of erasures [default: the installation's]")
def restore(backup_folder: Path, into: Path | None, erasures: Path | None, *, only_verify: bool) -> None:
    """Bring a backup back into an empty folder, prove it whole, and erase again what was erased since."""
    now = datetime.now(UTC)
    if only_verify:
        manifest = verify_backup(backup_folder)
        prove_backup(Settings.from_environment(), backup_folder, now=now)
        click.echo(f"Whole: {count_of(len(manifest.parts), 'file')} from {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
        return
    if into is None:
        raise click.UsageError("Say where to: --into NEW-FOLDER (or --verify to only look).")
    settings = Settings.from_environment()
    restored = restore_backup(
        backup_folder,
        into=into_folder(settings, into.absolute()),
        erasures=erasures or settings.erasures_file,
        now=now,
    )
    note_proof(settings, Proof(backup=backup_folder.name, at=now, is_restored=True))
    click.echo(
        f"Restored into {into}: {count_of(restored.n_events, 'audit event')} whole, "
        f"{count_of(restored.n_erasures, 'erasure')} applied again. Set CONSULT_DATA to it and start."
    )


@click.command()
def index() -> None:
    """Let people find everything that is published, as if it were published now."""
    with opened() as (_settings, database), database.transaction() as session:
        found = index_everything(session)
    click.echo(f"Paragraphs, points and promises that can be found: {found}.")


@click.command("verify-audit")
def verify_audit() -> None:
    """Walk the audit trail and name the first row that does not fit."""
    with opened() as (_settings, database), database.transaction(writing=False) as session:
        verdict = verify(session)
    if verdict.first_break is None:
        click.echo(f"Whole: {count_of(verdict.n_events, 'event')} in {count_of(verdict.n_streams, 'stream')}.")
        return
    broken = verdict.first_break
    row = f", row {broken.event_id}" if broken.event_id is not None else ""
    click.echo(f"BROKEN at event {broken.seq} of {broken.stream}{row}: {broken.sentence}.", err=True)
    raise Exit(1)


@click.command()
def check() -> None:
    """Look at the installation and say what is wrong and what to do."""
    findings = list(check_installation(Settings.from_environment(), now=datetime.now(UTC)))
    for finding in findings:
        click.echo(f"{_MARKS[finding.verdict]}  {finding.about}: {finding.sentence}")
    if any(finding.verdict is Verdict.WRONG for finding in findings):
        raise Exit(1)


@click.command()
@click.option("--erase", is_flag=True, help="Erase what is due; without it, only say what would go.")
def retention(*, erase: bool) -> None:
    """Say which personal data is due to be erased and what is held, and erase it when told to."""
    now = datetime.now(UTC)
    with opened() as (settings, database):
        with database.transaction(writing=False) as session:
            due = due_for_erasure(session, longest_months=settings.retention_months, now=now)
            lines = [
                f"{'held' if each.is_held else 'due '}  {each.kept}: {each.n:,} of consultation {each.consultation.id}"
                for each in due
            ]
        for line in lines or ["Nothing is due."]:
            click.echo(line)
        if erase:
            with database.transaction() as session:
                done = erase_due(
                    session,
                    longest_months=settings.retention_months,
                    by_id=None,
                    erasures=settings.erasures_file,
                    now=now,
                )
            click.echo(f"Erased: {count_of(len(done), 'line')} of this list.")
