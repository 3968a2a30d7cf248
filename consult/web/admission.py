"""Says an honest no when more people send than can be served: at once and with their words kept, not after a minute.

Pages that are read are always answered. A post that comes to its turn while very many wait behind it is not begun:
it is answered with 503, its words on the page and a button that sends them again, so that the line gets shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request

from consult.kernel.errors import Busy

TOO_MANY = "consult.too_many_wait"
TOO_MANY_PEOPLE = "Too many people are sending at this moment and nothing was stored. Please try again in a minute."
MOST_WAITING = 100  # at sixty accepted responses a second the last of them waits under two seconds
TRY_AGAIN_SECONDS = 5


class Doorkeeper:
    """The WSGI layer that counts who waits.

    Args:
        application: what answers.
        waiting: tells how many requests wait for a thread.
        most: how many may wait before posts are turned away.
    """

    def __init__(
        self, application: Callable[..., Iterable[bytes]], *, waiting: Callable[[], int], most: int = MOST_WAITING
    ) -> None:
        self._application, self._waiting, self._most = application, waiting, most

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Mark a post that came while too many wait, and let the application answer."""
        if environ["REQUEST_METHOD"] == "POST" and self._waiting() > self._most:
            environ[TOO_MANY] = True
        return self._application(environ, start_response)


def install_admission(app: Flask) -> None:
    """Let this app turn marked posts away before it does anything else for them."""

    def turn_away() -> None:
        if TOO_MANY in request.environ:
            raise Busy(
                "Too many people are sending at this moment and nothing was stored. Please try again in a minute."
            )

    app.before_request(turn_away)
