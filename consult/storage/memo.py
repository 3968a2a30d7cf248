"""Remembers for a minute what was read and cannot have changed, so that a busy page does not ask for it again."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, cast

from sqlalchemy import event
from sqlalchemy.orm import Session

T = TypeVar("T")

MEMO: Final = "consult_memo"
WRITING: Final = "consult_writing"
WROTE: Final = "consult_wrote"
FRESH_FOR_SECONDS = 60.0
MOST_THINGS = 500


class Memo:
    """A bounded shelf of frozen values, each with the moment until which it is fresh; safe among threads."""

    def __init__(self, *, seconds: float = FRESH_FOR_SECONDS, most: int = MOST_THINGS) -> None:
        self._seconds = seconds
        self._most = most
        self._things: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Any:
        """Return what is remembered under a key, or None when it is not, or no longer fresh."""
        with self._lock:
            until, thing = self._things.get(key, (0.0, None))
        return thing if time.monotonic() < until else None

    def keep(self, key: Hashable, thing: Any) -> None:
        """Remember a value, and forget the oldest when there are too many."""
        with self._lock:
            self._things[key] = (time.monotonic() + self._seconds, thing)
            self._things.move_to_end(key)
            while len(self._things) > self._most:
                self._things.popitem(last=False)


def remembered(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """Return a frozen value read within the last minute under this key, or read it now.

    The key must name the version of what is read, so that a change is seen at once; what has no version may be up to a
    minute old. A session that has written fills nothing: what it reads may be rolled back.
    """
    memo: Memo | None = session.info.get(MEMO)
    if memo is None:
        return read()
    found = memo.find(key)
    if found is not None:
        return cast("T", found)
    value = read()
    if not _has_written(session):
        memo.keep(key, value)
    return value


def read_once(session: Session, key: str, read: Callable[[], T]) -> T:
    """Return what this request has read already under this key, or read it now; for sessions that cannot write."""
    if session.info.get(WRITING, True):
        return read()
    if key not in session.info:
        session.info[key] = read()
    return cast("T", session.info[key])


def _has_written(session: Session) -> bool:
    return bool(session.info.get(WROTE) or session.new or session.dirty or session.deleted)


@event.listens_for(Session, "after_flush")
def _note_writing(session: Session, _context: object) -> None:
    session.info[WROTE] = True
