"""What every test may ask for: a clock moved by hand, settings, and a database that is rolled back afterwards.

The database is an in-memory SQLite, or PostgreSQL when CONSULT_TEST_DATABASE_URL names a server: then a scratch
database is made for the run and dropped at its end.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from consult.app import create_app
from consult.kernel.clock import HandClock
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database, make_engine
from consult.upkeep import migrating
from tests.visitor import Visitor


class CompiledTemplates(BytecodeCache):
    """What templates were compiled to, kept for the whole run: each test makes an application of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self.kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = (bucket.checksum, bucket.code)


def _compile_each_address_once() -> None:
    """Let Werkzeug compile the builder of an address once a run: each test makes an application of its own.

    That took four fifths of making one. The builder depends on the rule and its defaults, not on the application.
    """
    compiled: dict[tuple[str, str, bool], Any] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        key = rule.rule, repr(rule.defaults), append_unknown
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = once  # type: ignore[method-assign]


_compile_each_address_once()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what meets a database or a service: what needs neither has been run already."""
    if not os.environ.get("CONSULT_TEST_DATABASE_URL"):
        return
    meets = {item: "engine" in getattr(item, "fixturenames", ()) or bool(_OTHER_RUNS & _marks(item)) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if not meets[item]])
    items[:] = [item for item in items if meets[item]]


def _marks(item: pytest.Item) -> set[str]:
    return {mark.name for mark in item.iter_markers()}


_OTHER_RUNS = {"services", "browser", "durability"}
COMPILED_TEMPLATES = CompiledTemplates()
MONDAY_MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    """A clock that shows Monday 2 March 2026, 9.30, until a test moves it."""
    return HandClock(MONDAY_MORNING)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a demonstration with a data folder of its own."""
    return settings_in(tmp_path)


def settings_in(folder: Path) -> Settings:
    """Settings of a demonstration that keeps its data in a folder."""
    return Settings(
        data=folder / "data",
        secret_key="a secret for the tests, and for nothing else",  # noqa: S106 - opens nothing
        base_url="http://localhost",
        is_production=False,
        kept_page_seconds=0,
        council_name="Wendlebridge City Council",
        mail_from="consult@wendlebridge.example",
    )


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An engine on a database with the whole schema, made once for the run."""
    load_shelf("models")
    server = os.environ.get("CONSULT_TEST_DATABASE_URL", "")
    if server:
        yield from _scratch_on_server(server)
        return
    engine = make_engine("sqlite://")
    with engine.begin() as connection:
        create_schema(connection)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database that has had every migration, made once for the run."""
    file = tmp_path_factory.mktemp("migrated") / "consult.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    migrating.upgrade(engine)
    engine.dispose()
    return file


Installed = Callable[[Settings], Database]


@pytest.fixture
def installed_at(migrated_file: Path) -> Installed:
    """Makes an installation on disk, as in life: an empty migrated database in the data folder of these settings."""

    def install(settings: Settings) -> Database:
        settings.data.mkdir(parents=True)
        shutil.copyfile(migrated_file, settings.data / "consult.sqlite3")
        return Database.at(settings.database_address)

    return install


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One connection in one transaction, rolled back after the test whatever was committed in it."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        if outer.is_active:
            outer.rollback()


@pytest.fixture
def database(connection: Connection) -> Database:
    """The database that application and test share; its commits are savepoints."""
    return Database.over(connection)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that may write; what it writes is gone after the test."""
    with database.session(writing=True) as session:
        yield session


def _scratch_on_server(server: str) -> Iterator[Engine]:
    """Make a database on a PostgreSQL server, give it the schema, and drop it at the end."""
    name = f"consult_test_{uuid.uuid4().hex[:12]}"
    root = make_engine(server).execution_options(isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.execute(text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
    engine = make_engine(make_url(server).set(database=name))
    try:
        with engine.begin() as connection:
            create_schema(connection)
        yield engine
    finally:
        engine.dispose()
        with root.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        root.dispose()


@pytest.fixture
def app(settings: Settings, clock: HandClock, database: Database) -> Flask:
    """The whole application, on the clock and the database of the test."""
    return make_app(settings, clock=clock, database=database)


def make_app(settings: Settings, *, clock: HandClock, database: Database) -> Flask:
    """Make the application with the templates that were compiled before."""
    app = create_app(settings, clock=clock, database=database)
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    return app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser without JavaScript, signed in as nobody."""
    return Visitor(app)
