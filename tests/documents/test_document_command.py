"""What the commands that read documents print, and how they refuse."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.demo.makers.word import said, word_file
from consult.documents.rules import LONGEST_FILE

PLAN = """# Our plan

## Why now

We have not had a plan since 2019.

- Fewer pupils
- More need

## What next

The cabinet decides in March, after everyone has been heard.
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A Markdown file."""
    file = tmp_path / "plan.md"
    file.write_text(PLAN, encoding="utf-8")
    return file


def test_a_document_is_printed_as_sections_and_numbered_paragraphs(plan: Path) -> None:
    told = json.loads(run("document", str(plan)).stdout)
    assert (told["title"], told["language"]) == ("Our plan", "en")
    assert [(one["number"], one["heading"], one["level"]) for one in told["sections"]] == [
        ("1", "Why now", 1),
        ("2", "What next", 1),
    ]
    assert [(one["number"], one["kind"], one["text"]) for one in told["sections"][0]["paragraphs"]] == [
        ("1.1", "text", "We have not had a plan since 2019."),
        ("1.2", "list", "Fewer pupils More need"),
    ]
    assert told["warnings"] == []
    assert told["source"] == {"sha256": hashlib.sha256(PLAN.encode()).hexdigest(), "pages": None}


def test_the_same_file_gives_the_same_identities_and_every_one_is_another(plan: Path) -> None:
    first, second = (json.loads(run("document", str(plan)).stdout) for _again in range(2))
    assert first == second
    ids = [one["id"] for section in first["sections"] for one in [section, *section["paragraphs"]]]
    assert len(set(ids)) == len(ids)


def test_a_word_document_comes_out_as_markdown_that_reads_back_as_the_same(tmp_path: Path) -> None:
    word = tmp_path / "plan.docx"
    word.write_bytes(word_file(said("Money", bold=True) + said("It costs 5 * 3 pounds [at most].") + said("1. Now.")))
    markdown = tmp_path / "again.md"
    markdown.write_text(run("document", str(word), "--format", "markdown").stdout, encoding="utf-8")
    first, second = (json.loads(run("document", str(file)).stdout) for file in (word, markdown))
    assert [one["paragraphs"] for one in first["sections"]] == [one["paragraphs"] for one in second["sections"]]


def test_a_page_of_html_holds_what_the_document_says(plan: Path) -> None:
    page = run("document", str(plan), "--format", "html").stdout
    assert "<h1>Our plan</h1>" in page
    assert "<li>Fewer pupils</li>" in page


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old"])
def test_what_cannot_be_read_is_refused_with_one_sentence_and_status_two(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(content)
    refused = run("document", str(file))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1


def test_comparing_tells_what_became_of_each_paragraph(plan: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.md"
    new.write_text(PLAN.replace("in March", "in May").replace("- Fewer pupils\n- More need\n", "Wholly new words.\n"))
    told = json.loads(run("compare", str(plan), str(new), "--format", "json").stdout)
    assert [move["change"] for move in told["paragraphs"]] == ["unchanged", "new", "edited", "gone"]
    assert told["paragraphs"][2]["from"]["number"] == told["paragraphs"][2]["to"]["number"] == "2.1"
    assert told["summary"]["edited"] == 1
    assert "edited" in run("compare", str(plan), str(new)).stdout


def odd_inputs(folder: Path) -> dict[str, Path]:
    noise = random.Random(7).randbytes(3_000)  # noqa: S311 - to make noise, the same each time
    files = {
        "empty.docx": b"",
        "noise.pdf": noise,
        "noise.txt": noise,
        "noise.md": noise,
        "huge.txt": b"a" * (LONGEST_FILE + 1),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in (*files, "nowhere.docx", ".", "no\nsuch.pdf")}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.docx", "it is empty"),
        ("noise.pdf", "not a PDF"),
        ("noise.txt", "does not hold words"),
        ("noise.md", "does not hold words"),
        ("huge.txt", "larger than 20 MB"),
        ("nowhere.docx", "There is no file"),
        (".", "is a folder"),
    ],
)
def test_an_odd_input_is_refused_with_one_sentence_that_says_what_to_do(tmp_path: Path, name: str, words: str) -> None:
    refused = run("document", str(odd_inputs(tmp_path)[name]))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert words in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert run("compare", str(odd_inputs(tmp_path)[name]), str(tmp_path / "empty.docx")).exit_code == 2


def test_standard_input_is_read_as_what_it_is_and_else_as_markdown(plan: Path) -> None:
    told = json.loads(CliRunner().invoke(main, ["document", "-"], input=plan.read_bytes()).stdout)
    assert told["title"] == "Our plan"
    word = CliRunner().invoke(main, ["document", "-"], input=word_file(said("Words of a Word file.")))
    assert json.loads(word.stdout)["sections"][0]["paragraphs"][0]["text"] == "Words of a Word file."
    nothing = CliRunner().invoke(main, ["document", "-"], input=b"")
    assert (nothing.exit_code, len(nothing.stderr.splitlines())) == (2, 1)


def test_two_processes_give_the_same_identities(plan: Path) -> None:
    command = [sys.executable, "-c", "from consult.cli import main; main()", "document", str(plan)]
    first, second = (
        subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout  # noqa: S603 - our own command
        for seed in ("1", "2")
    )
    assert first == second
    assert json.loads(first)["sections"][0]["paragraphs"][0]["id"].startswith("p")


def test_warnings_of_the_command_say_kind_place_and_message(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text("# Plan\n\n## Costs\n\n| Year | Cost |\n|---|---|\n| 2027 | 10 |\n| 2028 | 20 |\n| Total | 40 |\n")
    (warning,) = json.loads(run("document", str(file)).stdout)["warnings"]
    assert warning == {
        "kind": "odd_figure",
        "where": "Table 1",
        "message": "Total, Cost: 40. The figures above it add up to 30. Check which is right.",
    }
