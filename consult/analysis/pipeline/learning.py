"""Learns from what officers confirmed: scores the responses that nobody has confirmed anew. What is confirmed never
moves.

Source: logistic regression (Cox 1958) by way of scikit-learn, on the vectors of the run; every theme weighs alike,
so that a large one does not draw the small ones in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from consult.analysis.pipeline.reading import Laid, lay_out_texts
from consult.analysis.pipeline.values import Assignment, Bin, LanguageModel, Options, Placement, Text
from consult.analysis.pipeline.vectors import Vectors

FEWEST_CONFIRMED = 3
"""Confirmed responses that a theme needs before anything is learnt of it."""
ALSO_IN = 0.35
"""The share of certainty at which a response is also in a second theme."""
MOST_THEMES = 3
FLEXIBILITY = 10.0
_DEFAULTS = Options()


def learnable(confirmed: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """Return the themes that have enough confirmed responses; with fewer than two of them nothing can be learnt."""
    counts = Counter(theme for themes in confirmed.values() for theme in dict.fromkeys(themes))
    enough = sorted(theme for theme, n in counts.items() if n >= FEWEST_CONFIRMED)
    return tuple(enough) if len(enough) > 1 else ()


def rescore(
    texts: Sequence[Text],
    confirmed: Mapping[str, Sequence[int]],
    options: Options = _DEFAULTS,
    *,
    model: LanguageModel | None = None,
) -> tuple[Placement, ...]:
    """Return where each response that nobody confirmed would go now, by id; nothing while there is too little to
    learn from.

    Args:
        texts: all responses to the question, confirmed or not.
        confirmed: the themes that an officer confirmed for a response, the main one first.
        options: which vectors; the closed answer takes part if it took part in the themes.
        model: the language model of tier 2, where there is one.

    Returns:
        A placement each for the unconfirmed responses with a substantive answer: in their likeliest theme, and in
        further ones that are likely too. The confidences of one response add up to at most 1.
    """
    if not learnable(confirmed):
        return ()
    with threadpool_limits(limits=1):  # as in find_themes: how a sum is split over threads changes its last digit
        laid = lay_out_texts(texts, options, model=model)
        confirmed = {response: confirmed[response] for response in laid.ids if response in confirmed}
        themes = learnable(confirmed)  # once more: some may have been withdrawn since
        if not themes:
            return ()
        open_to_change = [place for place, response in enumerate(laid.ids) if not confirmed.get(response)]
        likely = _likelihoods(laid, confirmed, themes)[open_to_change]
    placements = [
        Placement(response_id=laid.ids[place], bin=Bin.THEMED, assignments=_assignments(row, themes))
        for place, row in zip(open_to_change, likely, strict=True)
    ]
    return tuple(sorted(placements, key=lambda placement: placement.response_id))


def _likelihoods(laid: Laid, confirmed: Mapping[str, Sequence[int]], themes: Sequence[int]) -> Vectors:
    """Return (n_responses, n_themes) how likely each theme is.

    A response in two themes teaches both, with half the weight.
    """
    number = {theme: column for column, theme in enumerate(themes)}
    rows, taught, weights = [], [], []
    for place, response in enumerate(laid.ids):
        known = [theme for theme in dict.fromkeys(confirmed.get(response, ())) if theme in number]
        for theme in known:
            rows.append(place)
            taught.append(number[theme])
            weights.append(1 / len(known))
    model = LogisticRegression(C=FLEXIBILITY, class_weight="balanced", max_iter=1000)
    model.fit(laid.vectors[rows], taught, sample_weight=weights)
    return np.asarray(np.round(model.predict_proba(laid.vectors), 6), dtype=np.float64)


def _assignments(likely: Vectors, themes: Sequence[int]) -> tuple[Assignment, ...]:
    order = np.argsort(-likely, kind="stable")[:MOST_THEMES]
    chosen = [column for rank, column in enumerate(order) if rank == 0 or likely[column] >= ALSO_IN]
    return tuple(Assignment(theme=themes[column], confidence=float(likely[column])) for column in chosen)
