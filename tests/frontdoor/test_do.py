"""The script that a stranger runs first."""

import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", "./do", *words], cwd=REPOSITORY, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("words", [(), ("help",), ("--help",)])
def test_alone_it_lists_what_it_can_do(words):
    done = run(*words)
    assert done.returncode == 0
    for command in ("demo", "test", "check", "assets", "fresh", "run"):
        assert f"./do {command}" in done.stdout


def test_a_command_that_it_does_not_know_ends_with_the_list():
    done = run("dmeo")
    assert done.returncode == 2
    assert "./do demo" in done.stderr


@pytest.mark.parametrize(("shell", "script"), [("/bin/sh", "do"), ("/bin/bash", ".ci/run")])
def test_the_scripts_can_be_read_by_their_shells(shell, script):
    done = subprocess.run(  # noqa: S603 - our own script, only parsed
        [shell, "-n", str(REPOSITORY / script)], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
