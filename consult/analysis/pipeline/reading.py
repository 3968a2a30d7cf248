"""Reads texts as they are analysed, in the order of their content.

So that the order in which they came changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis.pipeline.campaigns import Family, find_families
from consult.analysis.pipeline.crew import Crew
from consult.analysis.pipeline.language import detect
from consult.analysis.pipeline.normalise import folded, is_substantive, normalise
from consult.analysis.pipeline.units import Reading, Unit
from consult.analysis.pipeline.values import LanguageModel, Options, Text
from consult.analysis.pipeline.vectors import Vectors, lay_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Whole responses with a substantive answer as vectors.

    ``vectors`` is (n, n_dimensions), a row for each of ``ids``.
    """

    ids: tuple[str, ...]
    vectors: Vectors


def read(texts: Sequence[Text]) -> list[Reading]:
    """Return the texts as they are analysed, in the order of their content.

    Raises:
        ValueError: two texts have one id.
    """
    if len({text.id for text in texts}) != len(texts):
        raise ValueError("Two texts have the same id")
    normalised = [normalise(text.text) for text in texts]
    languages = detect(normalised, [text.language for text in texts])
    readings = [
        Reading(
            id=text.id,
            given=text.text,
            text=plain,
            folded=folded(plain),
            language=language,
            closed_answer=text.closed_answer,
            stratum=text.stratum,
        )
        for text, plain, language in zip(texts, normalised, languages, strict=True)
    ]
    return sorted(readings, key=lambda r: (r.folded, r.text, r.closed_answer or "", r.stratum or "", r.given, r.id))


def substantive(readings: Sequence[Reading]) -> list[int]:
    """Return the positions of the readings that say anything."""
    return [position for position, reading in enumerate(readings) if is_substantive(reading.text)]


def families_of(readings: Sequence[Reading], answered: Sequence[int], *, crew: Crew) -> list[Family]:
    """Return the families of near-identical texts among the answered ones, by positions of readings."""
    found = find_families([readings[position].folded for position in answered], crew=crew)
    return [
        Family(
            leader=answered[family.leader],
            exact=tuple(answered[i] for i in family.exact),
            near=tuple(answered[i] for i in family.near),
            n_words=family.n_words,
        )
        for family in found
    ]


def lay_out_texts(texts: Sequence[Text], options: Options, *, model: LanguageModel | None) -> Laid:
    """Return whole responses as vectors, for learning and for the map: no sentences, no campaigns, nothing joined."""
    readings = read(texts)
    answered = substantive(readings)
    if not answered:
        return Laid(ids=(), vectors=np.zeros((0, 1)))
    units = [_whole(readings[position], position) for position in answered]
    space = lay_out(units, fitting=np.arange(len(units)), options=options, model=model)
    return Laid(ids=tuple(readings[position].id for position in answered), vectors=space.vectors)


def _whole(reading: Reading, position: int) -> Unit:
    return Unit(
        text=reading.text,
        language=reading.language,
        closed_answer=reading.closed_answer,
        stratum=reading.stratum,
        part=None,
        owners=(position,),
        is_root=True,
    )
