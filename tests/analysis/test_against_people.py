"""Themes found against themes that people gave, on public questions; skipped where the data is absent."""

import json
import os
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from consult.analysis.pipeline import Options, Text, find_themes

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("CONSULT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "themes"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled questions are not here")


def questions(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def found_in(question: dict[str, Any], *, with_answer: bool) -> list[list[int]]:
    texts = [
        Text(id=f"{place:06d}", text=text, closed_answer=answer)
        for place, (text, answer) in enumerate(zip(question["texts"], question["group"], strict=True))
    ]
    placements = find_themes(texts, Options(use_closed_answer=with_answer)).placements
    return [[assignment.theme for assignment in placement.assignments] for placement in placements]


def matched_f1(gold: list[list[str]], found: list[list[int]]) -> float:
    """F1 over (text, theme) pairs, when each found theme is matched with one that people gave, best for the whole."""
    coded = [place for place, themes in enumerate(gold) if themes]
    rows = {theme: n for n, theme in enumerate(sorted({t for place in coded for t in gold[place]}))}
    columns = {theme: n for n, theme in enumerate(sorted({t for place in coded for t in found[place]}))}
    shared = np.zeros((len(rows), len(columns)))
    for place in coded:
        for theme in gold[place]:
            for other in found[place]:
                shared[rows[theme], columns[other]] += 1
    n_gold, n_found = (sum(len(themes[place]) for place in coded) for themes in (gold, found))
    sizes = np.array([[sum(theme in gold[p] for p in coded)] for theme in rows])
    others = np.array([[sum(theme in found[p] for p in coded) for theme in columns]])
    best = linear_sum_assignment(-2 * shared / (sizes + others))
    return float(2 * shared[best].sum() / (n_gold + n_found))


@pytest.mark.parametrize(("with_answer", "goal"), [(False, 0.45), (True, 0.52)])
def test_arguments_fall_into_the_key_points_that_people_wrote(*, with_answer: bool, goal: float) -> None:
    scores = [
        matched_f1(question["labels"], found_in(question, with_answer=with_answer))
        for question in questions("argkp_dev")
    ]
    assert mean(scores) >= goal


def test_every_comment_to_a_health_service_is_placed() -> None:
    for question in questions("nhs_dev"):
        found = found_in(question, with_answer=False)
        assert mean(bool(themes) for themes in found) >= 0.98
