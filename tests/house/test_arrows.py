"""Which room may import what: the floors, the shelves, and nobody's views or forms."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.places import ROOT, imported_by, modules, name_of

TAKES_PAGES = {"consult.app"}  # the only file that knows every room
SHELVES_OF_ONES_OWN = {"views", "forms"}


def test_rooms_and_shelves_look_only_down():
    pytest.importorskip("importlinter", reason="import-linter belongs to the extra [check]")
    # in a process of its own: the linter sets logging up anew and with that silences every logger of ours
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "pyproject.toml", "--no-cache"]
    told = subprocess.run(  # noqa: S603 - our own words
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_no_room_imports_the_views_or_forms_of_another():
    faults = []
    for path, tree in modules():
        name = name_of(path)
        room = name.split(".")[1] if "." in name else ""
        for imported in imported_by(tree):
            parts = imported.split(".")
            is_theirs = parts[0] == "consult" and len(parts) > 2 and parts[1] not in {room, "web"}
            if name not in TAKES_PAGES and is_theirs and parts[2] in SHELVES_OF_ONES_OWN:
                faults.append(f"{name} imports {imported}")
    assert not faults, "\n".join(faults)


def test_rules_read_no_clock_and_draw_no_lots():
    forbidden = {"now", "today", "utcnow", "random", "token_bytes", "token_urlsafe", "uuid4"}
    faults = []
    for path, tree in modules():
        if path.name != "rules.py" and path.parent.name != "rules":
            continue
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        named = [call.attr for call in calls if isinstance(call, ast.Attribute)]
        faults += [f"{name_of(path)} calls {name}()" for name in named if name in forbidden]
    assert not faults, "\n".join(faults)


def test_imports_stand_at_the_top_without_tricks():
    faults = []
    for path, tree in modules():
        if any("TYPE_CHECKING" in imported for imported in imported_by(tree)):
            faults.append(f"{name_of(path)} hides an import behind TYPE_CHECKING")
        if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree)):
            faults.append(f"{name_of(path)} imports relatively")
    assert not faults, "\n".join(faults)
