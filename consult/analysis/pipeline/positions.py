"""Lays themes and responses on a plane, for the theme map: near means alike, and no axis means anything.

Source: classical scaling (Torgerson 1952) of the cosine distances between the middles of the themes; a response lies
between the themes that it is like, drawn to each by the softmax of its cosines. Two numbers cannot hold fifty: the map
shows the neighbourhood of themes, and its table the exact words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from consult.analysis.pipeline.clusters import centroids
from consult.analysis.pipeline.reading import Laid, lay_out_texts
from consult.analysis.pipeline.values import LanguageModel, Options, Text
from consult.analysis.pipeline.vectors import Vectors

PULL = 8.0
"""How strongly a response is drawn to the theme it is most like; at 0 every response lies in the middle of the map."""
_DEFAULTS = Options()

Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Where things lie, each coordinate from 0 to 1. ``responses`` holds those with a substantive answer only."""

    themes: Mapping[int, Place]
    responses: Mapping[str, Place]


def lay_map(
    texts: Sequence[Text],
    themes: Mapping[str, Sequence[int]],
    options: Options = _DEFAULTS,
    *,
    model: LanguageModel | None = None,
) -> Positions:
    """Return the plane of some texts and the themes they are in; the same for the same texts, in any order.

    Args:
        texts: one per response.
        themes: the themes of each response, the main one first; a response that is missing is in none.
        options: which vectors; the closed answer takes part if it took part in the themes.
        model: the language model of tier 2, where there is one.
    """
    with threadpool_limits(limits=1):  # as in find_themes: how a sum is split over threads changes its last digit
        laid = lay_out_texts(texts, options, model=model)
        return _positions(laid, themes)


def _positions(laid: Laid, themes: Mapping[str, Sequence[int]]) -> Positions:
    keys = sorted({theme for response in laid.ids for theme in themes.get(response, ())[:1]})
    number = {key: place for place, key in enumerate(keys)}
    in_theme = [place for place, response in enumerate(laid.ids) if themes.get(response)]
    if not in_theme:
        return Positions(themes={}, responses=dict.fromkeys(laid.ids, (0.5, 0.5)))
    labels = np.array([number[themes[laid.ids[place]][0]] for place in in_theme], dtype=np.int64)
    middles = centroids(laid.vectors[in_theme], labels, len(keys))
    plane = _scaled(_plane(middles))
    drawn = np.exp(PULL * (laid.vectors @ middles.T))
    places = np.round((drawn / drawn.sum(axis=1, keepdims=True)) @ plane, 4)
    return Positions(
        themes={key: _place(plane[number[key]]) for key in keys},
        responses={response: _place(row) for response, row in zip(laid.ids, places, strict=True)},
    )


def _plane(middles: Vectors) -> Vectors:
    """Return (n, 2) positions whose distances are like the cosine distances of the rows.

    Turned the same way each time.
    """
    n = len(middles)
    squared = 2 - 2 * np.round(middles @ middles.T, 9)
    centring = np.eye(n) - 1 / n
    values, axes = np.linalg.eigh(-0.5 * centring @ squared @ centring)
    plane = np.zeros((n, 2))
    for column, axis in enumerate(np.argsort(-values, kind="stable")[:2]):
        along = axes[:, axis] * np.sqrt(max(values[axis], 0))
        plane[:, column] = along if along[np.argmax(np.abs(np.round(along, 9)))] > 0 else -along
    return plane


def _scaled(plane: Vectors) -> Vectors:
    """Return the positions within 0.05 to 0.95 of each side, each axis stretched on its own."""
    low, high = plane.min(axis=0), plane.max(axis=0)
    spread = high - low
    middle = np.full_like(plane, 0.5)
    stretched = 0.05 + 0.9 * (plane - low) / np.where(spread > 1e-9, spread, 1)
    return np.asarray(np.round(np.where(spread > 1e-9, stretched, middle), 4), dtype=np.float64)


def _place(row: Vectors) -> Place:
    return float(row[0]), float(row[1])
