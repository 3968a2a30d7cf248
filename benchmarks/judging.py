"""Judge what labels alone cannot score: whether names tell, whether themes stay, and how much officers teach.

Names: a theme's suggested name and its first quote are laid out by MiniLM, and so are the key points that people wrote
for the question; the nearest key point is the one that the name picks. It is right if it is the one whose responses the
theme matches best (highest F1). The same is asked of the themes that people made, named by us, where no clustering can
be at fault.

Stability: the adjusted Rand index of the main themes, between seeds, and between all responses and nine in ten of them.
No seed is better than another, so a figure is the mean over pairs.

Learning: of each theme that people gave, some responses drawn by lot are confirmed; F1 is over (response, theme) pairs
of the others that people coded.
"""

import os
import random
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from statistics import mean
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from consult.analysis.pipeline import Options, Text, Themes, find_themes
from consult.analysis.pipeline.learning import rescore
from consult.analysis.pipeline.naming import name_themes
from consult.analysis.pipeline.reading import lay_out_texts
from consult.analysis.pipeline.values import Tier
from consult.analysis.supplied import model_told_by

Question = Mapping[str, Any]
Encode = Callable[[Sequence[str]], Any]
SEEDS, LOSSES, LOST = 4, 3, 0.1
SMALLEST = 5
"""Responses that make a theme of people's large enough to be asked about, as in score_themes.py."""


def texts_of(question: Question) -> list[Text]:
    """Return the responses of a question, as the table gives them to the engine."""
    return [
        Text(id=f"{number:07d}", text=text, closed_answer=closed_answer)
        for number, (text, closed_answer) in enumerate(zip(question["texts"], question["group"], strict=True))
    ]


def judged(asked: Sequence[Question], tier: Tier, *, with_answer: bool, encode: Encode | None) -> dict[str, float]:
    """Return the means over some questions; names are judged where there is something to judge them by."""
    rows = []
    for question in asked:
        options = Options(use_closed_answer=with_answer, tier=tier)
        found = find_themes(texts_of(question), options, model=model_told_by(os.environ))
        row = stability(question, options, found) | learning(question, options)
        rows.append(row if encode is None else row | names(question, found, options, encode))
    return {figure: mean(row[figure] for row in rows if figure in row) for figure in sorted(set().union(*rows))}


def stability(question: Question, options: Options, found: Themes) -> dict[str, float]:
    """Return how alike the themes are with other seeds, and with a tenth of the responses gone."""
    texts, model = texts_of(question), model_told_by(os.environ)

    def main_of(result: Themes) -> dict[str, int]:
        return {p.response_id: p.assignments[0].theme if p.assignments else -1 for p in result.placements}

    def again(kept: Sequence[Text], seed: int) -> dict[str, int]:
        other = Options(use_closed_answer=options.use_closed_answer, tier=options.tier, seed=seed)
        return main_of(find_themes(kept, other, model=model))

    def alike(one: Mapping[str, int], other: Mapping[str, int]) -> float:
        both = sorted(one.keys() & other.keys())
        return float(adjusted_rand_score([one[key] for key in both], [other[key] for key in both]))

    whole = main_of(found)
    seeded = [whole, *(again(texts, seed) for seed in range(1, SEEDS))]
    fewer = []
    for draw in range(LOSSES):
        chance = random.Random(draw)  # noqa: S311 - a sample, no secret
        fewer.append(again([text for text in texts if chance.random() >= LOST], 0))
    return {
        "ARI, seeds": mean(alike(one, other) for one, other in combinations(seeded, 2)),
        "ARI, -10%": mean(alike(whole, other) for other in fewer),
    }


def learning(question: Question, options: Options) -> dict[str, float]:
    """Return F1 on the unconfirmed after 5 and 10 confirmed responses of each theme that has more than that."""
    figures: dict[str, float] = {}
    for n_confirmed in (5, 10):
        chance = random.Random(n_confirmed)  # noqa: S311 - a sample, no secret
        of_theme = _of_themes(question)
        number = {
            theme: place
            for place, (theme, members) in enumerate(sorted(of_theme.items()))
            if len(members) > n_confirmed
        }
        taught: dict[str, list[int]] = {}
        for theme, place in number.items():
            for response in chance.sample(sorted(of_theme[theme]), n_confirmed):
                taught.setdefault(f"{response:07d}", []).append(place)
        if len(number) < 2:
            continue
        right = said = true = 0
        for placement in rescore(texts_of(question), taught, options, model=model_told_by(os.environ)):
            gold = {number[theme] for theme in question["labels"][int(placement.response_id)] if theme in number}
            if gold:
                given = {assignment.theme for assignment in placement.assignments}
                right, said, true = right + len(gold & given), said + len(given), true + len(gold)
        figures[f"F1, {n_confirmed} confirmed"] = 2 * right / max(said + true, 1)
    return figures


def names(question: Question, found: Themes, options: Options, encode: Encode) -> dict[str, float]:
    """Return the share of names that pick the right key point, of the themes found and of people's own."""
    keys = sorted(question["themes"])
    points = encode([str(question["themes"][key]) for key in keys])
    of_theme = _of_themes(question)
    lines, right = [], []
    for theme in found.themes:
        members = {int(p.response_id) for p in found.placements if theme.key in {a.theme for a in p.assignments}}
        members = {member for member in members if question["labels"][member]}
        match = {
            key: 2 * len(members & of_theme.get(key, set())) / (len(members) + len(of_theme.get(key, ())) or 1)
            for key in keys
        }
        if any(match.values()):
            lines.append(f"{theme.name}. {theme.quotes[0].text}" if theme.quotes else theme.name)
            right.append(max(keys, key=lambda key: match[key]))
    own = [key for key in keys if len(of_theme.get(key, ())) >= SMALLEST]
    figures = {"names, found": _picked(encode(lines), points, keys, right)} if lines else {}
    if own:
        laid = lay_out_texts(texts_of(question), options, model=model_told_by(os.environ))
        row_of = {response: place for place, response in enumerate(laid.ids)}
        named = name_themes([[(question["texts"][n], "en", 1) for n in sorted(of_theme[key])] for key in own])
        lines = []
        for key, each in zip(own, named, strict=True):
            rows = [n for n in sorted(of_theme[key]) if f"{n:07d}" in row_of]
            vectors = laid.vectors[[row_of[f"{n:07d}"] for n in rows]]
            central = rows[int((vectors @ vectors.mean(axis=0)).argmax())]
            lines.append(f"{each.name}. {question['texts'][central]}")
        figures["names, people's"] = _picked(encode(lines), points, keys, own)
    return figures


def _of_themes(question: Question) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for place, themes in enumerate(question["labels"]):
        for theme in themes:
            found.setdefault(theme, set()).add(place)
    return found


def _picked(lines: Any, points: Any, keys: Sequence[str], right: Sequence[str]) -> float:
    picks = np.asarray(lines @ points.T).argmax(axis=1)
    return mean(keys[pick] == key for pick, key in zip(picks.tolist(), right, strict=True))
