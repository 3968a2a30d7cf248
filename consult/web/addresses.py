"""Takes only addresses that a database can look for: numbers that a row can have, words without null characters."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LARGEST_NUMBER = 2_147_483_647


class RowNumber(IntegerConverter):
    """A whole number that a row can have; any larger one names nothing."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **({"max": LARGEST_NUMBER} | kwargs))


class Words(UnicodeConverter):
    """A part of an address in words."""

    def to_python(self, value: str) -> str:
        """Return the words, or let the address name nothing."""
        if "\x00" in value:
            raise ValidationError("PostgreSQL stores no null character, so nothing can be called that.")
        return value


def install_addresses(app: Flask) -> None:
    """Let every address of this app be read so; before any route is added."""
    app.url_map.converters |= {"int": RowNumber, "string": Words, "default": Words}
