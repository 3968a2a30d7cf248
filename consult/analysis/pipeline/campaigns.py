"""Finds campaigns: families of texts that share a template. A campaign is a note, never a deletion.

Exact copies share a hash of their folded words. Near copies are found by a sketch, the smallest hashes of the leader's
word 3-shingles (bottom-k, Cohen and Kaplan 2007), and then verified on all shingles: a sketch alone joins unrelated
texts once there are many. A text is compared with leaders only, so that families do not grow by chaining.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from consult.analysis.pipeline.hashing import hash64

SHORTEST_TEMPLATE = 12
"""Words: two people may well write the same short sentence without knowing of each other."""
SMALLEST_CAMPAIGN = 3
_SKETCH = 32
_FEWEST_HITS = 5
_COMMONPLACE = 200
_ALIKE = 0.6
_CONTAINED = 0.8


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
        return tuple(sorted((*self.exact, *self.near)))

    @property
    def is_campaign(self) -> bool:
        """Whether enough people sent a text that nobody writes twice by chance; two may be a couple."""
        return len(self.members) >= SMALLEST_CAMPAIGN and self.n_words >= SHORTEST_TEMPLATE


def shingles(words: Sequence[str]) -> frozenset[int]:
    """Return the hashes of all runs of three words."""
    return frozenset(hash64(" ".join(words[i : i + 3])) for i in range(len(words) - 2))


def find_families(folded: Sequence[str]) -> list[Family]:
    """Return the families of folded texts, every text in exactly one, alone if need be. Positions break ties."""
    exact: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(folded):
        exact[text].append(position)
    by_weight = sorted(exact.values(), key=lambda copies: (-len(copies), len(folded[copies[0]]), copies[0]))
    leaders = _Leaders()
    near: dict[int, list[int]] = {}
    for copies in by_weight:
        words = folded[copies[0]].split()
        found = leaders.family_of(words) if len(words) >= SHORTEST_TEMPLATE else None
        if found is None:
            near[copies[0]] = []
            leaders.add(copies[0], words)
        else:
            near[found].extend(copies)
    return sorted(
        (
            Family(
                leader=copies[0],
                exact=tuple(copies),
                near=tuple(sorted(near[copies[0]])),
                n_words=len(folded[copies[0]].split()),
            )
            for copies in by_weight
            if copies[0] in near
        ),
        key=lambda family: family.leader,
    )


class _Leaders:
    """The leaders so far, found again by the smallest hashes of their shingles."""

    def __init__(self) -> None:
        self._shingles: dict[int, frozenset[int]] = {}
        self._by_hash: dict[int, list[int]] = defaultdict(list)

    def add(self, leader: int, words: Sequence[str]) -> None:
        if len(words) < SHORTEST_TEMPLATE:
            return
        self._shingles[leader] = shingles(words)
        for value in sorted(self._shingles[leader])[:_SKETCH]:
            self._by_hash[value].append(leader)

    def family_of(self, words: Sequence[str]) -> int | None:
        """Return the leader whose template this text is, if there is one."""
        own = shingles(words)
        hits: Counter[int] = Counter()
        for value in own:
            followers = self._by_hash.get(value, ())
            if len(followers) <= _COMMONPLACE:
                hits.update(followers)
        for leader, n_hits in sorted(hits.items(), key=lambda item: (-item[1], item[0]))[:5]:
            if n_hits >= _FEWEST_HITS and _share_a_template(self._shingles[leader], own):
                return leader
        return None


def _share_a_template(template: frozenset[int], text: frozenset[int]) -> bool:
    shared = len(template & text)
    return shared >= _ALIKE * len(template | text) or shared >= _CONTAINED * len(template)


def is_added(words: Sequence[str], template: frozenset[int]) -> bool:
    """Whether a sentence is a person's own and not part of the template."""
    own = shingles(words)
    return len(words) >= 3 and len(own & template) < 0.5 * len(own)
