"""Finds campaigns: families of texts that share a template. A campaign is a note, never a deletion.

Exact copies share their folded words. Near copies are found by a sketch, the smallest hashes of the leader's word
3-shingles (bottom-k, Cohen and Kaplan 2007), and then verified on all shingles: a sketch alone joins unrelated texts
once there are many. A text is compared with leaders only, so that families do not grow by chaining; the leader is the
text that was sent most often, and among those sent once the one whose words most others share.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.crew import Alone, Crew, blocks_of
from consult.analysis.pipeline.hashing import Hashes, combine
from consult.analysis.pipeline.likeness import share_a_template
from consult.analysis.pipeline.shingles import NO_HASH, SKETCH, shingle_all, sketch_all

SHORTEST_TEMPLATE = 12
"""Words: two people may well write the same short sentence without knowing of each other."""
SMALLEST_CAMPAIGN = 3
FEWEST_HITS = 4
_FOUND_BY = 24
"""Leaders that are found by one hash: the likeliest come first, and a turn of phrase must not cost more and more."""
_LOOKED_UP = 48
"""Hashes by which a text is looked up: more than a sketch has, because someone's own words may be among them."""
_CANDIDATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Texts that share a template, by their positions. ``exact`` are the leader's copies, itself included."""

    leader: int
    exact: tuple[int, ...]
    near: tuple[int, ...]
    n_words: int

    @property
    def members(self) -> tuple[int, ...]:
        """Everyone in the family, exact and near, in order."""
        return tuple(sorted((*self.exact, *self.near))) if self.near else self.exact

    @property
    def is_campaign(self) -> bool:
        """Whether enough people sent a text that nobody writes twice by chance; two may be a couple."""
        return len(self.exact) + len(self.near) >= SMALLEST_CAMPAIGN and self.n_words >= SHORTEST_TEMPLATE


def find_families(folded: Sequence[str], *, crew: Crew | None = None) -> list[Family]:
    """Return the families of folded texts, every text in exactly one, alone if need be. Positions break ties."""
    exact: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(folded):
        exact[text].append(position)
    groups = list(exact.values())
    leader_of = _leaders([folded[copies[0]] for copies in groups], [len(copies) for copies in groups], crew or Alone())
    near: dict[int, list[int]] = defaultdict(list)
    for number, leader in enumerate(leader_of):
        if leader != number:
            near[leader].extend(groups[number])
    return [
        Family(
            leader=copies[0],
            exact=tuple(copies),
            near=tuple(sorted(near.get(number, ()))),
            n_words=folded[copies[0]].count(" ") + 1,
        )
        for number, copies in enumerate(groups)
        if leader_of[number] == number
    ]


def _leaders(texts: Sequence[str], n_copies: Sequence[int], crew: Crew) -> list[int]:
    """Return for each different text the one that leads its family: itself where it has none but its own copies."""
    leader_of = list(range(len(texts)))
    long = np.flatnonzero([text.count(" ") + 1 >= SHORTEST_TEMPLATE for text in texts])
    if not len(long):
        return leader_of
    copies = np.array(n_copies, dtype=np.int64)[long]
    lengths = np.array([len(texts[number]) for number in long.tolist()], dtype=np.int64)
    leads, n_sharing = _may_lead([texts[number] for number in long.tolist()], copies, crew)
    leaders = _Leaders(texts)
    by_rank = np.lexsort((lengths, -n_sharing, -copies))  # of two alike, the earlier: the sort is stable
    for number, own in _shingled(texts, long[by_rank[leads[by_rank]]].tolist()):
        found = leaders.family_of(texts[number], own)
        if found is None:
            leaders.add(number, own)
        else:
            leader_of[number] = found
    for number, own in _sharing(texts, long[~leads].tolist(), leaders.known()):
        found = leaders.family_of(texts[number], own)
        leader_of[number] = number if found is None else found
    return leader_of


def _may_lead(
    texts: Sequence[str], copies: NDArray[np.int64], crew: Crew
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which texts can lead a family, and how much of each one's sketch is in the sketches of others.

    Two hashes that follow one another are counted as one: a sentence that many quote has few such pairs, a template
    has nearly all of its own.
    """
    sketches = np.concatenate(list(crew.each(sketch_all, blocks_of(texts))))
    neighbours = combine(sketches[:, :-1], sketches[:, 1:], sketches[:, 1:])
    neighbours[sketches[:, 1:] == NO_HASH] = NO_HASH
    values, counts = np.unique(neighbours, return_counts=True)
    counts[values == NO_HASH] = 1
    n_others = counts[np.searchsorted(values, neighbours)] - 1
    return n_others.any(axis=1) | (copies > 1), n_others.sum(axis=1)


def _shingled(texts: Sequence[str], numbers: Sequence[int]) -> Iterable[tuple[int, Hashes]]:
    """Yield some of the texts by number with their shingles, in the order given."""
    for block in blocks_of(numbers):
        found = shingle_all([texts[number] for number in block])
        for place, number in enumerate(block):
            yield number, found.of(place)


def _sharing(texts: Sequence[str], numbers: Sequence[int], known: Hashes) -> Iterable[tuple[int, Hashes]]:
    """Yield those of the texts that share enough with the sketches of all leaders to be compared with any."""
    if not len(known):
        return
    for block in blocks_of(numbers):
        found = shingle_all([texts[number] for number in block])
        places = np.minimum(np.searchsorted(known, found.values), len(known) - 1)
        hits = np.bincount(found.owners()[known[places] == found.values], minlength=len(block))
        for place in np.flatnonzero(hits >= FEWEST_HITS).tolist():
            yield block[place], found.of(place)


@dataclass(slots=True)
class _Leaders:
    """The leaders so far, found again by the smallest hashes of their shingles."""

    texts: Sequence[str]
    shingles: dict[int, Hashes] = field(default_factory=dict)
    by_hash: dict[int, list[int]] = field(default_factory=dict)

    def add(self, leader: int, own: Hashes) -> None:
        self.shingles[leader] = own.copy()
        for value in own[:SKETCH].tolist():
            found_by = self.by_hash.setdefault(value, [])
            if len(found_by) < _FOUND_BY:
                found_by.append(leader)

    def known(self) -> Hashes:
        """Return the hashes of all sketches, ascending."""
        return np.array(sorted(self.by_hash), dtype=np.uint64)

    def family_of(self, text: str, own: Hashes) -> int | None:
        """Return the leader whose template this text is, if there is one: of several, the most alike."""
        some = (self.by_hash.get(value, ()) for value in own[:_LOOKED_UP].tolist())
        hits = Counter(chain.from_iterable(some))
        likely = sorted([(-n, leader) for leader, n in hits.items() if n >= FEWEST_HITS])[:_CANDIDATES]
        for _, leader in likely:
            if share_a_template(self.texts[leader], self.shingles[leader], text, own):
                return leader
        return None
