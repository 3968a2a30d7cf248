"""Puts every payload into every text of the city that people can write, whatever law of the tables forbids it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sqlalchemy import JSON, Connection, Enum, String, Table, bindparam, inspect, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.sql.schema import Column

from consult.elections.blt import read_blt, write_blt
from consult.storage.db import Base, UtcDateTime
from tests.payloads import PAYLOADS

PARTS = tuple(" ".join(PAYLOADS[start::8]) for start in range(8))  # a page of many texts would grow without end
FORMULAS = ("=1+2", "+1+2", "-1+2", "@SUM(A1)", "\t=1+2", "\r=1+2", "＝1+2", "=cmd|' /C calc'!A0", '=HYPERLINK("x")')
COUNTED = re.compile(r"\d+ \d+\n")  # how a .blt file begins
NOT_WRITTEN_BY_PEOPLE = {"jobs", "audit_events", "alembic_version"}


def poison(connection: Connection) -> tuple[int, list[str]]:
    """Poison every text that holds words somewhere; give how many columns were, and which refused it."""
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    there = set(inspect(connection).get_table_names())
    done, refused = 0, []
    for table in Base.metadata.sorted_tables:
        if table.name in NOT_WRITTEN_BY_PEOPLE or table.name not in there:
            continue
        for column in table.columns:
            if not is_text(column):
                continue
            inner = connection.begin_nested()
            try:
                done += poison_column(connection, table, column)
                inner.commit()
            except DatabaseError as error:
                inner.rollback()
                refused.append(f"{table.name}.{column.name}: {str(error.orig)[:60]}")
    return done, refused


def is_text(column: Column[Any]) -> bool:
    """Whether words may stand in a column: it is no key, no state and no moment."""
    is_words = isinstance(column.type, String) and not isinstance(column.type, Enum)
    is_key = column.primary_key or column.foreign_keys or column.unique
    return (is_words or isinstance(column.type, JSON)) and not is_key and not isinstance(column.type, UtcDateTime)


def poison_column(connection: Connection, table: Table, column: Column[Any]) -> bool:
    """Put every payload into one column if any of its rows holds words; an identifier has no space in it."""
    keys = list(table.primary_key.columns)
    rows = connection.execute(select(column, *keys).where(column.is_not(None))).all()
    wordy = [number for number, row in enumerate(rows) if poisoned(row[0], 0, "") != row[0]]
    places = {number: place for place, number in enumerate(wordy)}
    new = [
        (poisoned(row[0], number, part(places.get(number, 0), len(wordy))), row[1:]) for number, row in enumerate(rows)
    ]
    if not any(value != row[0] for (value, _key), row in zip(new, rows, strict=True)):
        return False
    where = [key == bindparam(f"key_{place}") for place, key in enumerate(keys)]
    values = [{"new_words": value} | {f"key_{place}": part for place, part in enumerate(key)} for value, key in new]
    connection.execute(update(table).where(*where).values({column: bindparam("new_words")}), values)
    return True


def part(place: int, n_texts: int) -> str:
    """The payloads of one text: the texts of a column hold all of them together, and each of a few texts holds all."""
    return PARTS[place % len(PARTS)] if n_texts >= len(PARTS) else " ".join(PARTS)


def poisoned(value: Any, number: int, payloads: str) -> Any:
    """The same value with payloads in each of its texts."""
    if isinstance(value, dict):
        return {key: poisoned(inner, number, payloads) for key, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, number + place, payloads) for place, inner in enumerate(value)]
    if isinstance(value, str) and COUNTED.match(value):
        return poisoned_box(value, number, payloads)
    if isinstance(value, str) and " " in value:
        return f"{FORMULAS[number % len(FORMULAS)]} {value} {payloads}"
    return value


def poisoned_box(value: str, number: int, payloads: str) -> str:
    """The ballots of a count as a program wrote them, with payloads in the names, which are all that people wrote."""
    box = read_blt(value)
    names = tuple(poisoned(f"{name} .", number, payloads) for name in box.contest.names)
    return write_blt(
        replace(box.contest, names=names, id=poisoned(f"{box.contest.id} .", number, payloads)), box.papers
    )
