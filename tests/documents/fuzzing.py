"""Breaks files for as long as you say: ``python -m tests.documents.fuzzing --minutes 10`` prints what came of them.

Every file is read as the site reads it, in a process with little memory and time, and then told, edited and checked as
the site does. What ends in anything but a document or a sentence is kept under its number and printed.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.database import InMemoryExampleDatabase

from consult.demo.makers.word import packed, said, table, word_parts
from consult.documents.cautions import warnings_now
from consult.documents.figures import oddities_in, read_tables
from consult.documents.importing.apart import READERS, limits_for
from consult.documents.importing.carrying import from_values
from consult.documents.importing.cleaning import CLEANERS
from consult.documents.importing.kinds import Format, format_of
from consult.documents.reviewing import pieces_of
from consult.documents.rules import ImportedDocument
from consult.documents.telling import as_json_value, as_markdown, as_page, compared
from consult.kernel.errors import ConsultError
from tests.documents.breaking import INVENTED, broken
from tests.documents.files import open_document, pdf_file
from tests.documents.judging import faults_of

REAL = Path(__file__).parents[3] / "shared" / "data" / "documents"
SEEDS = {
    "a.docx": packed(word_parts(said("Our plan", style="Title") + said("Words here.") + table(("a", "b"), ("c", "d")))),
    "a.odt": open_document("<text:h>Plan</text:h><text:p>Words <text:a>here</text:a>.</text:p>"),
    "a.pdf": pdf_file([[(72, 100 + 15 * place, 11, False, f"line {place} of words") for place in range(9)]] * 2),
    "a.html": b"<main><h1>Plan</h1><p>Words <a href='http://x.example'>here</a></p><table><tr><td>a<td>b</table></main>",
    "a.md": b"# Plan\n\n> quoted\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| c | d |\n\n![x](y)\n",
    "a.txt": b"Plan\n\n1. one\n2. two\n\nWords that end here.\n",
}
A_BATCH = 40


def real_files() -> dict[str, bytes]:
    """The documents that councils and word processors made, where they are there."""
    return {file.name: file.read_bytes() for file in sorted(REAL.glob("*"))} if REAL.is_dir() else {}


def outcome(content: bytes, *, name: str) -> str:
    """Read a file in this process and use it in every way; say what came of it: ``read`` or ``refused``.

    Raises:
        Exception: whatever a reader should have told in a sentence.
        AssertionError: the sentence or the document is not what it should be.
    """
    try:
        form = format_of(content, name=name)
        document = from_values(READERS[form](content))
    except ConsultError as refused:
        require_one_sentence(refused.sentence)
        return "refused"
    use(document)
    if form in CLEANERS:
        try:
            list(CLEANERS[form](content))
        except ConsultError:
            return "read, not offered"
    return "read"


def require_one_sentence(told: str) -> None:
    """A refusal ends as a sentence does, on one line, and is short enough to be read.

    Raises:
        AssertionError: it does not.
    """
    assert told.endswith((".", "?")), told
    assert len(told) < 400, told
    assert len(told.splitlines()) == 1, told


def use(document: ImportedDocument) -> None:
    """Do with a document what the site does before people read it."""
    assert faults_of(document) == []
    assert document.n_paragraphs
    json.dumps(as_json_value(document)).encode()
    as_markdown(document).encode()
    as_page(document).encode()
    warnings_now(pieces_of(document), read=document)
    for section in document.sections:
        for paragraph in section.paragraphs:
            for found in read_tables(paragraph.html):
                oddities_in(found)
    if document.n_paragraphs < 60:
        compared(document, document)


def limited(content: bytes, form: Format) -> None:
    """Start the clock of one file: its processor time as on the site; five times over for what only this does to it."""
    signal.setitimer(signal.ITIMER_PROF, 5 * limits_for(form, len(content)).cpu_seconds)


def run_batch(cases: list[tuple[str, bytes]], kept: Path) -> Counter[str]:
    """Read a batch in a child; go on after the file over which the child died."""
    counted: Counter[str] = Counter()
    while cases:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            be_the_child(cases, writing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as told:
            lines = [json.loads(line) for line in told if line.endswith("\n")]
        _pid, status = os.waitpid(child, 0)
        for (name, content), line in zip(cases, lines, strict=False):
            counted[f"{Path(name).suffix} {line['came']}"] += 1
            if line["came"] == "FAILED":
                keep(kept, name, content, line["why"])
        done = len(lines)
        if done < len(cases):
            name, content = cases[done]
            end = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "ended"
            counted[f"{Path(name).suffix} stopped by {end}"] += 1
            keep(kept, name, content, end)
            done += 1
        cases = cases[done:]
    return counted


def be_the_child(cases: list[tuple[str, bytes]], writing: int) -> None:
    """Read every file of a batch and say what came of it; never returns."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (pages + 1_000 * 1024**2, pages + 1_000 * 1024**2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with os.fdopen(writing, "w", encoding="utf-8") as out:
        for name, content in cases:
            why = ""
            try:
                try:
                    limited(content, format_of(content, name=name))
                except ConsultError:
                    limited(content, Format.TEXT)
                came = outcome(content, name=name)
            except (MemoryError, RecursionError):
                came = "too dear"
            except BaseException:  # noqa: BLE001 - whatever it is, it is told and kept
                came, why = "FAILED", traceback.format_exc()
            signal.setitimer(signal.ITIMER_PROF, 0)
            out.write(json.dumps({"came": came, "why": why}) + "\n")
            out.flush()
    os._exit(0)


def keep(kept: Path, name: str, content: bytes, why: str) -> None:
    """Keep a file that ended badly, and say why."""
    kept.mkdir(parents=True, exist_ok=True)
    number = len(list(kept.iterdir()))
    (kept / f"{number}-{name}").write_bytes(content)
    click.echo(f"{number}-{name}: {why}", err=True)


def changed_files(salt: int) -> Iterator[tuple[str, bytes]]:
    """Break every made and real file a few times; the small ones as often as the large."""
    for name, seed in {**SEEDS, **real_files()}.items():
        yield from ((name, content) for content in broken(seed, name=name, times=4, salt=salt))


def invented_files(name: str, salt: int, times: int) -> list[tuple[str, bytes]]:
    """Invent files of one format."""
    found: list[tuple[str, bytes]] = []

    @seeded(salt)
    @settings(max_examples=times, database=InMemoryExampleDatabase(), phases=[Phase.generate], deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(INVENTED[name])
    def gather(content: bytes) -> None:
        found.append((name, content))

    gather()
    return found


@click.command()
@click.option("--minutes", type=float, default=10, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--kept", type=click.Path(path_type=Path), required=True, help="Where files that ended badly are kept.")
def main(minutes: float, seed: int, kept: Path) -> None:
    """Break files until the time is up and print how many ended how."""
    until, salt = time.monotonic() + 60 * minutes, seed
    counted: Counter[str] = Counter()
    while time.monotonic() < until:
        cases = list(changed_files(salt))
        for name in INVENTED:
            cases += invented_files(name, salt, 40)
        random.Random(salt).shuffle(cases)  # noqa: S311 - to mix files
        for start in range(0, len(cases), A_BATCH):
            counted += run_batch(cases[start : start + A_BATCH], kept)
            if time.monotonic() > until:
                break
        salt += 1
    for came, n in sorted(counted.items()):
        click.echo(f"{n:>8,}  {came}")
    failed = sum(n for came, n in counted.items() if "FAILED" in came)
    click.echo(f"{sum(counted.values()):>8,}  in all, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
