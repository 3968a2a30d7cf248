"""Turns clusters of units into themes of responses: a main theme each, more where its sentences say more.

Nothing is dropped. A cluster of fewer responses than the smallest theme is no theme; its responses go to another of
their themes, or are unthemed with the nearest theme noted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.clusters import Clusters, Labels, centroids
from consult.analysis.pipeline.sampling import FEW_RESPONSES
from consult.analysis.pipeline.spreading import Spread
from consult.analysis.pipeline.thresholds import LEAST_LIKENESS, near_enough_for
from consult.analysis.pipeline.units import Material, Reading, Unit, stands_in
from consult.analysis.pipeline.values import Assignment, Bin, Placement
from consult.analysis.pipeline.vectors import Vectors

SURE_ENOUGH = 0.75
MOST_THEMES = 5
_NO_THEME = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of units and readings.

    ``labels``: (n_units,) theme or -1; ``likeness``: (n_units,) cosine to its theme's middle; ``likeness_to_all``:
    (n_units, n_themes) cosine to each theme's middle.
    """

    labels: Labels
    confidence: Vectors
    likeness: Vectors
    likeness_to_all: NDArray[Any]
    placements: tuple[Placement, ...]
    n_themes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labelled:
    """The units with their themes so far, and how sure each is."""

    units: Sequence[Unit]
    owned: Sequence[Sequence[int]]
    labels: Labels
    confidence: Vectors

    def chosen(self, numbers: Sequence[int]) -> list[int]:
        """Return the units that give a response its themes, the main one first: the whole, then the surest parts."""
        in_theme = [number for number in numbers if self.labels[number] >= 0]
        in_theme.sort(key=lambda number: (self.units[number].part is not None, -self.confidence[number], number))
        chosen: dict[int, int] = {}
        for number in in_theme:
            theme = int(self.labels[number])
            if not chosen or (theme not in chosen and self.confidence[number] >= SURE_ENOUGH):
                chosen[theme] = number
        return list(chosen.values())[:MOST_THEMES]

    def responses(self) -> dict[int, set[int]]:
        """Return the positions of the responses in each theme."""
        found: dict[int, set[int]] = defaultdict(set)
        for position, numbers in enumerate(self.owned):
            for number in self.chosen(numbers):
                found[int(self.labels[number])].add(position)
        return found


def place(material: Material, vectors: Vectors, clusters: Clusters, *, smallest: int) -> Placed:
    """Return every reading's placement, themes numbered by size."""
    labelled, n_themes = _in_themes(material, clusters, is_said=np.asarray(vectors.any(axis=1)), smallest=smallest)
    likeness = _likeness(vectors, labelled.labels, n_themes)
    if n_themes and sum(unit.is_root for unit in material.units) < FEW_RESPONSES:
        labelled, n_themes = _by_size(_with_the_lonely(labelled, likeness))
        likeness = _likeness(vectors, labelled.labels, n_themes)
    return _placed(material, labelled, likeness)


def _with_the_lonely(labelled: _Labelled, likeness: Vectors) -> _Labelled:
    """Return the labels with those of few responses that are in no theme in the nearest one, if it is near enough.

    In a small consultation two people who say the same in other words are soon alone together. Near enough is what it
    is for a late response: nearer than the tenth percentile of those that are in the theme already.
    """
    labels = labelled.labels.copy()
    near_enough = near_enough_for(likeness, labels)
    for number in np.flatnonzero(labels == _NO_THEME).tolist():
        theme = int(likeness[number].argmax())
        if likeness[number, theme] >= max(float(near_enough[theme]), LEAST_LIKENESS):
            labels[number] = theme
    return replace(labelled, labels=labels)


def place_spread(material: Material, everyone: Spread, *, smallest: int) -> Placed:
    """Return the same for units whose vectors were not kept: a theme's middle is that of the sample."""
    labelled, n_themes = _in_themes(material, everyone.clusters, is_said=everyone.is_said, smallest=smallest)
    of_theme = np.zeros(n_themes, dtype=np.int64)
    in_theme = labelled.labels >= 0
    of_theme[labelled.labels[in_theme]] = everyone.clusters.labels[in_theme]
    return _placed(material, labelled, everyone.likeness[:, of_theme])


