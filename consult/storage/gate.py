"""The fair write gate: writers of one SQLite database pass one at a time, in the order in which they came.

SQLite's own busy handler lets latecomers overtake and starves a writer for seconds. Here threads queue on tickets,
and processes on two locked files: whoever holds the *queue* is next for the *pass*, so a process with many waiting
threads cannot keep the others out. A process that dies loses its locks, so nobody waits for the dead.
"""

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

from consult.kernel.errors import Busy

PATIENCE_SECONDS = 30.0
_POLL_SECONDS = 0.0005
_BUSY = "Too many people are sending at this moment and nothing was stored. Please try again in a minute."


class FairLock:
    """A lock that threads get in the order in which they asked."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._tickets: deque[threading.Lock] = deque()
        self._is_held = False

    def acquire(self, timeout: float) -> bool:
        """Wait for one's turn at most ``timeout`` seconds and say whether it came."""
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return True
            ticket = threading.Lock()
            ticket.acquire()
            self._tickets.append(ticket)
        return ticket.acquire(timeout=timeout) or self._give_up(ticket)

    def release(self) -> None:
        """Let the next in the queue in."""
        with self._guard:
            if self._tickets:
                self._tickets.popleft().release()
            else:
                self._is_held = False

    def _give_up(self, ticket: threading.Lock) -> bool:
        with self._guard:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
                return False
            return True  # the turn came in the very moment of giving up


class WriteGate:
    """One gate of one database file, for all threads and processes of this machine.

    Args:
        database: the SQLite file; the two lock files lie beside it.
        patience: seconds to wait for one's turn.
    """

    def __init__(self, database: Path, *, patience: float = PATIENCE_SECONDS) -> None:
        self._threads = FairLock()
        self._queue_path = database.with_name(database.name + ".queue")
        self._pass_path = database.with_name(database.name + ".pass")
        self._patience = patience
        self._pass: int | None = None

    def enter(self) -> None:
        """Wait for one's turn to write.

        Raises:
            Busy: the turn did not come in time.
        """
        deadline = time.monotonic() + self._patience
        if not self._threads.acquire(self._patience):
            raise Busy(_BUSY)
        try:
            self._pass = self._lock_files(deadline)
        except BaseException:
            self._threads.release()
            raise

    def leave(self) -> None:
        """Let the next writer in."""
        handle, self._pass = self._pass, None
        if handle is not None:
            os.close(handle)  # closing gives up the lock
        self._threads.release()

    def _lock_files(self, deadline: float) -> int:
        queue = _locked(self._queue_path, deadline)
        try:
            return _locked(self._pass_path, deadline)
        finally:
            os.close(queue)


_gates: dict[Path, WriteGate] = {}
_gates_guard = threading.Lock()


def gate_of(database: Path) -> WriteGate:
    """Give the one gate of a database file, so that two engines of one process share it."""
    with _gates_guard:
        return _gates.setdefault(database.resolve(), WriteGate(database.resolve()))


def _locked(path: Path, deadline: float) -> int:
    """Open and lock a file; a fresh handle each time, because a fork would share a kept one."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for_lock(handle, deadline)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _wait_for_lock(handle: int, deadline: float) -> None:
    while not _try_lock(handle):
        if time.monotonic() > deadline:
            raise Busy(_BUSY)
        time.sleep(_POLL_SECONDS)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
