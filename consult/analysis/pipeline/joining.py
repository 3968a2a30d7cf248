"""Lets responses that come later join the themes as they stand: the themes do not move, and nothing is clustered again.

A late response joins the theme whose middle it is nearest to, if it is at least as near as nine in ten of the responses
that are in it already (the theme's 10th percentile); otherwise it says something new, and stays unthemed. Freezing the
themes was measured to cost at most .04 F1 against clustering everything again, and it never touches officers' work.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from consult.analysis.pipeline.clusters import centroids
from consult.analysis.pipeline.normalise import folded, is_substantive, normalise
from consult.analysis.pipeline.thresholds import near_enough_for
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.values import Bin, Joined, LanguageModel, Options, Text
from consult.analysis.pipeline.vectors import Space, Vectors, lay_out

_DEFAULTS = Options()


def join_late(
    known: Sequence[Text],
    themes: Mapping[str, int],
    late: Sequence[Text],
    options: Options = _DEFAULTS,
    *,
    model: LanguageModel | None = None,
) -> tuple[Joined, ...]:
    """Return where each late response goes, by id; the order in which texts come changes nothing.

    Args:
        known: the responses that are in the themes, or in none, already.
        themes: the main theme of each known response that is in one.
        late: the responses that came later.
        options: which vectors; the closed answer takes part if it took part in the themes.
        model: the language model of tier 2, where there is one.
    """
    saying = [text for text in late if is_substantive(normalise(text.text))]
    silent = [
        Joined(response_id=text.id, theme=None, bin=Bin.NO_SUBSTANTIVE_ANSWER, nearest=None, likeness=0.0)
        for text in late
        if not is_substantive(normalise(text.text))
    ]
    in_theme = sorted((text for text in known if text.id in themes), key=_content)
    saying.sort(key=_content)
    joined = _join(in_theme, themes, saying, partial(lay_out, options=options, model=model)) if saying else []
    return tuple(sorted((*joined, *silent), key=lambda each: each.response_id))


def _content(text: Text) -> tuple[str, str, str, str]:
    return folded(normalise(text.text)), text.text, text.closed_answer or "", text.id


def _join(
    known: Sequence[Text], themes: Mapping[str, int], late: Sequence[Text], laying: Callable[..., Space]
) -> list[Joined]:
    if not known:
        return [_unthemed(text, None, 0.0) for text in late]
    keys = sorted({themes[text.id] for text in known})
    labels = np.searchsorted(keys, [themes[text.id] for text in known])
    with threadpool_limits(limits=1):  # as in find_themes: how a sum is split over threads changes its last digit
        vectors = _vectors(known, late, laying)
        middles = centroids(vectors[: len(known)], labels, len(keys))
        likeness = np.round(vectors @ middles.T, 9)
    near_enough = near_enough_for(likeness[: len(known)], labels)
    return [_placed(text, row, keys, near_enough) for text, row in zip(late, likeness[len(known) :], strict=True)]


def _vectors(known: Sequence[Text], late: Sequence[Text], laying: Callable[..., Space]) -> Vectors:
    """Return the vectors of all, in a space that is fitted on the known ones alone."""
    units = [
        Unit(
            text=normalise(text.text),
            language=text.language or "en",
            closed_answer=text.closed_answer,
            stratum=text.stratum,
            part=None,
            owners=(place,),
            is_root=True,
        )
        for place, text in enumerate((*known, *late))
    ]
    fitting = np.arange(len(known))
    return laying(units, fitting=fitting).vectors


def _placed(text: Text, likeness: Vectors, keys: Sequence[int], near_enough: Vectors) -> Joined:
    nearest = int(likeness.argmax())
    like = float(likeness[nearest])
    if like <= 0 or like < near_enough[nearest]:
        return _unthemed(text, keys[nearest] if like > 0 else None, max(like, 0.0))
    return Joined(response_id=text.id, theme=keys[nearest], bin=Bin.THEMED, nearest=None, likeness=min(like, 1.0))


def _unthemed(text: Text, nearest: int | None, likeness: float) -> Joined:
    return Joined(response_id=text.id, theme=None, bin=Bin.UNTHEMED, nearest=nearest, likeness=likeness)
