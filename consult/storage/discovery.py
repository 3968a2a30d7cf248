"""Finds the shelves of all rooms by their names, so that the schema and the queue know every room and name none."""

import importlib
import pkgutil
from types import ModuleType

import consult


def load_shelf(shelf: str) -> tuple[ModuleType, ...]:
    """Import one shelf (``models``, ``jobs``) of every room that has it."""
    rooms = [room.name for room in pkgutil.iter_modules(consult.__path__) if room.ispkg]
    return tuple(module for room in rooms for module in _modules_of(room, shelf))


def _modules_of(room: str, shelf: str) -> list[ModuleType]:
    package = importlib.import_module(f"consult.{room}")
    if shelf not in {module.name for module in pkgutil.iter_modules(package.__path__)}:
        return []
    found = importlib.import_module(f"consult.{room}.{shelf}")
    files = pkgutil.iter_modules(found.__path__) if hasattr(found, "__path__") else ()
    return [found, *(importlib.import_module(f"{found.__name__}.{file.name}") for file in files)]
