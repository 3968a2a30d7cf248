"""The floor plan in the documentation is the one that import-linter keeps."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def floors() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (
        contract["layers"]
        for contract in contracts
        if contract["type"] == "layers" and "consult.kernel" in contract["layers"]
    )
    return [layer.replace("consult.", "") for layer in layers]


def drawn() -> str:
    lines = "\n".join(f"    {floor}" for floor in floors())
    return f"<!-- floors -->\n\n{lines}\n\n<!-- end of floors -->"


def test_the_floor_plan_in_the_documentation_is_the_one_that_is_kept() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert drawn() in page, f"put this into docs/architecture.md:\n{drawn()}"
