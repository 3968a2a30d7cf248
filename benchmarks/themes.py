"""Print how well themes are found, against themes that people gave, and what it costs: ours and the rivals in one run.

    python benchmarks/themes.py [FOLDER] [--ours] [--methods "tier 1,LDA"] [--quality] [--sizes 1000,10000]

FOLDER holds ``themes/*.jsonl`` (one question a line: topic, texts, labels, group) and defaults to ``shared/data``
beside the repository; ``shared/tools/score_themes.py`` defines the figures, which are means over the questions of a
set. Without the folder it says so and stops. Closed answers are used for questions that people answered with agree
or disagree, and never the kind of proposer. Tier 2 and the rivals on MiniLM run where ``CONSULT_SEMANTIC_MODEL`` is
set, the rivals where the extra ``[benchmarks]`` is installed; what cannot run is named, not left out in silence.
A second table judges names, stability and what officers teach; ``judging.py`` beside this file says how.

Each line of the table is a process of its own, so that its peak memory is its own; CPU is the processor time of all
its threads, which a busy machine does not lengthen much. The large inputs are made: real
comments drawn again and again, two joined into one response, and words dropped or swapped at random with a fixed
seed. They measure time and memory, not quality.
"""

import argparse
import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

from consult.analysis.pipeline import Options, find_themes
from consult.analysis.pipeline.values import Tier
from consult.analysis.supplied import model_told_by

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
OURS: dict[str, Tier] = {"tier 0": 0, "tier 1": 1, "tier 2": 2}
JUDGED = ("names, found", "names, people's", "ARI, seeds", "ARI, -10%", "F1, 5 confirmed", "F1, 10 confirmed")
RIVALS = ("LDA", "k-means on tf-idf", "k-means on MiniLM", "BERTopic")
SIZES, RIVALS_UP_TO = (1_000, 10_000, 100_000, 1_000_000), 10_000


def main() -> None:
    """Print the table of quality and the table of cost."""
    wanted = _arguments()
    data = wanted.folder
    if not (data / "themes").is_dir() or not (data.parent / "tools" / "score_themes.py").is_file():
        raise SystemExit(f"There is no labelled data in {data}: name the folder that holds it.")
    if wanted.child:
        print(json.dumps(_measured(data, wanted.child, wanted.of)))
        return
    methods = wanted.methods or [*OURS, *(() if wanted.ours else RIVALS)]
    _print_tables_of_quality(data, methods)
    if not wanted.quality:
        _print_table_of_cost(data, methods, wanted.sizes)


def _print_tables_of_quality(data: Path, methods: Sequence[str]) -> None:
    heads = "".join(f"{name:>14}" for name in (*FIGURES, "within .7-1.3", "seconds", "CPU", "MB"))
    print(f"{'questions':<30}{'method':<20}{heads}")
    for name, with_answer in SETS:
        for method in methods:
            of = name + ("+answer" if with_answer else "")
            if not (with_answer and method in RIVALS):
                _print_quality(data, of, method)
    print(f"\n{'judged':<30}{'method':<20}" + "".join(f"{name:>18}" for name in JUDGED))
    for name, with_answer in SETS[:3]:
        for method in (each for each in methods if each in OURS):
            _print_judged(data, name + ("+answer" if with_answer else ""), method)


def _print_table_of_cost(data: Path, methods: Sequence[str], sizes: Sequence[int]) -> None:
    print(f"\n{'responses, made':<30}{'method':<20}{'seconds':>14}{'CPU':>14}{'MB':>14}{'themes':>14}")
    for size in sizes:
        for method in methods:
            if method in OURS or size <= RIVALS_UP_TO:
                _print_cost(data, size, method)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "data")
    parser.add_argument("--ours", action="store_true", help="leave the rivals out")
    parser.add_argument("--methods", type=lambda told: told.split(","), help="only these, with commas between them")
    parser.add_argument("--quality", action="store_true", help="leave the sizes out")
    parser.add_argument("--sizes", type=lambda told: [int(size) for size in told.split(",")], default=SIZES)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--of", help=argparse.SUPPRESS)
    return parser.parse_args()


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


def labels_found(question: dict[str, Any], method: str, *, with_answer: bool) -> list[list[int]]:
    """Return the themes found for each text of a question, the main one first."""
    if method in RIVALS:
        found: list[list[int]] = load(Path(__file__).with_name("rivals.py")).RIVALS[method](question["texts"])
        return found
    texts = load(Path(__file__).with_name("judging.py")).texts_of(question)
    placed = find_themes(
        texts, Options(use_closed_answer=with_answer, tier=OURS[method]), model=model_told_by(os.environ)
    ).placements
    return [[assignment.theme for assignment in placement.assignments] for placement in placed]


