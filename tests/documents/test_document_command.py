"""What the commands that read documents print, and how they refuse."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.demo.makers.word import said, word_file

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
