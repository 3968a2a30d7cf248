"""The commands that read documents: document and compare. They need no database and no settings."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from consult.documents.importing.registry import import_bytes
from consult.documents.rules import LONGEST_FILE, ImportedDocument
from consult.documents.telling import as_json_value, as_markdown, as_page, compared
from consult.kernel.errors import Invalid

NOT_READ = 2
LONGEST_SAMPLE = 4_000
"""Characters that say which language a document is in."""
_FILE = click.Path(allow_dash=True, path_type=Path)
STANDARD_INPUT = "-"
TYPED = "document.md"
"""What standard input is taken for when its content does not say."""


@click.command()
@click.argument("file", type=_FILE)
@click.option("--format", "form", type=click.Choice(["json", "html", "markdown"]), default="json", show_default=True)
def document(*, file: Path, form: str) -> None:
    """Read FILE (DOCX, PDF, ODT, HTML, Markdown or text; - for standard input) and print its numbered paragraphs.

    Ends with 2 and one sentence if the file cannot be read.
    """
    read = _read(file)
    if form == "json":
        _print(json.dumps(as_json_value(read), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(as_page(read) if form == "html" else as_markdown(read))


@click.command(name="compare")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="text", show_default=True)
def compare_documents(*, old: Path, new: Path, form: str) -> None:
    """Say what became of each paragraph of OLD in NEW: unchanged, moved, edited, split, joined, new or gone.

    Ends with 2 and one sentence if one of the files cannot be read.
    """
    told = compared(_read(old), _read(new))
    if form == "json":
        _print(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    for move in told["paragraphs"]:
        numbers = [move[side]["number"] if move[side] else "–" for side in ("from", "to")]
        review = "  needs review" if move["needs_review"] else ""
        _print(f"{numbers[0]:>8} → {numbers[1]:<8} {move['change']}{review}\n")


def _read(file: Path) -> ImportedDocument:
    """Read a file, or end with the sentence that says why not."""
    name = TYPED if str(file) == STANDARD_INPUT else file.name
    try:
        with click.open_file(str(file), "rb") as opened:
            content = opened.read(LONGEST_FILE + 1)
        read = import_bytes(content, name=name)
    except Invalid as refused:
        _end(refused.sentence)
    except FileNotFoundError:
        _end(f"There is no file {file}. Check its name and its folder.")
    except IsADirectoryError:
        _end(f"{file} is a folder. Name the file in it that you want to read.")
    except (OSError, ValueError):
        _end(f"We could not open {file}. Check its name, and that you may read it.")
    return replace(read, language=read.language or _language_of(read))


def _language_of(read: ImportedDocument) -> str:
    """The language that most words seem to be in, for a file that does not say."""
    from consult.analysis.pipeline.language import detect  # noqa: PLC0415 - its model takes a second to load

    words = " ".join(paragraph.text for section in read.sections for paragraph in section.paragraphs)
    return detect([words[:LONGEST_SAMPLE]], [None])[0]


def _print(text: str) -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream here, typed as any TextIO
    click.echo(text, nl=False)


def _end(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(NOT_READ)
