"""Says an honest no when more people send than can be served: at once and with their words kept, not after a minute.

Pages that are read are always answered. A post that would wait too long for its turn is not begun: it is answered
with 503, its words on the page and a button that sends them again. How long it would wait follows from the length of
the line and from how fast it lately got shorter (Little's law): a slow machine says no sooner than a fast one.
Everybody who is turned away gets a later place than the one before: they come back as fast as they can be served.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request

from consult.kernel.errors import Busy

TURNED_AWAY = "consult.try_again_seconds"
TOO_MANY_PEOPLE = "Too many people are sending at this moment and nothing was stored. Please try again in a minute."
LONGEST_WAIT_SECONDS = 1.0
SOONEST_SECONDS, LATEST_SECONDS = 5, 120
_AT_FIRST_SECONDS = 0.005
_WEIGHT_OF_THE_LAST = 0.05


class Pace:
    """How fast a line gets shorter, and so how long whoever joins it will wait.

    Measured is the time from one turn to the next while somebody waits: long requests that only keep one thread busy
    change it little, and a disk or a machine that grows slow changes it at once.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._guard = threading.Lock()
        self._clock = clock
        self._seconds_a_turn = _AT_FIRST_SECONDS
        self._last_turn = self._last_place = 0.0

    def turn(self, *, joined_at: float) -> None:
        """Learn from one who waited and now has their turn."""
        with self._guard:
            now = self._clock()
            if joined_at < self._last_turn:
                self._seconds_a_turn += _WEIGHT_OF_THE_LAST * (now - self._last_turn - self._seconds_a_turn)
            self._last_turn = now

    def wait(self, n_waiting: int, *, first_joined_at: float) -> float:
        """Return the seconds until whoever joins now has their turn, told by the line and by who stands first in it."""
        still = self._clock() - max(self._last_turn, first_joined_at)
        return n_waiting * max(self._seconds_a_turn, still)

    def place_later(self) -> int:
        """Give one who is turned away a place of their own in the time to come, in seconds from now."""
        with self._guard:
            now = self._clock()
            later = max(self._last_place, now + SOONEST_SECONDS) + self._seconds_a_turn
            self._last_place = min(later, now + LATEST_SECONDS)
            return math.ceil(self._last_place - now)


class Doorkeeper:
    """The WSGI layer that marks who is turned away.

    Args:
        application: what answers.
        turned_away: gives the seconds after which whoever asks now should come again, or nothing for the others.
        ready: answers a post that is turned away, or leaves it to the application.
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        turned_away: Callable[[], int | None],
        ready: Callable[[dict[str, Any], int, Callable[..., Any]], Iterable[bytes] | None] | None = None,
    ) -> None:
        self._application, self._turned_away, self._ready = application, turned_away, ready

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Mark a post for which there is no room, and let the application answer."""
        seconds = self._turned_away() if environ["REQUEST_METHOD"] == "POST" else None
        if seconds is not None:
            environ[TURNED_AWAY] = seconds
            answer = self._ready(environ, seconds, start_response) if self._ready else None
            if answer is not None:
                return answer
        return self._application(environ, start_response)


def install_admission(app: Flask) -> None:
    """Let this app turn marked posts away before it does anything else for them."""

    def turn_away() -> None:
        if TURNED_AWAY in request.environ:
            raise Busy(TOO_MANY_PEOPLE)

    app.before_request(turn_away)


def try_again_seconds() -> int:
    """Return what an answer with 503 says about when to come again."""
    seconds: int = request.environ.get(TURNED_AWAY, SOONEST_SECONDS)
    return seconds
