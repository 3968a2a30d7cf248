"""Which function does which job: rooms register theirs in their ``jobs.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from consult.jobs.rules import TRIES
from consult.storage.discovery import load_shelf

Work = Callable[..., Mapping[str, Any] | None]
F = TypeVar("F", bound=Work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of job: its name, the function that does it, how often it is tried, whether each minute orders it."""

    name: str
    work: Work
    tries: int
    is_each_minute: bool = False


_kinds: dict[str, Kind] = {}


def job(name: str, *, tries: int = TRIES) -> Callable[[F], F]:
    """Register the function that does this kind of job.

    It is called as ``work(context, **args)``. It may be run again from the start after a crash, so each of its
    steps must leave the same behind when done twice. A mapping that it returns is kept as the job's result.
    """

    def register(work: F) -> F:
        _kinds[name] = Kind(name=name, work=work, tries=tries)
        return work

    return register


def every_minute(name: str) -> Callable[[F], F]:
    """Register a function that is called about once a minute as ``work(context)``, for what happens by date."""

    def register(work: F) -> F:
        _kinds[name] = Kind(name=name, work=work, tries=1, is_each_minute=True)
        return work

    return register


def kind_of(name: str) -> Kind | None:
    """Give the kind with this name, or nothing when no room does such work."""
    if name not in _kinds:
        load_shelf("jobs")
    return _kinds.get(name)


def kinds() -> tuple[Kind, ...]:
    """List every kind of job of every room, by name."""
    load_shelf("jobs")
    return tuple(_kinds[name] for name in sorted(_kinds))
