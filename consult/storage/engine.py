"""Engines and sessions, for the web, the jobs and the command line alike: who reads, who writes, and when it ends."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.pool import StaticPool

from consult.storage.gate import PATIENCE_SECONDS, WriteGate, gate_of
from consult.storage.memo import MEMO, WRITING, Memo

SESSION_HABITS: Final[dict[str, Any]] = {"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
_POOL_SIZE = 10
_POSTGRESQL_DISK_FULL = "53100"
_POOL_OVERFLOW = 30


class GatedConnection(sqlite3.Connection):
    """A SQLite connection that leaves the write gate whenever its transaction ends, however it ends."""

    gate: WriteGate | None = None
    _is_inside = False

    def begin_writing(self) -> None:
        """Pass the gate and begin a transaction that may write from its first statement."""
        if self.gate is not None:
            self.gate.enter()
            self._is_inside = True
        try:
            self.execute("PRAGMA query_only = OFF")
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._leave()
            raise

    def begin_reading(self) -> None:
        """Begin a transaction that sees one moment of the database and cannot write."""
        self.execute("PRAGMA query_only = ON")
        self.execute("BEGIN DEFERRED")

    def commit(self) -> None:
        """Commit and leave the gate; a commit that fails (a full disk) is rolled back here and now."""
        try:
            super().commit()
        except BaseException:
            self.rollback()
            raise
        self._leave()

    def rollback(self) -> None:
        """Roll back and leave the gate."""
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        """Close and leave the gate."""
        try:
            super().close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._is_inside and self.gate is not None:
            self._is_inside = False
            self.gate.leave()


class ReadingSession(Session):
    """A session of a page that only shows things; anything it is asked to write is a mistake in our code."""


@event.listens_for(ReadingSession, "before_flush")
def refuse_to_write(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Stop a flush that would write where a page is only shown.

    Raises:
        RuntimeError: something was added, changed or deleted.
    """
    if session.new or session.deleted or any(session.is_modified(thing) for thing in session.dirty):
        raise RuntimeError("a page that only shows things tried to write; use a writing session")


class Database:
    """The database of one installation and the sessions on it.

    ``session(writing=False)`` reads one moment of the database and cannot write. ``session(writing=True)`` waits at
    the fair write gate at its first statement and holds it until commit, rollback or close. Both are closed by
    whoever opened them; ``transaction()`` does it all for a block.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._memo = Memo()
        self._reader: Engine | Connection = engine.execution_options(**{WRITING: False})
        self._writer: Engine | Connection = engine.execution_options(**{WRITING: True})
        if engine.dialect.name == "postgresql":
            self._reader = engine.execution_options(postgresql_readonly=True)

    @classmethod
    def at(cls, url: str | URL) -> "Database":
        """Open the database at an address such as ``sqlite:////data/consult.sqlite3``."""
        return cls(make_engine(url))

    @classmethod
    def over(cls, connection: Connection) -> "Database":
        """Let every session join the transaction of one connection, so that a test can roll all of it back."""
        database = cls(connection.engine)
        database._reader = database._writer = connection
        return database

    @property
    def stands_alone(self) -> bool:
        """Say whether its transactions are its own, and not parts of the one connection that a test rolls back."""
        return not isinstance(self._writer, Connection)

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is the default, a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    def binding(self, *, writing: bool) -> Engine | Connection:
        """Give what a session is bound to: the way in for writers, or the one for readers."""
        return self._writer if writing else self._reader

    def session(self, *, writing: bool) -> Session:
        """Open a session; its transaction begins with its first statement."""
        kind = Session if writing else ReadingSession
        return kind(bind=self.binding(writing=writing), info=self.info(writing=writing), **SESSION_HABITS)

    def info(self, *, writing: bool) -> dict[str, Any]:
        """Give what a session knows of itself: whether it may write, and what is remembered of this database."""
        return {WRITING: writing, MEMO: self._memo}

    @contextmanager
    def transaction(self, *, writing: bool = True) -> Iterator[Session]:
        """Run a block in one transaction: committed when it ends well, rolled back when it raises."""
        with self.session(writing=writing) as session:
            yield session
            if writing:
                session.commit()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def make_engine(url: str | URL) -> Engine:
    """Make an engine with our habits for SQLite or PostgreSQL."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(address)
    if address.get_backend_name() != "postgresql":
        raise ValueError("CONSULT_DATABASE_URL must begin with sqlite:// or postgresql+psycopg://")
    return create_engine(address, pool_pre_ping=True, pool_size=_POOL_SIZE, max_overflow=_POOL_OVERFLOW)


def _sqlite_engine(address: URL) -> Engine:
    in_memory = not address.database or address.database == ":memory:"
    connect_args: dict[str, Any] = {"factory": GatedConnection, "timeout": PATIENCE_SECONDS}
    if in_memory:
        engine = create_engine(address, poolclass=StaticPool, connect_args=connect_args | {"check_same_thread": False})
    else:
        engine = create_engine(address, connect_args=connect_args, pool_size=_POOL_SIZE, max_overflow=_POOL_OVERFLOW)
    gate = None if in_memory else gate_of(Path(str(address.database)))

    @event.listens_for(engine, "connect")
    def _on_connect(connection: GatedConnection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves; sqlite3 would say it too late
        connection.gate = gate
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON", "recursive_triggers = ON"):
            connection.execute(f"PRAGMA {pragma}")
        if not in_memory:
            connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        raw = cast("GatedConnection", connection.connection.dbapi_connection)
        if connection.get_execution_options().get(WRITING, True):
            raw.begin_writing()
        else:
            raw.begin_reading()

    return engine


def is_full_disk(error: BaseException | None) -> bool:
    """Say whether a fault comes of a full disk, of the database's or of any other file's."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error):
            return True
        if getattr(error, "sqlstate", None) == _POSTGRESQL_DISK_FULL:
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False
