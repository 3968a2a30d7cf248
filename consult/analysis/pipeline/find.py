"""Finds what people said in common: texts in, themes out. Pure: no clock, no chance but the seed, no file, no network.

The steps are told in the other files of this folder, one each: normalise, language, campaigns (by shingles and
likeness, with additions), units (by sentences), sampling, vectors (lsa, pooling,
semantic, chosen by tiers), graph, clusters, placing, naming (by meaning and phrases), quoting, quality.
Everything is done in the order of the content, so the order in which texts arrive and the process that runs them
change nothing.
"""

import platform
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import sha256

import numpy as np
import scipy
import sklearn
import sknetwork
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from consult.analysis.pipeline.clusters import Clusters, agree, extend
from consult.analysis.pipeline.crew import Alone, Crew, Telling
from consult.analysis.pipeline.graph import neighbour_graph
from consult.analysis.pipeline.naming import name_themes
from consult.analysis.pipeline.placing import Placed, place, place_spread
from consult.analysis.pipeline.quality import measure_quality
from consult.analysis.pipeline.quoting import choose_quotes
from consult.analysis.pipeline.reading import families_of, read, substantive
from consult.analysis.pipeline.sampling import choose_sample
from consult.analysis.pipeline.spreading import spread
from consult.analysis.pipeline.tiers import Chosen
from consult.analysis.pipeline.units import Material, cut_units
from consult.analysis.pipeline.values import (
    Addition,
    Bin,
    Campaign,
    Counts,
    LanguageModel,
    Options,
    Placement,
    Record,
    Report,
    Text,
    Theme,
    Themes,
)
from consult.analysis.pipeline.vectors import Space, fit_space, lay_out

ENGINE = "consult-tier-"
VERSION = "3"
MINORITY_SHARE = 0.05
AT_ONCE = 20_000
"""Units whose vectors are held in memory together; more are placed block by block."""
_DEFAULTS = Options()


def find_themes(
    texts: Sequence[Text],
    options: Options = _DEFAULTS,
    *,
    report: Report | None = None,
    crew: Crew | None = None,
    model: LanguageModel | None = None,
) -> Themes:
    """Return the themes of some texts.

    Args:
        texts: one per response; ids are unique.
        options: seed, granularity and the like.
        report: hears the share done (0 to 1) and a sentence; what it raises ends the search.
        crew: who does what is cut into blocks; this process where nobody is named. It changes no byte of the result.
        model: the language model of tier 2, where there is one.

    Raises:
        ModelMissing: tier 2 was asked for without a model.
        ValueError: two texts have one id.
    """
    tell = report or _nobody_listens
    tell(0.02, "Reading the responses")
    readings = read(texts)
    tell(0.1, "Looking for campaigns")
    families = families_of(readings, substantive(readings), crew=crew or Alone())
    material = Material(readings=readings, families=families, units=cut_units(readings, families))
    # One thread: how a sum is split over threads changes its last digit, and then the same seed gives other bytes.
    with threadpool_limits(limits=1):
        grouped = _cluster(material, options, tell, _Means(crew=crew or Alone(), model=model))
    tell(0.9, "Naming the themes and choosing quotes")
    return _result(material, grouped, _record(texts, options, grouped.chosen))


