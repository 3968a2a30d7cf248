"""Opens what the commands work on: the settings, the database and the carrier of jobs."""

from collections.abc import Iterator
from contextlib import contextmanager

from consult.files.object_store import use_store
from consult.jobs.delivery import Delivery
from consult.jobs.engine import JobEngine
from consult.kernel.clock import SystemClock
from consult.kernel.errors import Refused
from consult.kernel.lines import write_json_lines
from consult.settings import Settings
from consult.storage.engine import Database
from consult.upkeep import migrating


@contextmanager
def opened() -> Iterator[tuple[Settings, Database]]:
    """Read the settings and open the database, and close it at the end."""
    settings = Settings.from_environment()
    if settings.is_production:
        write_json_lines()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o750)
    use_store(settings)
    database = Database.at(settings.database_address)
    try:
        yield settings, database
    finally:
        database.close()


def delivery_of(settings: Settings, database: Database) -> Delivery:
    """Make the carrier of this database's jobs."""
    return Delivery(JobEngine(database=database, clock=SystemClock(), settings=settings), settings)


def require_migrated(database: Database) -> None:
    """Make sure that the schema is the one that this version expects.

    Raises:
        Refused: it is not.
    """
    if migrating.current(database.engine) != migrating.head():
        raise Refused("The database is not at this version's schema. Make a backup, then run consult migrate.")
