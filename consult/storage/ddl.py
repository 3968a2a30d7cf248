"""What a schema needs beside its tables: triggers and search indexes, named, for both databases.

A room registers its statements here at import; ``create_schema`` (tests) and the migrations run them.
The migration test compares them with what the migrations made, because SQLite's batch migrations drop triggers.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from consult.storage.db import Base


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """One thing of the schema that SQLAlchemy's tables do not describe."""

    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]

    def statements(self, dialect: str) -> tuple[str, ...]:
        """Give the statements for one database."""
        return self.sqlite if dialect == "sqlite" else self.postgresql


_extras: dict[str, Extra] = {}


def register_extra(extra: Extra) -> Extra:
    """Remember an extra under its name; the same name again replaces it."""
    _extras[extra.name] = extra
    return extra


def refuse_changes(table: str, *, sentence: str, changes: tuple[str, ...] = ("UPDATE", "DELETE")) -> Extra:
    """Describe triggers that make a table append-only on both databases."""
    on_sqlite = tuple(
        f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        for change in changes
    )
    function = (
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$"
    )
    on_postgresql = tuple(
        f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        for change in changes
    )
    return register_extra(
        Extra(name=f"{table}_refuse", sqlite=on_sqlite, postgresql=(function, *on_postgresql)),
    )


def extras() -> tuple[Extra, ...]:
    """List every extra, in the order of their names."""
    return tuple(_extras[name] for name in sorted(_extras))


def create_schema(connection: Connection) -> None:
    """Make all tables and extras on an empty database (tests; an installation runs the migrations)."""
    Base.metadata.create_all(connection)
    for extra in extras():
        for statement in extra.statements(connection.dialect.name):
            connection.execute(text(statement))
