"""Chooses which vectors serve a question: the best that knows its language and is there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consult.analysis.pipeline.pooling import LANGUAGE
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.values import LanguageModel, ModelMissing, Tier
from consult.analysis.pipeline.wordvectors import load_table

MOSTLY = 0.5
"""The share of responses in English under which the English tiers would see too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The tier that runs, why, and the SHA-256 of the numbers it brings along."""

    tier: int
    reason: str
    weights_digest: str = ""


def choose_tier(units: Sequence[Unit], wanted: Tier, model: LanguageModel | None) -> Chosen:
    """Return the tier for some units.

    Raises:
        ModelMissing: tier 2 was asked for, and no model was given.
    """
    if wanted == 0:
        return Chosen(tier=0, reason="Tier 0 was asked for.")
    if wanted == 2 and model is None:
        raise ModelMissing("No language model is set. Name its folder in CONSULT_SEMANTIC_MODEL, or choose tier 1.")
    languages: Counter[str] = Counter()
    for unit in units:
        languages[unit.language] += len(unit.owners) if unit.is_root else 0
    if languages[LANGUAGE] < MOSTLY * languages.total():
        return Chosen(
            tier=0, reason="Most responses are not in English, which is the only language that tiers 1 and 2 know."
        )
    if wanted != 1 and model is not None:
        return Chosen(tier=2, reason="The council has supplied a language model.", weights_digest=model.digest)
    why = "Tier 1 was asked for." if wanted == 1 else "The responses are in English, and no language model is set."
    return Chosen(tier=1, reason=why, weights_digest=load_table().digest)
