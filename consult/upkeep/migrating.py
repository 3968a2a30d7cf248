"""Brings the schema of a database to a numbered migration, up or down, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, cast

from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript
from alembic.script import Script, ScriptDirectory
from sqlalchemy import JSON, Connection, Engine

from consult.settings import packaged_folder
from consult.storage.db import Base, UtcDateTime
from consult.storage.discovery import load_shelf

_NEVER_COMPARED = "search_words"  # the tables in which FTS5 keeps its index belong to SQLite


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Run the migrations up to one, the last when none is named."""
    with _ready(engine) as config:
        command.upgrade(config, to)


def downgrade(engine: Engine, *, to: str) -> None:
    """Run the migrations back to one; ``base`` takes all away."""
    with _ready(engine) as config:
        command.downgrade(config, to)


def draft(engine: Engine, *, words: str) -> Path:
    """Write the next numbered migration from what the models say and the database lacks; a person then reads it."""
    load_shelf("models")
    with _ready(engine) as config:
        drafted = command.revision(config, message=words, autogenerate=True, rev_id=f"{len(numbers()) + 1:04}")
    return Path(cast("Script", drafted).path)


def current(engine: Engine) -> str | None:
    """Give the number of the last migration that this database has had."""
    with engine.connect() as connection:
        found: str | None = MigrationContext.configure(connection).get_current_revision()
    return found


def head() -> str | None:
    """Give the number of the last migration that this version of Consult knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def numbers() -> list[str]:
    """List the numbers of all migrations, the first one first."""
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in scripts.walk_revisions()][::-1]


def configure_options() -> dict[str, Any]:
    """Give what Alembic needs to know about our tables and types."""
    return {
        "target_metadata": Base.metadata,
        "render_as_batch": True,  # SQLite changes a column only by copying its table
        "render_item": render_item,
        "include_object": _is_ours,
        "compare_type": True,
        "process_revision_directives": _drop_empty,
        "transactional_ddl": True,
    }


def render_item(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Write SQLAlchemy's own types into migrations, never ours, so that old migrations outlive a change of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


def _is_ours(_thing: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and (name or "").startswith(_NEVER_COMPARED)) and name != "search_entries_words"


def _drop_empty(_context: object, _revision: object, scripts: list[MigrationScript]) -> None:
    if scripts and scripts[0].upgrade_ops is not None and scripts[0].upgrade_ops.is_empty():
        raise RuntimeError("The database already has everything that the models say; no migration was written.")


@contextmanager
def _ready(engine: Engine) -> Iterator[Config]:
    """Open one transaction for all migrations: SQLite's foreign keys are off in it and looked at before it ends."""
    config = _config()
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                yield config
                if is_sqlite:
                    _require_whole_keys(connection)
        finally:
            if is_sqlite:
                _foreign_keys(connection, "ON")


def _config() -> Config:
    folder = packaged_folder("migrations")
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _foreign_keys(connection: Connection, state: str) -> None:
    """Switch the keys outside a transaction, where alone SQLite listens."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {state}")
    cursor.close()


def _require_whole_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration would break {len(broken)} links between rows, the first in {broken[0][0]}")
