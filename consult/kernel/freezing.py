"""Turns frozen values into plain JSON and back, losing nothing."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

V = TypeVar("V")


def to_json(value: Any) -> Any:
    """Write a frozen value as JSON types: moments and days in ISO 8601, states by value, tuples as lists."""
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def from_json(kind: type[V], stored: Mapping[str, Any]) -> V:
    """Read back what ``to_json`` wrote of a value of this kind."""
    read: V = _read(kind, stored)
    return read


def _read(kind: Any, stored: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        (meant,) = (option for option in get_args(kind) if option is not type(None))
        return None if stored is None else _read(meant, stored)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in stored)
    if kind is datetime or kind is date:
        return kind.fromisoformat(stored)
    return _read_value(kind, stored) if is_dataclass(kind) else kind(stored)


def _read_value(kind: Any, stored: Mapping[str, Any]) -> Any:
    return kind(**{name: _read(hint, stored[name]) for name, hint in _hints(kind).items() if name in stored})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
