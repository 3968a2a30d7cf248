"""``./do security``: one table of what stands against attackers, and a list of every package that is installed.

It ends with 1 when anything in it fails, and that includes a package whose known holes could not be looked up.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.house.places import ROOT
from tests.security.answers import answers

PYTHON = Path(sys.executable)
SBOM = ROOT / "data" / "sbom.json"
PATIENCE_SECONDS = 1_800
PARTS = (
    ("routes × roles, ids swapped", "tests/security/test_matrix.py"),
    ("payloads in every text", "tests/security/test_canaries.py"),
    ("headers, redirects, injections", "tests/security/test_lists.py"),
    ("secrets in files and logs", "tests/security/test_nothing_secret_is_written.py"),
    ("what is not there", "tests/security/test_absent.py"),
    ("ASVS and threats name real tests", "tests/security/test_answers.py"),
    ("signing in", "tests/accounts"),
)


def audited(told: dict[str, Any]) -> tuple[bool, str]:
    """Judge what pip-audit says: a package that was skipped was not looked at, whatever the exit code."""
    packages = told["dependencies"]
    if not packages:
        return False, "no package was looked at"
    skipped = [one for one in packages if "skip_reason" in one]
    holes = [f"{one['name']} {hole['id']}" for one in packages for hole in one.get("vulns", ())]
    if len(skipped) == len(packages):
        return False, f"no list of known holes could be had here: none of {len(packages)} packages was looked up"
    if holes:
        return False, f"{len(holes)} known hole{'s' * (len(holes) > 1)}: {', '.join(holes)}"
    if skipped:
        looked = len(packages) - len(skipped)
        said = f"{looked} of {len(packages)} packages looked up, {len(skipped)} skipped"
        return False, f"{said}: a skipped package counts as a failure"
    return True, f"{len(packages)} package{'s' * (len(packages) > 1)}, no known hole"


def audit() -> tuple[bool, str]:
    """Look every installed package up in the list of known holes."""
    line = [PYTHON, "-m", "pip_audit", "--skip-editable", "--progress-spinner", "off", "--format", "json"]
    ran = run(line)
    try:
        told = json.loads(ran.stdout)
    except ValueError:
        return False, "no list of known holes could be had here: pip-audit gave no answer"
    told["dependencies"] = [one for one in told["dependencies"] if one["name"] != "consult-platform"]
    return audited(told)


def bill_of_materials() -> tuple[bool, str]:
    """Write what is installed, as CycloneDX."""
    SBOM.parent.mkdir(exist_ok=True)
    ran = run([PYTHON, "-m", "cyclonedx_py", "environment", "--output-reproducible", "-o", SBOM, PYTHON])
    if ran.returncode:
        return False, "cyclonedx-bom gave up"
    parts = json.loads(SBOM.read_text("utf-8")).get("components", [])
    return bool(parts), f"{len(parts)} packages in {SBOM.relative_to(ROOT)}"


def checks_of_the_code() -> tuple[bool, str]:
    """The rules of flake8-bandit, which ruff carries, over the package."""
    ran = run([PYTHON, "-m", "ruff", "check", "--select", "S", "--output-format", "concise", "consult", "migrations"])
    found = [line for line in ran.stdout.splitlines() if re.search(r": S\d+ ", line)]
    return ran.returncode == 0, "no finding" if ran.returncode == 0 else f"{len(found)} findings"


def tests(place: str) -> tuple[bool, str]:
    """Run some tests and count them."""
    ran = run([PYTHON, "-m", "pytest", "-q", "-n", "0", "--no-header", "--show-capture=no", "--tb=line", place])
    last = next((line for line in reversed(ran.stdout.splitlines()) if line.strip()), "nothing ran")
    n_passed = sum(line.split("[")[0].count(".") for line in ran.stdout.splitlines() if re.match(r"^[.FsxE]+ ", line))
    return ran.returncode == 0, f"{n_passed} passed" if ran.returncode == 0 else last


def asvs() -> tuple[bool, str]:
    """Count the answers."""
    rows = answers()
    by_a_test = [row for row in rows if row.tests and "not met" not in row.how]
    unmet = [row.number for row in rows if "not met" in row.how]
    said = f"{len(rows)} answered, {len(by_a_test)} by a test, {len(unmet)} not met or in part"
    return True, f"{said}: {', '.join(unmet)}"


def run(line: list[Any]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - lines of ours
        [str(part) for part in line], cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )


def main() -> None:
    rows = [
        ("known holes of packages", *audit()),
        ("list of packages (SBOM)", *bill_of_materials()),
        ("rules of bandit on the code", *checks_of_the_code()),
        ("ASVS 5.0, level 2", *asvs()),
        *((name, *tests(place)) for name, place in PARTS),
    ]
    for name, is_good, said in rows:
        print(f"{'ok  ' if is_good else 'FAIL'} {name:<34} {said}")  # noqa: T201 - the table
    sys.exit(not all(is_good for _name, is_good, _said in rows))


if __name__ == "__main__":
    main()
