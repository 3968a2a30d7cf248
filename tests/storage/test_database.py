"""What people can rely on of the database: moments, states, who may write, and that writers pass in their order."""

import enum
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, ForeignKey, MetaData, select, text
from sqlalchemy.exc import DatabaseError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry

from consult.kernel.errors import Busy
from consult.storage.db import Base, enum_column
from consult.storage.engine import Database
from consult.storage.gate import FairLock, WriteGate, gate_of
from consult.storage.paging import page_of


class Colour(enum.StrEnum):
    DARK_RED = "dark red"
    BLUE = "blue"


class ScratchBase(DeclarativeBase):
    """A base with our habits and tables of its own."""

    registry = registry(
        metadata=MetaData(naming_convention=Base.metadata.naming_convention),
        type_annotation_map=Base.registry.type_annotation_map,
    )


class Thing(ScratchBase):
    __tablename__ = "scratch_things"
    __table_args__ = (CheckConstraint("number >= 0", name="number_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    colour: Mapped[Colour] = mapped_column(default=Colour.BLUE)
    second: Mapped[Colour] = mapped_column(enum_column(Colour), default=Colour.BLUE)
    at: Mapped[datetime | None]
    facts: Mapped[dict[str, object] | None]


class Part(ScratchBase):
    __tablename__ = "scratch_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(ForeignKey("scratch_things.id", deferrable=True, initially="DEFERRED"))


@pytest.fixture
def things(session: Session) -> Session:
    ScratchBase.metadata.create_all(session.connection())
    return session


@pytest.fixture
def file_database(tmp_path: Path) -> Iterator[Database]:
    database = Database.at(f"sqlite:///{tmp_path / 'consult.sqlite3'}")
    with database.engine.begin() as connection:
        ScratchBase.metadata.create_all(connection)
    yield database
    database.close()


def test_a_moment_comes_back_in_utc(things: Session) -> None:
    summer = datetime(2026, 6, 1, 17, tzinfo=timezone(timedelta(hours=1)))
    things.add(Thing(id=1, number=1, at=summer))
    things.flush()
    things.expire_all()
    kept = things.get_one(Thing, 1).at
    assert kept == summer
    assert kept is not None
    assert kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_time_zone_is_refused(things: Session) -> None:
    things.add(Thing(id=1, number=1, at=datetime(2026, 6, 1)))  # noqa: DTZ001 - that is what is refused
    with pytest.raises(StatementError, match="no time zone"):
        things.flush()
    things.rollback()


def test_a_state_is_stored_by_value_and_the_database_knows_them_all(things: Session) -> None:
    things.add(Thing(id=1, number=1, colour=Colour.DARK_RED, facts={"a": [1, "é"]}))
    things.flush()
    assert things.scalar(text("SELECT colour FROM scratch_things")) == "dark red"
    with pytest.raises(DatabaseError, match="ck_scratch_things_colour"), things.begin_nested():
        things.execute(text("UPDATE scratch_things SET colour = 'DARK_RED'"))
    with pytest.raises(DatabaseError, match="ck_scratch_things_number_not_negative"), things.begin_nested():
        things.execute(text("UPDATE scratch_things SET number = -1"))


def test_a_page_of_a_list_knows_its_neighbours(things: Session) -> None:
    things.add_all(Thing(number=number) for number in range(7))
    things.flush()
    page = page_of(things, select(Thing), Thing.number, number=2, size=3)
    assert [thing.number for thing in page.items] == [3, 4, 5]
    assert (page.total, page.n_pages, page.previous, page.next) == (7, 3, 1, 3)
    assert (page.first_place, page.last_place, page.is_only_page) == (4, 6, False)
    assert page_of(things, select(Thing), Thing.number, number=99, size=3).number == 3
    empty = page_of(things, select(Thing).where(Thing.number > 99), Thing.number)
    assert (empty.items, empty.number, empty.n_pages, empty.next, empty.first_place) == ([], 1, 1, None, 0)


def test_a_page_that_only_shows_things_cannot_write(file_database: Database) -> None:
    with file_database.session(writing=False) as session:
        session.add(Thing(number=1))
        with pytest.raises(RuntimeError, match="only shows"):
            session.flush()
    with file_database.session(writing=False) as session, pytest.raises(DatabaseError, match="readonly"):
        session.execute(text("INSERT INTO scratch_things (number, colour, second) VALUES (1, 'blue', 'blue')"))
    with file_database.transaction() as session:
        session.add(Thing(number=1))
    with file_database.transaction(writing=False) as session:
        assert session.scalar(select(Thing.number)) == 1


def test_a_block_that_raises_leaves_nothing_behind(file_database: Database) -> None:
    def stumble() -> None:
        with file_database.transaction() as session:
            session.add(Thing(number=1))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with file_database.transaction() as session:
        assert session.scalars(select(Thing)).all() == []


def test_sqlite_keeps_what_it_acknowledged(file_database: Database) -> None:
    with file_database.transaction() as session:
        answers = [session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert answers == ["wal", 2, 1]


def test_reading_never_waits_for_a_writer(file_database: Database) -> None:
    with file_database.session(writing=True) as writer:
        writer.add(Thing(number=1))
        writer.flush()
        with file_database.transaction(writing=False) as reader:
            assert reader.scalars(select(Thing)).all() == []


def test_a_commit_that_fails_lets_the_next_writer_in(file_database: Database) -> None:
    late = "INSERT INTO scratch_parts (id, thing_id) VALUES (1, 404)"
    with pytest.raises(DatabaseError, match="FOREIGN KEY"), file_database.transaction() as session:
        session.execute(text(late))  # SQLite looks at this key only when it commits
    with file_database.transaction() as session:
        session.add(Thing(number=2))
    with file_database.transaction(writing=False) as session:
        assert session.scalars(select(Thing.number)).all() == [2]


def test_many_writers_at_once_all_succeed(file_database: Database) -> None:
    faults: list[BaseException] = []

    def write(start: int) -> None:
        try:
            for number in range(start, start + 10):
                with file_database.transaction() as session:
                    session.add(Thing(number=number))
        except BaseException as fault:  # noqa: BLE001 - a thread's fault is shown by the test
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(start * 10,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with file_database.transaction(writing=False) as session:
        assert len(session.scalars(select(Thing)).all()) == 80


def test_threads_pass_the_gate_in_the_order_in_which_they_came() -> None:
    lock, order, threads = FairLock(), [], []
    assert lock.acquire(1)

    def pass_through(number: int) -> None:
        lock.acquire(10)
        order.append(number)
        lock.release()

    for number in range(12):
        threads.append(threading.Thread(target=pass_through, args=(number,)))
        threads[-1].start()
        while len(lock._tickets) <= number:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == list(range(12))


def test_who_waits_too_long_is_told_that_nothing_was_stored(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "database", patience=0.05)
    gate.enter()
    with pytest.raises(Busy, match="nothing was stored"):
        gate.enter()
    gate.leave()
    gate.enter()
    gate.leave()


def test_a_process_that_holds_the_gate_keeps_others_out_until_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "database"
    code = (
        "import sys, time; from pathlib import Path; from consult.storage.gate import WriteGate; "
        "WriteGate(Path(sys.argv[1])).enter(); print('inside', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as other:  # noqa: S603 - ours
        assert other.stdout is not None
        assert other.stdout.readline() == b"inside\n"
        with pytest.raises(Busy):
            WriteGate(path, patience=0.1).enter()
        other.kill()
    gate = WriteGate(path, patience=5)
    gate.enter()
    gate.leave()


def test_two_engines_of_one_process_share_the_gate(tmp_path: Path) -> None:
    assert gate_of(tmp_path / "a") is gate_of(tmp_path / "." / "a")
    assert gate_of(tmp_path / "a") is not gate_of(tmp_path / "b")


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="CONSULT_DATABASE_URL"):
        Database.at("mysql://localhost/consult")
