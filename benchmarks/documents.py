"""How well documents are read, beside pandoc, markitdown and pdfplumber in one run, and what bombs cost.

    pip install -e .[benchmarks]
    python benchmarks/documents.py [FOLDER]

The folder holds DOCX, HTML and PDF files; without one, the real documents beside the project are taken. Each program
turns each file into text, in a process of its own for us (as in the site) and in this one for the others. Recall is the
share of the file's own words that come out, and in order the share that come out in their order; a file's own words are
told by a reader that shares nothing with ours. Headings are compared with those that a person labelled (F1). Then a PDF
of 200 pages is read, and every bomb of the tests is refused, each with its time and the most memory that its process
took above one that reads a text of one word.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from consult.documents.importing.registry import import_bytes
from consult.kernel.errors import Invalid
from tests.documents.bombs import bomb, bomb_names
from consult.demo.makers.word import said, word_file
from tests.documents.files import open_document, pdf_file
from tests.documents.labels import LABELS, digest
from tests.documents.measuring import headings_f1, headings_of, own_words, read_words, recall, recall_in_order, words

REAL = Path(__file__).parents[2] / "shared" / "data" / "documents"
PROSE = "The council asks every school what it needs and answers everyone within three months of the close of it"
Told = tuple[list[str], list[str]]
"""The words that came out in order, and the headings."""
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def main() -> None:
    """Print a table per format and program, the long document, and the bombs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=REAL)
    files = sorted(parser.parse_args().folder.glob("*.*"))
    print(f"{'format':<7}{'program':<12}{'files':>6}{'recall':>8}{'in order':>10}{'headings':>10}{'seconds':>9}")
    for suffix in (".docx", ".html", ".pdf"):
        chosen = [file for file in files if file.suffix == suffix and _has_words(file)]
        for name, (formats, read) in PROGRAMS.items():
            if suffix in formats and importlib.util.find_spec(MODULES.get(name, "consult")):
                print(_line(suffix, name, chosen, read))
    _time_long_document()
    _refuse_bombs()


def _has_words(file: Path) -> bool:
    try:
        return import_bytes(file.read_bytes(), name=file.name).n_paragraphs > 0
    except Invalid:
        return False


def _line(suffix: str, name: str, files: list[Path], read: Callable[[Path], Told]) -> str:
    recalls, orders, headings, seconds = [], [], [], 0.0
    for file in files:
        own = own_words(file.read_bytes(), name=file.name)
        start = time.perf_counter()
        told, found = read(file)
        seconds += time.perf_counter() - start
        if own:
            recalls.append(recall(own, told))
            orders.append(recall_in_order(own, told))
        if file.name in LABELS:
            headings.append(headings_f1(found, LABELS[file.name]))
    f1 = f"{statistics.mean(headings):.3f}" if headings else "–"
    return (
        f"{suffix:<7}{name:<12}{len(files):>6}{statistics.mean(recalls):>8.3f}{statistics.mean(orders):>10.3f}"
        f"{f1:>10}{seconds:>9.2f}"
    )


def _ours(file: Path) -> Told:
    document = import_bytes(file.read_bytes(), name=file.name)
    with_title = digest(document.title) in LABELS.get(file.name, ())
    return read_words(document), headings_of(document, with_title=with_title)


def _pandoc(file: Path) -> Told:
    import pypandoc

    return _from_markdown(pypandoc.convert_file(str(file), "gfm", extra_args=["--wrap=none"]))


def _markitdown(file: Path) -> Told:
    from markitdown import MarkItDown

    return _from_markdown(MarkItDown().convert(str(file)).text_content)


def _pdfplumber(file: Path) -> Told:
    import pdfplumber

    with pdfplumber.open(file) as opened:
        return words("\n".join(page.extract_text() or "" for page in opened.pages)), []


def _from_markdown(text: str) -> Told:
    plain = re.sub(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|<[^>]+>", " ", text)
    return words(plain.replace("\\", "")), _MARKDOWN_HEADING.findall(text)


PROGRAMS: dict[str, tuple[frozenset[str], Callable[[Path], Told]]] = {
    "ours": (frozenset({".docx", ".html", ".pdf"}), _ours),
    "pandoc": (frozenset({".docx", ".html"}), _pandoc),
    "markitdown": (frozenset({".docx", ".html", ".pdf"}), _markitdown),
    "pdfplumber": (frozenset({".pdf"}), _pdfplumber),
}
MODULES = {"pandoc": "pypandoc", "markitdown": "markitdown", "pdfplumber": "pdfplumber"}


def _time_long_document() -> None:
    page = [(72.0, 60.0, 16.0, True, "A heading of this page")]
    page += [(72.0, 100.0 + 14 * line, 11.0, False, PROSE[: 80 - line % 7]) for line in range(48)]
    content = pdf_file([page] * 200)
    start = time.perf_counter()
    document = import_bytes(content, name="long.pdf")
    seconds = time.perf_counter() - start
    print(f"\n200 pages, {len(content) / 1e6:.1f} MB, {document.n_paragraphs:,} paragraphs: {seconds:.2f} s")


_MEASURED = """
import resource, sys
from consult.documents.importing.registry import import_bytes
from consult.kernel.errors import Invalid
try:
    import_bytes(sys.stdin.buffer.read(), name=sys.argv[1]); told = "read"
except Invalid: told = "refused"
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(told, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, int(own) // 1024)
"""


def _refuse_bombs() -> None:
    plain, idle_seconds = _measured("a.txt", b"word"), {}
    for suffix in ("docx", "pdf", "odt", "html", "md", "txt"):
        idle_seconds[suffix] = _measured(f"a.{suffix}", _smallest(suffix))
    times, growths, refused = [], [], 0
    for what in bomb_names():
        name, content = bomb(what)
        told, seconds, child, own = _measured(name, content)
        idle = idle_seconds[name.rpartition(".")[2]]
        growth = max(child - idle[2], own - plain[3] - len(content) // 1024**2, 0)
        refused += told == "refused"
        times.append(seconds)
        growths.append(growth)
    print(f"\n{len(times)} bombs, {refused} refused")
    print(f"  seconds: median {statistics.median(times):.2f}, worst {max(times):.2f} (starting Python counts)")
    print(f"  memory above a file of one word: median {statistics.median(growths):.0f} MB, worst {max(growths):.0f} MB")


def _smallest(suffix: str) -> bytes:
    made = {
        "docx": lambda: word_file(said("word")),
        "odt": lambda: open_document("<text:p>word</text:p>"),
        "pdf": lambda: pdf_file([[(72, 100, 11, False, "one word here")]]),
        "html": lambda: b"<p>word",
    }
    return made.get(suffix, lambda: b"word")()


def _measured(name: str, content: bytes) -> tuple[str, float, int, int]:
    """Whether it was read, seconds, and the most megabytes of the reading child and of its parent."""
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        start = time.perf_counter()
        told = subprocess.run(
            [sys.executable, "-c", _MEASURED, name], stdin=given, capture_output=True, text=True, check=True
        )
        seconds = time.perf_counter() - start
    outcome, child, own = told.stdout.split()
    return outcome, seconds, int(child), int(own)


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    main()
