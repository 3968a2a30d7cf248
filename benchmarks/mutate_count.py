"""Changes the count in every small way and asks whether the contests notice: mutation testing, run once by hand.

    python benchmarks/mutate_count.py [--every 1]

Each mutant of ``consult/elections/count.py`` and ``lots.py`` (another comparison, another sign, a constant one larger,
a condition turned round, a statement left out) counts the textbook contests, a dozen real ones and some invented ones.
A mutant that gives the same sheets everywhere survives and is printed with its line; docs/decisions/0141 explains each.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import resource
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

from consult.elections import ballots, blt, sheet

ROOT = Path(__file__).parents[1]
CASES = Path(os.environ.get("CONSULT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "elections"
SECONDS = 8
MOST_MEMORY = 1024**3
COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.Is: ast.IsNot}
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult}


def main() -> None:
    """Print how many mutants were killed, and each that survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each n-th mutant only")
    every = parser.parse_args().every
    wanted = sheets(load({}))
    made = survived = 0
    for name in ("lots", "count"):
        source = (ROOT / "consult" / "elections" / f"{name}.py").read_text("utf-8")
        for tree, line, what in list(mutants(ast.parse(source)))[::every]:
            made += 1
            if is_same(wanted, lambda name=name, tree=tree: sheets(load({name: tree}))):
                survived += 1
                print(f"survived  {name}.py:{line}  {what}")
    print(f"{made} mutants, {made - survived} killed, {survived} survived")


def mutants(tree: ast.Module) -> Iterator[tuple[ast.Module, int, str]]:
    """Give every mutant of a module with its line and what was changed."""
    nodes = [node for node in ast.walk(tree) if hasattr(node, "lineno")]
    for at, node in enumerate(nodes):
        for what, change in changes(node):
            mutant = copy.deepcopy(tree)
            twin = [each for each in ast.walk(mutant) if hasattr(each, "lineno")][at]
            change(twin)
            yield ast.fix_missing_locations(mutant), node.lineno, what


def changes(node: ast.AST) -> list[tuple[str, Callable[[ast.AST], None]]]:
    """Give the small ways in which one node can be changed."""
    found: list[tuple[str, Callable[[ast.AST], None]]] = []
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            other = COMPARED[type(op)]
            found.append((f"{type(op).__name__} → {other.__name__}", lambda twin: setattr(twin, "ops", [other()])))
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in SIGNS:
            sign = SIGNS[type(op)]
            found.append((f"{type(op).__name__} → {sign.__name__}", lambda twin: setattr(twin, "op", sign())))
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            found.append((f"{value} → {value + 1}", lambda twin: setattr(twin, "value", value + 1)))
        case ast.If(test=test) | ast.While(test=test):
            turned = ast.UnaryOp(op=ast.Not(), operand=copy.deepcopy(test))
            found.append(("condition turned round", lambda twin: setattr(twin, "test", turned)))
        case ast.BoolOp(op=op):
            other_op = ast.Or if isinstance(op, ast.And) else ast.And
            found.append((f"{type(op).__name__} → {other_op.__name__}", lambda twin: setattr(twin, "op", other_op())))
        case ast.Name(id="max" | "min" as name):
            found.append(
                (f"{name} the other way", lambda twin: setattr(twin, "id", {"max": "min", "min": "max"}[name]))
            )
        case ast.Break():
            found.append(("break left out", _become_pass))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        found.append(("call left out", lambda twin: setattr(twin, "value", ast.Constant(value=None))))
    return found


def _become_pass(twin: ast.AST) -> None:
    twin.__class__ = ast.Continue


def load(changed: dict[str, ast.Module]) -> types.ModuleType:
    """Give the module that counts, with changed ones put in place of ours."""
    saved = {name: sys.modules.get(f"consult.elections.{name}") for name in ("lots", "count")}
    modules = {}
    for name in ("lots", "count"):
        path = ROOT / "consult" / "elections" / f"{name}.py"
        tree = changed.get(name) or ast.parse(path.read_text("utf-8"))
        module = types.ModuleType(f"consult.elections.{name}")
        sys.modules[module.__name__] = module
        modules[name] = module
        try:
            exec(compile(tree, str(path), "exec"), module.__dict__)  # noqa: S102 - our own source, slightly changed
        except Exception:
            _put_back(saved)
            raise
    _put_back(saved)
    return modules["count"]


def _put_back(saved: dict[str, types.ModuleType | None]) -> None:
    for name, module in saved.items():
        if module is not None:
            sys.modules[f"consult.elections.{name}"] = module


def sheets(counting: types.ModuleType) -> list[object]:
    """Count everything with one module and give the sheets as plain data."""
    told: list[object] = []
    for contest, papers, rule in polls():
        draw = counting.no_lots.__globals__["lots_from"]("a die: 4 1 6", contest=contest.id)  # of the same mutant
        try:
            counted = counting.count(contest, papers, rule=rule, lots=draw)
            told.append((sheet.as_data(counted), counted.used, counted.vacant, counted.blank))
        except Exception as fault:  # noqa: BLE001 - a mutant may fail in any way
            told.append(type(fault).__name__ + str(fault)[:60])
    return told


def polls() -> list[tuple[ballots.Contest, tuple[ballots.Papers, ...], ballots.Rule]]:
    """The contests that every mutant counts."""
    found = []
    files = sorted(CASES.glob("textbook/*.blt")) + sorted(CASES.glob("scotland/*.blt"))[:12]
    for path in files:
        box = blt.read_blt(path.read_text("utf-8"))
        found.append((box.contest, box.papers, ballots.Rule.SCOTTISH))
    chance = random.Random(1)  # noqa: S311 - invented polls
    for n in range(40):
        n_candidates = chance.randint(1, 6)
        names = tuple(f"c{number}" for number in range(1, n_candidates + 1))
        gone = frozenset({n_candidates}) if n % 5 == 0 and n_candidates > 1 else frozenset()
        contest = ballots.Contest(id=f"poll {n}", names=names, seats=chance.randint(1, 4), withdrawn=gone)
        papers = tuple(
            ballots.Papers(
                number=chance.randint(1, 9),
                preferences=tuple(chance.sample(range(1, n_candidates + 1), chance.randint(0, n_candidates))),
            )
            for _ in range(chance.randint(0, 9))
        )
        found.append((contest, papers, ballots.Rule.ALTERNATIVE_VOTE if n % 7 == 0 else ballots.Rule.SCOTTISH))
    alone = ballots.Contest(id="a stranger on the paper", names=("a",), seats=1)
    found += [(alone, (ballots.Papers(number=1, preferences=(n,)),), ballots.Rule.SCOTTISH) for n in (0, 2)]
    return found


def is_same(wanted: list[object], counted: Callable[[], list[object]]) -> bool:
    """Say whether a mutant gives exactly the sheets that are wanted; one that never ends or eats memory does not.

    Each runs in a process of its own, with limits, so that none can take the others with it.
    """
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            same = json.dumps(counted(), default=str) == json.dumps(wanted, default=str)
        except BaseException:  # noqa: BLE001 - a mutant may fail in any way
            same = False
        os._exit(0 if same else 1)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


if __name__ == "__main__":
    main()
