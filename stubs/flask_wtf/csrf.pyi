from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from werkzeug.exceptions import BadRequest

F = TypeVar("F", bound=Callable[..., Any])

class CSRFProtect:
    def __init__(self, app: Flask | None = ...) -> None: ...
    def exempt(self, view: F) -> F: ...

class CSRFError(BadRequest): ...

def generate_csrf(secret_key: str | None = ..., token_key: str | None = ...) -> str: ...
