"""One word for one thing, every setting told, every decision numbered once, and sizes in the mirror."""

import ast
import re
from collections import Counter

from consult.audit.rules import FACTS, Happening
from tests.house.places import DOCS, PACKAGE, ROOT, modules, name_of

ALLOWED = {
    ("prompt", "the words of a question; the glossary forbids it only for the question itself"),
    ("topic", "what a follower follows"),
    ("release", "a lock is released"),
    ("block", "a part of Markdown or of a template, and the verb"),
    ("entry", "an entry of a log or a list"),
    ("cluster", "a step inside the analysis pipeline, which proposes themes"),
    ("status", "the status of an HTTP answer"),
    ("phase", "what a person can do now with a form"),
    ("feedback", "never ours; stands in words of the city"),
    ("survey", "stands in words of the city"),
}
LONGEST_FILE, LONGEST_FUNCTION = 300, 25


def test_no_forbidden_word_names_a_thing():
    allowed = {word for word, _why in ALLOWED}
    faults = []
    for path, tree in modules():
        if path.is_relative_to(PACKAGE / "demo"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef | ast.FunctionDef):
                continue
            words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower()))
            faults += [f"{name_of(path)}.{node.name}: {word}" for word in sorted(words & _forbidden() - allowed)]
    assert not faults, "\n".join(faults)


def test_every_setting_is_documented():
    page = (DOCS / "operations.md").read_text("utf-8")
    read = re.findall(r"CONSULT_[A-Z0-9_]+", (PACKAGE / "settings.py").read_text("utf-8"))
    assert {name for name in read if f"`{name}`" not in page} == set()


def test_decision_numbers_are_unique():
    numbers = Counter(path.name.split("-")[0] for path in (DOCS / "decisions").glob("*.md"))
    assert [number for number, times in numbers.items() if times > 1] == []


def test_every_happening_names_its_facts():
    assert set(FACTS) == set(Happening)


def test_every_module_tells_its_duty_in_its_first_line():
    silent = [name_of(path) for path, tree in modules() if path.stat().st_size and not ast.get_docstring(tree)]
    assert silent == []


def test_sizes_in_the_mirror():
    """A mirror and not a fence: nineteen of twenty files and functions stay small."""
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path, _tree in modules())
    functions = sorted(
        (node.end_lineno or 0) - node.lineno + 1 - _lines_of_docstring(node)
        for _path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[int(len(lengths) * 0.95)] <= LONGEST_FILE
    assert functions[int(len(functions) * 0.95)] <= LONGEST_FUNCTION + 10


def test_nothing_depends_on_a_project_folder_outside_the_repository():
    named = [path for path in (ROOT / "consult").rglob("*.py") if f"{ROOT.parent}/" in path.read_text("utf-8")]
    assert named == []


def _lines_of_docstring(node):
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0


def _forbidden():
    """The words in the last column of the glossary."""
    rows = re.findall(r"^\| \*\*.*\|([^|]*)\|$", (DOCS / "glossary.md").read_text("utf-8"), re.MULTILINE)
    return {word.strip() for row in rows for word in row.split(",") if word.strip() and " " not in word.strip()}
