"""The line of requests in front of the threads of a web process, which knows how long everyone waits.

Waitress keeps one line. Here a post that would wait too long steps aside into a line of its own, with one thread, where
it is told so at once: those who are turned away neither wait behind those who are served nor make them wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from consult.web.admission import LONGEST_WAIT_SECONDS, Pace


class Line(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress has no types
    """Waitress's line, and one beside it for those who are turned away.

    Args:
        n_threads: how many are answered at once.
        longest_wait_seconds: who would wait longer is turned away.
    """

    def __init__(self, *, n_threads: int, longest_wait_seconds: float = LONGEST_WAIT_SECONDS) -> None:
        super().__init__()
        self._pace, self._longest = Pace(), longest_wait_seconds
        self._aside = ThreadedTaskDispatcher()
        self._told = threading.local()
        self.set_thread_count(n_threads)
        self._aside.set_thread_count(1)

    def add_task(self, task: Any) -> None:
        """Take a request in, or set it aside."""
        if _is_post(task) and self._wait() > self._longest:
            self._aside.add_task(_Turn(task, self._turn_away))
        else:
            super().add_task(_Turn(task, self._serve))

    def turned_away(self) -> int | None:
        """Give the seconds after which whoever this thread answers should come again; nothing for who is served."""
        seconds: int | None = getattr(self._told, "seconds", None)
        return seconds

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End both lines."""
        self._aside.shutdown(cancel_pending, timeout)
        return bool(super().shutdown(cancel_pending, timeout))

    def _wait(self) -> float:
        with self.lock:
            n_waiting, first = len(self.queue), self.queue[0].joined_at if self.queue else 0.0
        return self._pace.wait(n_waiting, first_joined_at=first)

    def _serve(self, turn: _Turn) -> None:
        self._pace.turn(joined_at=turn.joined_at)
        turn.channel.service()

    def _turn_away(self, turn: _Turn) -> None:
        self._told.seconds = self._pace.place_later()
        try:
            turn.channel.service()
        finally:
            self._told.seconds = None


class _Turn:
    """One place in a line, with the two methods that waitress asks for."""

    def __init__(self, channel: Any, serve: Callable[[_Turn], None]) -> None:
        self.channel, self._serve = channel, serve
        self.joined_at = time.monotonic()

    def service(self) -> None:
        """Have one's turn."""
        self._serve(self)

    def cancel(self) -> None:
        """Go home."""
        self.channel.cancel()


def _is_post(channel: Any) -> bool:
    return bool(channel.requests) and channel.requests[0].command == "POST"
