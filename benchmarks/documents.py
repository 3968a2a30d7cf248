"""How well documents are read, beside pandoc, markitdown and pdfplumber in one run, and what bombs cost.

    apt-get install pandoc; pip install -e .[benchmarks]
    python benchmarks/documents.py [FOLDER]

The folder holds DOCX, HTML and PDF files; without one, the real documents beside the project are taken. Each program
turns each file into text, in a process of its own for us (as in the site) and for pandoc, in this one for the others.
Recall is the share of the file's own words that come out, and in order the share that come out in their order. The
own words of DOCX and HTML are told by regular expressions that share nothing with ours; those of a PDF by PDFium,
which ours stands on: so that row says what our layout loses, and the row "ours, judged" what pdfplumber sees and we
do not (what stands at the edge of every page among it, which we leave out on purpose). Headings are compared with
those that a person labelled (F1). Then a PDF of 200 pages is read, every bomb of the tests is refused, each with its
time and the most memory that its process took above one that reads a text of one word, and the site's pages are timed
alone and beside two bombs.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from consult.app import create_app
from consult.demo.makers.word import said, word_file
from consult.documents.importing.registry import import_bytes
from consult.kernel.clock import SystemClock
from consult.kernel.errors import Invalid
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.documents.bombs import bomb, bomb_names
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
    print(f"{'format':<7}{'program':<14}{'files':>6}{'recall':>8}{'in order':>10}{'headings':>10}{'seconds':>9}")
    for suffix in (".docx", ".html", ".pdf"):
        chosen = [file for file in files if file.suffix == suffix and _has_words(file)]
        for name, (formats, read) in PROGRAMS.items():
            if suffix in formats and _is_here(name):
                print(_line(suffix, name, chosen, read))
        if suffix == ".pdf" and _is_here("pdfplumber"):
            print(_line(suffix, "ours, judged", chosen, _ours, judge=lambda file: _pdfplumber(file)[0]))
    _time_long_document()
    _refuse_bombs()
    _time_pages()


def _is_here(program: str) -> bool:
    if program == "pandoc":
        return shutil.which("pandoc") is not None
    return importlib.util.find_spec(program if program != "ours" else "consult") is not None


def _has_words(file: Path) -> bool:
    try:
        return import_bytes(file.read_bytes(), name=file.name).n_paragraphs > 0
    except Invalid:
        return False


def _words_of(file: Path) -> list[str]:
    return own_words(file.read_bytes(), name=file.name)


def _line(
    suffix: str,
    name: str,
    files: list[Path],
    read: Callable[[Path], Told],
    *,
    judge: Callable[[Path], list[str]] = _words_of,
) -> str:
    recalls, orders, headings, seconds = [], [], [], 0.0
    for file in files:
        own = judge(file)
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
        f"{suffix:<7}{name:<14}{len(files):>6}{statistics.mean(recalls):>8.3f}{statistics.mean(orders):>10.3f}"
        f"{f1:>10}{seconds:>9.2f}"
    )


def _ours(file: Path) -> Told:
    document = import_bytes(file.read_bytes(), name=file.name)
    with_title = digest(document.title) in LABELS.get(file.name, ())
    return read_words(document), headings_of(document, with_title=with_title)


def _pandoc(file: Path) -> Told:
    told = subprocess.run(["pandoc", "--to=gfm", "--wrap=none", str(file)], capture_output=True, check=False)  # noqa: S607
    return _from_markdown(told.stdout.decode())


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


def _time_pages() -> None:
    """The time of a page of the site, alone and while two uploads are being refused, as the queue reads them."""
    with tempfile.TemporaryDirectory() as folder:
        client = _site(Path(folder)).test_client()
        alone = _seconds_of_pages(client)
        is_over = threading.Event()
        beside = [threading.Thread(target=_go_on_refusing, args=(what, is_over)) for what in _SLOW_BOMBS]
        for each in beside:
            each.start()
        meanwhile = _seconds_of_pages(client)
        is_over.set()
        for each in beside:
            each.join()
    for what, seconds in (("alone", alone), ("beside two bombs", meanwhile)):
        centiles = statistics.quantiles(seconds, n=20)
        print(f"  home page, {what}: median {1e3 * centiles[9]:.1f} ms, 95 of 100 within {1e3 * centiles[18]:.1f} ms")


_SLOW_BOMBS = ("a page of 240 MB", "drawings that draw one another")


def _site(folder: Path) -> Flask:
    settings = Settings(
        data=folder,
        secret_key="a secret for this measurement and for nothing else",  # noqa: S106 - opens nothing
        base_url="http://127.0.0.1",
        is_production=False,
        council_name="The council",
        mail_from="consult@council.example",
        kept_page_seconds=0,
    )
    load_shelf("models")
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    return create_app(settings, clock=SystemClock(), database=database)


def _seconds_of_pages(client: FlaskClient) -> list[float]:
    seconds = []
    for _each in range(300):
        start = time.perf_counter()
        assert client.get("/").status_code == 200
        seconds.append(time.perf_counter() - start)
    return seconds


def _go_on_refusing(what: str, is_over: threading.Event) -> None:
    name, content = bomb(what)
    while not is_over.is_set():
        try:
            import_bytes(content, name=name)
        except Invalid:
            continue


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    main()
