"""What an installation can rely on: migrations make exactly what the models say, both ways, with rows in the tables."""

import os
import re
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, make_url, select, text
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.audit.models import AuditEvent
from consult.audit.queries import verify
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import make_engine
from consult.storage.search import search
from consult.upkeep import migrating

SERVER = os.environ.get("CONSULT_TEST_DATABASE_URL") or "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


def two_on_sqlite(tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    engines = (make_engine(f"sqlite:///{tmp_path / 'models'}"), make_engine(f"sqlite:///{tmp_path / 'migrations'}"))
    yield engines
    for engine in engines:
        engine.dispose()


def two_on_postgresql() -> Iterator[tuple[Engine, Engine]]:
    root = make_engine(SERVER).execution_options(isolation_level="AUTOCOMMIT")
    names = [f"consult_test_{uuid.uuid4().hex[:12]}" for _which in range(2)]
    engines = []
    try:
        with root.connect() as connection:
            for name in names:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        engines = [make_engine(make_url(SERVER).set(database=name)) for name in names]
        yield engines[0], engines[1]
    finally:
        for engine in engines:
            engine.dispose()
        with root.connect() as connection:
            for name in names:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        root.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """Two empty databases: one for what the models say, one for what the migrations make."""
    load_shelf("models")
    yield from two_on_sqlite(tmp_path) if request.param == "sqlite" else two_on_postgresql()


@pytest.fixture
def migrated(pair: tuple[Engine, Engine]) -> Engine:
    """An empty database that the migrations are run on."""
    return pair[1]


def test_the_migrations_make_what_the_models_say(pair: tuple[Engine, Engine]) -> None:
    from_models, from_migrations = pair
    with from_models.begin() as connection:
        create_schema(connection)
    migrating.upgrade(from_migrations)
    wanted, made = schema_of(from_models), schema_of(from_migrations)
    assert wanted.keys() == made.keys()
    assert {name: made[name] for name in made if made[name] != wanted[name]} == {
        name: wanted[name] for name in made if made[name] != wanted[name]
    }


def test_going_back_leaves_nothing(migrated: Engine) -> None:
    migrating.upgrade(migrated)
    migrating.downgrade(migrated, to="base")
    assert schema_of(migrated) == {}
    assert migrating.current(migrated) is None


def test_each_migration_goes_up_down_and_up_again_with_rows(migrated: Engine) -> None:
    for number in migrating.numbers():
        migrating.upgrade(migrated, to=number)
        with migrated.begin() as connection:
            fill(connection, number)
        migrating.downgrade(migrated, to="-1")
        migrating.upgrade(migrated, to=number)
    assert migrating.current(migrated) == migrating.head()


def test_rows_survive_to_the_head(migrated: Engine) -> None:
    first, *_ = migrating.numbers()
    migrating.upgrade(migrated, to=first)
    with migrated.begin() as connection:
        fill(connection, first)
    migrating.upgrade(migrated)
    with Session(migrated) as session:
        assert session.scalars(select(Account.email)).all() == ["ann@example.com"]
        assert verify(session).n_events == len(session.scalars(select(AuditEvent)).all()) > 0
        assert verify(session).is_whole
        assert [found.ref_id for found in search(session, "walks")] == [1]


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = migrating.numbers()
    assert numbers == [f"{place:04}" for place in range(1, len(numbers) + 1)]
    files = sorted(file.name[:4] for file in Path(migrating.packaged_folder("migrations"), "versions").glob("0*.py"))
    assert files == numbers


def test_a_migration_names_no_type_of_ours() -> None:
    for file in Path(migrating.packaged_folder("migrations"), "versions").glob("*.py"):
        assert "consult" not in file.read_text(encoding="utf-8").replace("consultation", "").replace("consultee", "")


def test_a_database_that_has_everything_gets_no_empty_migration(pair: tuple[Engine, Engine]) -> None:
    migrating.upgrade(pair[1])
    with pytest.raises(RuntimeError, match="already has everything"):
        migrating.draft(pair[1], words="nothing")


def rows_of(number: str) -> Callable[[Session], None]:
    """What fills the tables that a migration made: ``rows/<its name>.py``, because its number may change."""
    (file,) = Path(migrating.packaged_folder("migrations"), "versions").glob(f"{number}_*.py")
    module = import_module(f"tests.storage.rows.{file.stem.removeprefix(f'{number}_')}")
    rows: Callable[[Session], None] = module.rows
    return rows


def fill(connection: Connection, number: str) -> None:
    """Put rows into the tables that a migration made."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        rows_of(number)(session)
        session.commit()


def schema_of(engine: Engine) -> dict[str, object]:
    """Describe everything in a database in a form that two ways of making it share."""
    with engine.connect() as connection:
        return _on_sqlite(connection) if engine.dialect.name == "sqlite" else _on_postgresql(connection)


def _on_sqlite(connection: Connection) -> dict[str, object]:
    rows = connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
    )
    return {f"{kind} {name}": _normal(sql) for kind, name, sql in rows}


def _normal(sql: str) -> object:
    """Normalise one statement: white space and quotes go, and the parts of a table stand in order of their words."""
    plain = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    if not plain.startswith("CREATE TABLE"):
        return plain
    head, body = plain.split("(", 1)
    return head.strip(), sorted(_parts(body.rsplit(")", 1)[0]))


def _parts(body: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(body):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(body[start:place].strip())
            start = place + 1
    return [*parts, body[start:].strip()]


_POSTGRESQL_SCHEMA = {
    "column": """SELECT table_name || '.' || column_name, data_type || ' ' || is_nullable || ' '
        || coalesce(column_default, '') FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'alembic_version'""",
    "constraint": """SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 0
        AND conrelid::regclass::text <> 'alembic_version'""",
    "index": """SELECT indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'""",
    "trigger": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "function": """SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
}


def _on_postgresql(connection: Connection) -> dict[str, object]:
    return {
        f"{kind} {name}": definition
        for kind, question in _POSTGRESQL_SCHEMA.items()
        for name, definition in connection.execute(text(question))
    }
