"""The answers to ASVS and to the threats name tests that exist, and leave nothing out."""

import ast
import re

from tests.house.places import DOCS, modules, name_of
from tests.security.answers import LEVEL_TWO, answers, is_there, named_tests
from tests.security.report import audited

CRYPTOGRAPHY = {"hashlib", "hmac", "cryptography", "itsdangerous", "argon2"}


def test_every_named_test_exists():
    named = named_tests("asvs.md") | named_tests("threat-model.md")
    assert len(named) > 120
    assert [f"{place}::{name}" for place, name in sorted(named) if not is_there(place, name)] == []


def test_every_requirement_of_level_two_has_its_row():
    rows = [row for row in answers() if row.level <= 2]
    assert len({row.number for row in rows}) == len(rows), "a number stands twice"
    for chapter, sections in LEVEL_TWO.items():
        for section, wanted in enumerate(sections, start=1):
            found = [row.number for row in rows if row.number.startswith(f"{chapter}.{section}.")]
            assert len(found) == wanted, f"{chapter}.{section}: {len(found)} rows, {wanted} requirements"


def test_at_least_150_requirements_are_answered_by_a_test():
    by_a_test = [row for row in answers() if row.tests and "not met" not in row.how]
    assert len(by_a_test) >= 150


def test_whatever_names_no_test_gives_a_reason():
    assert [row.number for row in answers() if not row.tests and len(row.how) < 8] == []


def test_every_threat_ends_in_a_named_test():
    text = DOCS.joinpath("threat-model.md").read_text("utf-8")
    section = text.split("## Each abuse and its test\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if re.match(r"\| \d+ \|", line)]
    assert [int(line.split("|")[1]) for line in rows] == list(range(1, len(rows) + 1))
    assert len(rows) >= 27
    assert [line[:60] for line in rows if "::" not in line] == []


def test_every_use_of_cryptography_is_in_the_table():
    table = DOCS.joinpath("asvs.md").read_text("utf-8").split("## What is hashed, signed and sealed\n")[1]
    listed = tuple(re.findall(r"`(consult[a-z_.]*)`", table))
    users = {
        name_of(path)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for word in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if word.split(".")[0] in CRYPTOGRAPHY
    }
    assert sorted(name for name in users if not name.startswith(listed) and not name.startswith("consult.demo")) == []


def test_the_report_counts_a_skipped_package_as_a_failure():
    """pip-audit says that nothing is known of a package that it could not look up, and ends well."""
    skipped = {"dependencies": [{"name": "x", "skip_reason": "not found"}, {"name": "y", "version": "1", "vulns": []}]}
    assert audited(skipped) == (False, "1 of 2 packages looked up, 1 skipped: a skipped package counts as a failure")
    none = {"dependencies": [{"name": "x", "skip_reason": "not found"}]}
    assert audited(none) == (False, "no list of known holes could be had here: none of 1 packages was looked up")
    holed = {"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "HOLE-1"}]}]}
    assert audited(holed) == (False, "1 known hole: x HOLE-1")
    assert audited({"dependencies": [{"name": "x", "version": "1", "vulns": []}]}) == (True, "1 package, no known hole")
    assert audited({"dependencies": []}) == (False, "no package was looked at")