def _in_themes(
    material: Material, clusters: Clusters, *, is_said: NDArray[np.bool_], smallest: int
) -> tuple[_Labelled, int]:
    labelled = _Labelled(
        units=material.units,
        owned=material.units_of_readings(),
        labels=np.where(_comparable(material.units, is_said, smallest), clusters.labels, _NO_THEME),
        confidence=np.round((clusters.runs == clusters.labels).mean(axis=0), 6),
    )
    return _by_size(_without_small(labelled, smallest))


def _placed(material: Material, labelled: _Labelled, likeness: NDArray[Any]) -> Placed:
    n_themes, own = likeness.shape[1], np.zeros(len(labelled.labels))
    in_theme = np.flatnonzero(labelled.labels >= 0)
    own[in_theme] = likeness[in_theme, labelled.labels[in_theme]]
    return Placed(
        labels=labelled.labels,
        confidence=labelled.confidence,
        likeness=own,
        likeness_to_all=likeness,
        placements=tuple(
            _placement(reading, numbers, labelled, likeness)
            for reading, numbers in zip(material.readings, labelled.owned, strict=True)
        ),
        n_themes=n_themes,
    )


def _comparable(units: Sequence[Unit], is_said: NDArray[np.bool_], smallest: int) -> NDArray[np.bool_]:
    """Return which units can be in a theme: like others, or sent by so many that they are a theme of their own."""
    sent_by_many = np.array([unit.is_root and len(unit.owners) >= smallest for unit in units], dtype=bool)
    return np.asarray(is_said | sent_by_many)


def _without_small(labelled: _Labelled, smallest: int) -> _Labelled:
    """Return the labels without clusters that are too small; each round drops at least one, so it ends."""
    while True:
        kept = [theme for theme, positions in labelled.responses().items() if len(positions) >= smallest]
        labels = labelled.labels
        if len(kept) == len(set(labels[labels >= 0].tolist())):
            return labelled
        labelled = replace(labelled, labels=np.where(np.isin(labels, kept), labels, _NO_THEME))


def _by_size(labelled: _Labelled) -> tuple[_Labelled, int]:
    """Return the labels numbered from the largest theme; of two alike, the one with the earlier response first."""
    responses: Mapping[int, set[int]] = labelled.responses()
    order = sorted(responses, key=lambda theme: (-len(responses[theme]), min(responses[theme])))
    number = {theme: rank for rank, theme in enumerate(order)}
    labels = np.array([number.get(int(label), _NO_THEME) for label in labelled.labels], dtype=np.int64)
    return replace(labelled, labels=labels), len(order)


def _likeness(vectors: Vectors, labels: Labels, n_themes: int) -> Vectors:
    """Return (n_units, n_themes) the cosine of each unit with the middle of each theme."""
    if n_themes == 0:
        return np.zeros((len(vectors), 0))
    return np.round(vectors @ centroids(vectors[labels >= 0], labels[labels >= 0], n_themes).T, 9)


def _placement(reading: Reading, numbers: Sequence[int], labelled: _Labelled, likeness: NDArray[Any]) -> Placement:
    if not numbers:
        return Placement(response_id=reading.id, bin=Bin.NO_SUBSTANTIVE_ANSWER)
    chosen = labelled.chosen(numbers)
    if not chosen:
        return Placement(response_id=reading.id, bin=Bin.UNTHEMED, nearest=_nearest(likeness[list(numbers)]))
    assignments = tuple(
        _assignment(reading, labelled.units[number], int(labelled.labels[number]), float(labelled.confidence[number]))
        for number in chosen
    )
    return Placement(response_id=reading.id, bin=Bin.THEMED, assignments=assignments)


def _nearest(likeness: NDArray[Any]) -> int | None:
    """Return the theme that some part of the response is most like, if it is like any."""
    if likeness.shape[1] == 0 or likeness.max() <= 0:
        return None
    return int(likeness.max(axis=0).argmax())


def _assignment(reading: Reading, unit: Unit, theme: int, confidence: float) -> Assignment:
    if unit.part is None or not stands_in(unit, reading):
        return Assignment(theme=theme, confidence=confidence)
    return Assignment(theme=theme, confidence=confidence, start=unit.part[0], end=unit.part[1])
