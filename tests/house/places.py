"""Where the tests of the house look: the files of the project and what stands in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "consult"
TEMPLATES = ROOT / "templates"
DOCS = ROOT / "docs"


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of ours, parsed once; who looks at a tree leaves it as it is."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if not {"__pycache__", "dist"} & set(path.parts)]
    return tuple((path, ast.parse(path.read_text("utf-8"), filename=str(path))) for path in paths)


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