def _nobody_listens(_share: float, _sentence: str) -> None:
    """Stand in for a listener."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """Who does the work, and with which language model."""

    crew: Crew
    model: LanguageModel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grouped:
    """What became of the units, which groups they came from, and which tier laid them out."""

    placed: Placed
    clusters: Clusters
    chosen: Chosen


def _cluster(material: Material, options: Options, tell: Report, means: _Means) -> _Grouped:
    units = material.units
    if not units:
        nothing = Clusters(labels=np.zeros(0, np.int64), runs=np.zeros((1, 0), np.int64))
        placed = place(material, np.zeros((0, 1)), nothing, smallest=options.smallest_theme)
        return _Grouped(placed=placed, clusters=nothing, chosen=Chosen(tier=0, reason="Nobody said anything."))
    sample = choose_sample(units, seed=options.seed)
    tell(0.2, "Weighing the words")
    if len(units) > AT_ONCE:
        return _cluster_sample(material, sample, options, tell, means)
    space = lay_out(units, fitting=sample, options=options, model=means.model)
    tell(0.5, "Comparing the responses with each other")
    clusters = _clusters(space, sample, options)
    tell(0.8, "Placing each response")
    placed = place(material, space.vectors, clusters, smallest=options.smallest_theme)
    return _Grouped(placed=placed, clusters=clusters, chosen=space.chosen)


def _cluster_sample(
    material: Material, sample: NDArray[np.int64], options: Options, tell: Report, means: _Means
) -> _Grouped:
    """Return the same for very many units: clusters of a sample, which take in all others block by block."""
    chosen_units = [material.units[number] for number in sample.tolist()]
    fitted = fit_space(chosen_units, options, model=means.model, answering=material.units)
    sampled = fitted.lay(chosen_units)
    tell(0.3, "Comparing the responses with each other")
    found = agree(
        neighbour_graph(sampled),
        granularity=options.granularity,
        seed=options.seed,
        uses_closed_answer=bool(fitted.answers),
    )
    tell(0.4, "Placing each response")
    told = Telling(means.crew, lambda share: tell(0.4 + 0.4 * share, "Placing each response"), len(material.units))
    everyone = spread(material.units, fitted, sample=sample, sampled=sampled, found=found, crew=told)
    placed = place_spread(material, everyone, smallest=options.smallest_theme)
    return _Grouped(placed=placed, clusters=everyone.clusters, chosen=fitted.chosen)


def _clusters(space: Space, sample: NDArray[np.int64], options: Options) -> Clusters:
    sampled = space.vectors[sample]
    found = agree(
        neighbour_graph(sampled),
        granularity=options.granularity,
        seed=options.seed,
        uses_closed_answer=space.uses_closed_answer,
    )
    if len(sample) == len(space.vectors):
        return found
    others = np.setdiff1d(np.arange(len(space.vectors)), sample)
    extended = extend(found, sampled, space.vectors[others])
    labels = np.zeros(len(space.vectors), dtype=np.int64)
    runs = np.zeros((len(found.runs), len(space.vectors)), dtype=np.int64)
    labels[sample], labels[others] = found.labels, extended.labels
    runs[:, sample], runs[:, others] = found.runs, extended.runs
    return Clusters(labels=labels, runs=runs)


def _result(material: Material, grouped: _Grouped, record: Record) -> Themes:
    placed = grouped.placed
    placements = tuple(sorted(placed.placements, key=lambda placement: placement.response_id))
    bins = [placement.bin for placement in placements]
    counts = Counts(
        responses=len(material.readings),
        themed=bins.count(Bin.THEMED),
        unthemed=bins.count(Bin.UNTHEMED),
        no_substantive_answer=bins.count(Bin.NO_SUBSTANTIVE_ANSWER),
    )
    themes = _themes(material, placed, base=max(counts.themed + counts.unthemed, 1))
    return Themes(
        themes=themes,
        placements=placements,
        campaigns=_campaigns(material),
        counts=counts,
        record=record,
        unsure_below=_unsure_below(placements),
        quality=measure_quality(
            placements,
            themes,
            clusters=grouped.clusters,
            labels=placed.labels,
            likeness=placed.likeness_to_all,
        ),
    )


def _themes(material: Material, placed: Placed, *, base: int) -> tuple[Theme, ...]:
    family_of = {material.readings[p].id: number for number, f in enumerate(material.families) for p in f.members}
    named, quoted = name_themes(_said(material, placed)), choose_quotes(material, placed)
    responses: list[dict[str, float]] = [{} for _ in range(placed.n_themes)]
    for placement in placed.placements:
        for assignment in placement.assignments:
            responses[assignment.theme][placement.response_id] = assignment.confidence
    return tuple(
        Theme(
            key=key,
            keywords=named[key].keywords,
            name=named[key].name,
            size=len(members),
            size_without_copies=len({family_of[member] for member in members}),
            share=round(len(members) / base, 6),
            minority=len(members) < MINORITY_SHARE * base,
            confidence=round(sum(members.values()) / len(members), 6),
            quotes=quoted[key],
        )
        for key, members in enumerate(responses)
    )


def _said(material: Material, placed: Placed) -> list[list[tuple[str, str, int]]]:
    """Return what was said in each theme: text, language, and how many said it."""
    said: list[list[tuple[str, str, int]]] = [[] for _ in range(placed.n_themes)]
    for unit, label in zip(material.units, placed.labels, strict=True):
        if label >= 0:
            said[label].append((unit.text, unit.language, len(unit.owners)))
    return said


def _campaigns(material: Material) -> tuple[Campaign, ...]:
    """Return the families that many sent, the largest first."""
    found = [family for family in material.families if family.is_campaign]
    added: dict[int, list[Addition]] = {position: [] for family in found for position in family.near}
    for unit in material.units:
        if unit.is_root and unit.part is not None and unit.owners[0] in added:
            of = material.readings[unit.owners[0]].id
            added[unit.owners[0]].append(Addition(response_id=of, start=unit.part[0], end=unit.part[1]))
    return tuple(
        Campaign(
            leader=material.readings[family.leader].id,
            template=material.readings[family.leader].text,
            members=tuple(sorted(material.readings[position].id for position in family.members)),
            n_exact=len(family.exact),
            additions=tuple(
                sorted(
                    (each for p in family.near for each in added[p]), key=lambda each: (each.response_id, each.start)
                )
            ),
        )
        for family in sorted(found, key=lambda family: (-len(family.members), family.leader))
    )


def _unsure_below(placements: Sequence[Placement]) -> float:
    """Return the confidence under which the least sure fifth of the themed responses lies: they are read first."""
    sure = sorted(placement.assignments[0].confidence for placement in placements if placement.assignments)
    return sure[len(sure) // 5] if sure else 0.0


def _record(texts: Sequence[Text], options: Options, chosen: Chosen) -> Record:
    libraries = (
        f"python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, "
        f"scikit-learn {sklearn.__version__}, scikit-network {sknetwork.__version__}"
    )
    digest = sha256()
    for text in sorted(texts, key=lambda text: text.id):
        for part in (text.id, text.text, text.closed_answer, text.language, text.stratum):
            stated = "-" if part is None else f"+{part}"
            digest.update(f"{len(stated)}:{stated}".encode("utf-8", "surrogatepass"))
    return Record(
        engine=f"{ENGINE}{chosen.tier}",
        version=VERSION,
        libraries=libraries,
        parameters=tuple((option.name, str(getattr(options, option.name))) for option in fields(options)),
        input_digest=digest.hexdigest(),
        tier=chosen.tier,
        tier_reason=chosen.reason,
        weights_digest=chosen.weights_digest,
    )
