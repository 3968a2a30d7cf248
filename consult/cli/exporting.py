"""The command that takes tables out of a consultation: export."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import click

from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.cli.opening import opened, require_migrated
from consult.consultations.queries import consultation_by_slug
from consult.kernel.errors import Refused
from consult.opendata.exports import officer_shapes, responses_file
from consult.opendata.writing import ExportFormat


@click.command()
@click.argument("consultation")
@click.option(
    "--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write into."
)
@click.option(
    "--format", "kind", type=click.Choice([kind.value for kind in ExportFormat]), default="csv", show_default=True
)
def export(consultation: str, into: Path, kind: str) -> None:
    """Write the responses to CONSULTATION (the last part of its address) and their comments as tables.

    The words are those that a person has screened; cells that a spreadsheet would calculate are made text.
    """
    chosen = ExportFormat(kind)
    now = datetime.now(UTC)
    with opened() as (_settings, database):
        require_migrated(database)
        written: dict[str, tuple[Path, str]] = {}
        with database.transaction(writing=False) as session:
            found = consultation_by_slug(session, consultation)
            for shape in officer_shapes(session, consultation=found):
                path = into / f"{found.slug}-{shape.name}.{chosen.value}"
                pieces = responses_file(session, consultation=found, name=shape.name, kind=chosen)
                written[shape.name] = (path, _write(path, pieces))
        with database.transaction() as session:
            for name, (_path, digest) in written.items():
                record(
                    session,
                    Happening.EXPORT_TAKEN,
                    stream=f"consultation:{found.id}",
                    subject=f"consultation:{found.id}",
                    actor=SYSTEM,
                    at=now,
                    kind=f"{name}.{chosen.value}",
                    consultation_id=found.id,
                    digest=digest,
                )
    for path, digest in written.values():
        click.echo(f"{path}  {path.stat().st_size:,} bytes  SHA-256 {digest}")


def _write(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file that only its owner can read, and give its digest.

    Raises:
        Refused: there is such a file already, or the disk will not have it.
    """
    digest = sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
    except FileExistsError:
        raise Refused(f"{path} exists already. Choose another folder, or take the file away.") from None
    except OSError as fault:
        raise Refused(f"{path} could not be written ({fault.strerror}). Choose another folder.") from None
    return digest.hexdigest()
