"""Print how well themes are found, against themes that people gave, and how long it takes.

    python benchmarks/themes.py [FOLDER]

FOLDER holds ``themes/*.jsonl`` (one question a line: topic, texts, labels, group) and defaults to ``shared/data``
beside the repository; ``shared/tools/score_themes.py`` defines the figures. Without the folder it says so and stops.
Closed answers are used for questions that people answered with agree or disagree, and never the kind of proposer.
"""

import importlib.util
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from time import perf_counter
from types import ModuleType
from typing import Any

from consult.analysis.pipeline import Options, Text, find_themes

SHARED = Path(__file__).resolve().parents[2] / "shared"
FIGURES = ("match_f1", "theme_recall", "nmi", "merge_sf1", "ratio", "coverage")
SETS = (
    ("argkp_dev", False),
    ("argkp_dev", True),
    ("nhs_dev", False),
    ("decidim_dev", False),
    ("gambling", False),
    ("gambling", True),
)
SIZES = (1_000, 10_000)


def main() -> None:
    """Print the table of quality and the table of speed."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data"
    tool = data.parent / "tools" / "score_themes.py"
    if not (data / "themes").is_dir() or not tool.is_file():
        raise SystemExit(f"There is no labelled data in {data}: name the folder that holds it.")
    scoring = load(tool)
    print(f"{'questions':<30}" + "".join(f"{name:>14}" for name in FIGURES) + f"{'seconds':>9}")
    for name, use_closed_answer in SETS:
        print_quality(scoring, data / "themes" / f"{name}.jsonl", use_closed_answer=use_closed_answer)
    print(f"\n{'responses':<30}{'seconds':>14}{'themes':>14}{'MB at most':>14}")
    said = [text for path in sorted((data / "themes").glob("*.jsonl")) for q in questions(path) for text in q["texts"]]
    for size in SIZES:
        print_speed(said, size)


def load(path: Path) -> ModuleType:
    """Return a Python file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def questions(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the questions of a file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def labels_found(question: dict[str, Any], *, use_closed_answer: bool) -> list[list[int]]:
    """Return the themes found for each text of a question, the main one first."""
    texts = [
        Text(id=f"{number:07d}", text=text, closed_answer=closed_answer)
        for number, (text, closed_answer) in enumerate(zip(question["texts"], question["group"], strict=True))
    ]
    found = find_themes(texts, Options(use_closed_answer=use_closed_answer))
    return [[assignment.theme for assignment in placement.assignments] for placement in found.placements]


def print_quality(scoring: ModuleType, path: Path, *, use_closed_answer: bool) -> None:
    """Print one line: the means over the questions of a file."""
    begun = perf_counter()
    scores = [
        scoring.score(question["labels"], labels_found(question, use_closed_answer=use_closed_answer))
        for question in questions(path)
    ]
    name = path.stem + (" with closed answer" if use_closed_answer else "")
    figures = "".join(f"{mean(score[figure] for score in scores):>14.3f}" for figure in FIGURES)
    print(f"{name:<30}{figures}{perf_counter() - begun:>9.1f}")


def print_speed(said: list[str], size: int) -> None:
    """Print one line: time and memory for so many responses, made of pairs of real ones that differ."""
    texts = [
        Text(id=str(n), text=f"{said[n % len(said)]} {said[(n * 7919 + n // len(said)) % len(said)]}")
        for n in range(size)
    ]
    begun = perf_counter()
    found = find_themes(texts)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{size:<30,}{perf_counter() - begun:>14.1f}{len(found.themes):>14}{most:>14}")


if __name__ == "__main__":
    main()