def perturbed(said: Sequence[str], size: int, *, seed: int = 0) -> Iterator[str]:
    """Yield made responses: two real comments in a row, with one word in twelve dropped or swapped for another's."""
    draw = random.Random(seed)  # noqa: S311 - made-up load, not a secret
    words = [word for text in said[:2_000] for word in text.split()]
    for _ in range(size):
        both = f"{draw.choice(said)} {draw.choice(said)}".split()
        kept = (draw.choice(words) if draw.random() < 0.04 else word for word in both if draw.random() > 0.04)
        yield " ".join(kept)


def _measured(data: Path, method: str, of: str) -> dict[str, float]:
    """Do one line's work in this process; the peak is of all of it, Python and the texts included."""
    warnings.simplefilter("ignore")
    begun, worked = time.perf_counter(), time.process_time()
    if of.isdecimal():
        said = [t for name, _ in SETS[:3:2] for q in questions(data / "themes" / f"{name}.jsonl") for t in q["texts"]]
        made = {"texts": list(perturbed(said, int(of))), "group": [None] * int(of)}
        begun, worked = time.perf_counter(), time.process_time()
        labels = labels_found(made, method, with_answer=False)
        figures = {"themes": float(len({theme for row in labels for theme in row}))}
    elif of.endswith(":judged"):
        name, _, answer = of.removesuffix(":judged").partition("+")
        encode = load(Path(__file__).with_name("rivals.py")).minilm if model_told_by(os.environ) else None
        asked = list(questions(data / "themes" / f"{name}.jsonl"))
        judging = load(Path(__file__).with_name("judging.py"))
        figures = judging.judged(asked, OURS[method], with_answer=bool(answer), encode=encode)
    else:
        name, _, answer = of.partition("+")
        scoring = load(data.parent / "tools" / "score_themes.py")
        scores = [
            scoring.score(question["labels"], labels_found(question, method, with_answer=bool(answer)))
            for question in questions(data / "themes" / f"{name}.jsonl")
        ]
        figures = {figure: mean(score[figure] for score in scores) for figure in FIGURES}
        figures["within .7-1.3"] = mean(0.7 <= score["ratio"] <= 1.3 for score in scores)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    return figures | {"seconds": seconds, "CPU": cpu, "MB": most}


def _in_a_process(data: Path, method: str, of: str) -> dict[str, float] | str:
    """Return the figures of one line, or in a few words why there are none."""
    command = [sys.executable, __file__, str(data), "--child", method, "--of", of]
    root = str(Path(__file__).resolve().parents[1])
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": root})
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it was stopped"])[-1][:120]
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print_quality(data: Path, of: str, method: str) -> None:
    figures = _in_a_process(data, method, of)
    if isinstance(figures, str):
        print(f"{of:<30}{method:<20}  did not run: {figures}", flush=True)
        return
    told = "".join(f"{figures[name]:>14.3f}" for name in (*FIGURES, "within .7-1.3"))
    cost = f"{figures['seconds']:>14.1f}{figures['CPU']:>14.1f}{figures['MB']:>14.0f}"
    print(f"{of:<30}{method:<20}{told}{cost}", flush=True)


def _print_judged(data: Path, of: str, method: str) -> None:
    figures = _in_a_process(data, method, f"{of}:judged")
    if isinstance(figures, str):
        print(f"{of:<30}{method:<20}  did not run: {figures}", flush=True)
        return
    told = "".join(f"{figures[name]:>18.3f}" if name in figures else f"{'-':>18}" for name in JUDGED)
    print(f"{of:<30}{method:<20}{told}", flush=True)


def _print_cost(data: Path, size: int, method: str) -> None:
    figures = _in_a_process(data, method, str(size))
    if isinstance(figures, str):
        print(f"{size:<30,}{method:<20}  did not run: {figures}", flush=True)
        return
    cost = f"{figures['seconds']:>14.1f}{figures['CPU']:>14.1f}{figures['MB']:>14.0f}"
    told = f"{cost}{figures['themes']:>14.0f}"
    print(f"{size:<30,}{method:<20}{told}", flush=True)


if __name__ == "__main__":
    main()
