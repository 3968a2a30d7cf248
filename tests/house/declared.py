"""The table of every route and who may call it, declared room by room in tests/house/routes.

``python -m tests.house.declared`` adds what a new route carries and takes out what is gone; read the difference before
you commit it, for the matrix (tests/security/test_matrix.py) holds every route to what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from consult.web.guards import Guard, guard_of
from tests.house.places import ROOT

TABLES = ROOT / "tests" / "house" / "routes"
NO_METHODS = {"HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True, order=True)
class Declared:
    """One route: its address, its methods, and who may call it, in words."""

    address: str
    methods: str
    who: str

    @property
    def line(self) -> str:
        return f"{self.address} | {self.methods} | {self.who}"


def declared() -> dict[Declared, str]:
    """Every line of the tables, with the room that declares it."""
    return {
        Declared(*(part.strip() for part in line.rsplit(" | ", 2))): path.stem
        for path in sorted(TABLES.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    }


def carried(app: Flask) -> Iterator[tuple[str, Declared, Guard | None]]:
    """Every route of the application: its room, what a table must say of it, and the guard it carries."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        guard = guard_of(view)
        methods = ", ".join(sorted((rule.methods or set()) - NO_METHODS))
        room = view.__module__.split(".")[1] if view.__module__.startswith("consult.") else "flask"
        yield room, Declared(rule.rule, methods, guard.sentence if guard else "?"), guard


def differences(app: Flask) -> list[str]:
    """What the tables do not declare, and what they declare that is not there."""
    there, said = {one: room for room, one, _guard in carried(app)}, declared()
    return [
        *(f"not declared: tests/house/routes/{there[one]}.txt: {one.line}" for one in sorted(set(there) - set(said))),
        *(f"not there: tests/house/routes/{said[one]}.txt: {one.line}" for one in sorted(set(said) - set(there))),
    ]


def write_tables(app: Flask, folder: Path = TABLES) -> None:
    """Write the tables as the routes are now."""
    folder.mkdir(exist_ok=True)
    rooms: dict[str, list[Declared]] = {}
    for room, one, _guard in carried(app):
        rooms.setdefault(room, []).append(one)
    for path in folder.glob("*.txt"):
        if path.stem not in rooms:
            path.unlink()
    for room, lines in rooms.items():
        (folder / f"{room}.txt").write_text("".join(f"{one.line}\n" for one in sorted(lines)), "utf-8")


if __name__ == "__main__":
    from tests.house.permissions import any_app

    write_tables(any_app())
