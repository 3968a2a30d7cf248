"""Run a parser of somebody else's file in a process of its own, with little memory and little time.

A parser is a plain function ``(data: bytes) -> Iterable[JSON value]`` at the top of a module of ours. It may raise an
error with a sentence for people; whatever else goes wrong is told as one sentence too. The values come back as lines of
JSON through a file without a name, so nothing that the child says can run code here.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from consult.kernel.errors import ConsultError, Invalid
from consult.kernel.sentences import Sentence, sentence_of, value_of

MEGABYTE = 1024 * 1024
TOO_DEAR = Sentence(
    "This file takes too much memory or time to read. "
    "Open it in the program that made it, take out what is not needed, save it again and upload it."
)
BROKEN = Sentence("We could not read this file. Open it in the program that made it, save it again and upload it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a parser may use before it is stopped.

    ``memory_mb`` is the whole of the child's address space; with ``growth_mb`` it is instead what the child has once
    its code and the modules in ``load_first`` are loaded, and so much more.
    """

    memory_mb: int = 768
    growth_mb: int = 0
    cpu_seconds: float = 60
    wall_seconds: int = 120
    output_mb: int = 512
    load_first: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if min(self.memory_mb, self.cpu_seconds, self.wall_seconds, self.output_mb) < 1 or self.growth_mb < 0:
            raise ValueError("Every limit of a sandbox is at least 1.")


def parse_apart(
    parser: Callable[[bytes], Iterable[Any]], data: bytes, *, limits: Limits | None = None
) -> Iterator[Any]:
    """Yield what ``parser`` yields for ``data``, from a child process that is held to ``limits``.

    Raises:
        Invalid: the parser refused the file, broke, or used more than it may; before the first value is yielded.
    """
    limits = limits or Limits()
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(data)
        given.seek(0)
        finished = _run_child(f"{parser.__module__}:{parser.__qualname__}", given, told, limits)
        told.seek(0)
        _raise_what_went_wrong(told, finished)
        told.seek(0)
        for line in told:
            message = json.loads(line)
            if "value" in message:
                yield message["value"]


def _run_child(target: str, given: IO[bytes], told: IO[bytes], limits: Limits) -> bool:
    """Start the child and wait for it; say whether it ended by itself."""
    command = [
        sys.executable,
        "-m",
        "consult.files.sandbox",
        target,
        json.dumps(asdict(limits)),
    ]
    try:
        subprocess.run(  # noqa: S603 - the command is our own interpreter and the name of one of our functions
            command,
            stdin=given,
            stdout=told,
            stderr=subprocess.DEVNULL,
            timeout=limits.wall_seconds,
            env=_bare_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return True


def _bare_environment() -> dict[str, str]:
    """The child gets our import path and nothing else: no secret key, no address of a database."""
    paths = [path for path in sys.path if path]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "PATH": os.defpath}


def _raise_what_went_wrong(told: IO[bytes], finished: bool) -> None:
    """Read the child's last line, which says whether all went well."""
    last = _last_line(told) if finished else b""
    try:
        message = json.loads(last) if last else {}
    except ValueError:
        message = {}
    if message.get("done"):
        return
    raise Invalid(sentence_of(message.get("sentence")) or TOO_DEAR)


def _last_line(told: IO[bytes]) -> bytes:
    """The last whole line of a file, read from its end; a last line of the child is short."""
    size = told.seek(0, os.SEEK_END)
    told.seek(max(0, size - 4096))
    lines = told.read().splitlines(keepends=True)
    return lines[-1] if lines and lines[-1].endswith(b"\n") else b""


def _limit_this_process(limits: Limits) -> None:
    memory = limits.memory_mb * MEGABYTE
    if limits.growth_mb:
        memory = _address_space() + limits.growth_mb * MEGABYTE
    seconds = math.ceil(limits.cpu_seconds)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_mb * MEGABYTE, limits.output_mb * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)  # ends us without a word, and counts parts of a second


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _tell(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


def _be_the_child(target: str, limits: Limits) -> None:
    """Take the limits on, run the parser over standard input, tell each value and then how it ended."""
    module, _, name = target.partition(":")
    parser = getattr(importlib.import_module(module), name)
    for needed in limits.load_first:
        importlib.import_module(needed)
    _limit_this_process(limits)
    try:
        for value in parser(sys.stdin.buffer.read()):
            _tell({"value": value})
        _tell({"done": True})
    except ConsultError as refused:
        _tell({"sentence": value_of(refused.sentence)})
    except (MemoryError, RecursionError):
        _tell({"sentence": value_of(TOO_DEAR)})
    except Exception:  # noqa: BLE001 - a parser may break in any way over a hostile file; the person gets one sentence
        _tell({"sentence": value_of(BROKEN)})
    sys.stdout.flush()


if __name__ == "__main__":
    _be_the_child(sys.argv[1], Limits(**json.loads(sys.argv[2])))
