"""Full-text search over what the public may read: FTS5 on SQLite, tsvector on PostgreSQL, one way to ask both.

Rooms put their public texts in with ``index_entry`` when they publish them and take them out with
``drop_entries``; nothing that is not public ever goes in. The rows lie in ``search_entries``; on SQLite triggers keep
the FTS5 table beside it, on PostgreSQL an index over an expression does the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, Select, UniqueConstraint, bindparam, delete, literal_column, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.storage.db import Base
from consult.storage.ddl import Extra, register_extra

_LONGEST_QUERY = 200
_MOST_WORDS = 12
_AT_ONCE = 500  # numbers in one statement; SQLite takes a few thousand
_CONFIGURATION = "english"


class SearchEntry(Base):
    """One public thing that can be found: what it is, where, and its words."""

    __tablename__ = "search_entries"
    __table_args__ = (UniqueConstraint("kind", "ref_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    ref_id: Mapped[int]
    language: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was found, best first."""

    kind: str
    ref_id: int
    title: str
    body: str
    language: str


_VECTOR = f"to_tsvector('{_CONFIGURATION}', title || ' ' || body)"
SEARCH_INDEX = register_extra(
    Extra(
        name="search_entries_words",
        sqlite=(
            """CREATE VIRTUAL TABLE search_words USING fts5(
                title, body, content='search_entries', content_rowid='id',
                tokenize='porter unicode61 remove_diacritics 2')""",
            """CREATE TRIGGER search_entries_add AFTER INSERT ON search_entries BEGIN
                INSERT INTO search_words (rowid, title, body) VALUES (new.id, new.title, new.body); END""",
            """CREATE TRIGGER search_entries_drop AFTER DELETE ON search_entries BEGIN
                INSERT INTO search_words (search_words, rowid, title, body)
                VALUES ('delete', old.id, old.title, old.body); END""",
            """CREATE TRIGGER search_entries_change AFTER UPDATE ON search_entries BEGIN
                INSERT INTO search_words (search_words, rowid, title, body)
                VALUES ('delete', old.id, old.title, old.body);
                INSERT INTO search_words (rowid, title, body) VALUES (new.id, new.title, new.body); END""",
        ),
        postgresql=(f"CREATE INDEX search_entries_words ON search_entries USING gin (({_VECTOR}))",),
    )
)


def index_entry(session: Session, *, kind: str, ref_id: int, language: str, title: str, body: str) -> None:
    """Make a public thing findable, or change its words."""
    entry = session.scalars(
        select(SearchEntry).where(
            SearchEntry.kind == kind, SearchEntry.ref_id == ref_id, SearchEntry.language == language
        )
    ).one_or_none()
    if entry is None:
        session.add(SearchEntry(kind=kind, ref_id=ref_id, language=language, title=title, body=body))
    else:
        entry.title, entry.body = title, body
    session.flush()


def drop_entries(session: Session, *, kind: str, ref_ids: Iterable[int]) -> None:
    """Make things of one kind impossible to find."""
    numbers = sorted(set(ref_ids))
    for some in (numbers[place : place + _AT_ONCE] for place in range(0, len(numbers), _AT_ONCE)):
        session.execute(delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.ref_id.in_(some)))


def search(session: Session, typed: str, *, kinds: Sequence[str] = (), limit: int = 50) -> list[Found]:
    """Find what contains every word typed, or a longer form of it, the best match first; titles weigh more."""
    words = words_of(typed)
    if not words:
        return []
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    asked = _for_fts5(words) if is_sqlite else _for_tsquery(words)
    statement = text(_ON_SQLITE if is_sqlite else _ON_POSTGRESQL).bindparams(bindparam("kinds", expanding=True))
    rows = session.execute(statement, {"asked": asked, "any_kind": not kinds, "kinds": list(kinds) or [""]})
    return [Found(**row) for row in rows.mappings()][:limit]


def matching(typed: str, *, kind: str, is_sqlite: bool) -> Select[int] | None:
    """Return the numbers of everything of one kind that contains every word typed, as a part of another statement.

    Nothing when no word was typed.
    """
    words = words_of(typed)
    if not words:
        return None
    number = literal_column("e.ref_id", Integer)
    if is_sqlite:
        places = text("search_words w JOIN search_entries e ON e.id = w.rowid")
        return (
            select(number)
            .select_from(places)
            .where(text("search_words MATCH :asked AND e.kind = :kind").bindparams(asked=_for_fts5(words), kind=kind))
        )
    vector = _VECTOR.replace("title", "e.title").replace("body", "e.body")
    condition = text(f"e.kind = :kind AND {vector} @@ to_tsquery('{_CONFIGURATION}', :asked)")
    return (
        select(number)
        .select_from(text("search_entries e"))
        .where(condition.bindparams(asked=_for_tsquery(words), kind=kind))
    )


def words_of(typed: str) -> list[str]:
    """Cut what was typed into words, without any sign that a query language would understand."""
    return re.findall(r"\w+", typed[:_LONGEST_QUERY].replace("_", " "))[:_MOST_WORDS]


_ON_SQLITE = (
    "SELECT e.kind, e.ref_id, e.title, e.body, e.language FROM search_words w JOIN search_entries e ON e.id = w.rowid "
    "WHERE search_words MATCH :asked AND (:any_kind OR e.kind IN :kinds) "
    "ORDER BY bm25(search_words, 5.0, 1.0), e.id LIMIT 500"
)
_ON_POSTGRESQL = (
    "SELECT kind, ref_id, title, body, language FROM search_entries, "  # noqa: S608 - nothing typed is in it
    f"to_tsquery('{_CONFIGURATION}', :asked) AS asked "
    f"WHERE {_VECTOR} @@ asked AND (:any_kind OR kind IN :kinds) "
    f"ORDER BY ts_rank(setweight(to_tsvector('{_CONFIGURATION}', title), 'A') || "
    f"to_tsvector('{_CONFIGURATION}', body), asked) DESC, id LIMIT 500"
)


def _for_fts5(words: list[str]) -> str:
    return " ".join(f'"{word}"*' for word in words)


def _for_tsquery(words: list[str]) -> str:
    return " & ".join(f"{word}:*" for word in words)
