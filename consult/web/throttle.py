"""How often one address may do something; in memory, or in Redis when several servers share the count."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter

from consult.kernel.errors import ConsultError

View = TypeVar("View", bound=Callable[..., Any])
WHERE = "consult_throttle"


class TooOften(ConsultError):
    """Raised when an address did something too often in a short time; nothing was kept of this try."""


def install_throttle(app: Flask, *, redis_url: str = "") -> None:
    """Give this app its counts."""
    storage = storage_from_string(redis_url or "memory://")
    app.extensions[WHERE] = MovingWindowRateLimiter(storage)


def limited(rate: str, *, methods: frozenset[str] = frozenset({"POST"})) -> Callable[[View], View]:
    """Let one address call a view only so often, such as ``"5 per minute"``; stands below the guard."""
    item = parse(rate)

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(**values: Any) -> Any:
            if request.method in methods:
                count(item, f"{view.__module__}.{view.__name__}", client_address())
            return view(**values)

        return cast("View", counted)

    return decorate


def count(item: RateLimitItem, act: str, who: str) -> None:
    """Count one more try of an act.

    Raises:
        TooOften: that was one too many.
    """
    limiter: RateLimiter | None = current_app.extensions.get(WHERE)
    if limiter is not None and not limiter.hit(item, act, who):
        raise TooOften("You have tried this many times in a short while. Wait a few minutes, then try again.")


def client_address() -> str:
    """Return the network address of the caller, as our proxy tells it; an IPv6 home counts as one."""
    address = request.remote_addr or "unknown"
    return ":".join(address.split(":")[:4]) if address.count(":") > 4 else address
