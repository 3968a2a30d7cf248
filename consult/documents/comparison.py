"""Old and new paragraphs compared: which lives on as which, and what a person has to look at.

Identities decide where comments stand, so a wrong match is worse than none. The order of trust:

1. the same words in the same order (longest common run), where look-alikes count only beside a neighbour that matches;
2. the same words elsewhere, when they occur once on both sides: moved;
3. between two paragraphs that stayed, one that was split or several that were joined, when the words add up;
4. edited: alike enough, and clearly more alike than to any other paragraph, kept or not.

Whatever is left is new, and what looked like an old one without being clearly it is marked for review.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from consult.documents.rules import Change
from consult.documents.sanitising import tidy_text

ALIKE = 0.6
"""Share of words in common (difflib's ratio) from which a paragraph between the same neighbours may be an edit."""
ALIKE_ELSEWHERE = 0.8
"""The same for a paragraph that also stands elsewhere."""
CLEARLY = 0.12
"""By how much the best match must beat the second best."""
ADDS_UP = 0.85
"""How alike an old paragraph and its pieces together must be to call it a split (and the reverse for a join)."""
LONGEST_RUN = 4
"""Into how many pieces one paragraph may be split, and out of how many it may be joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One line of descent, by place in the old and the new list."""

    old: int
    new: int
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The lines of descent, sorted, and the new places that a person should look at."""

    links: tuple[Link, ...]
    review: tuple[int, ...]

    def heir_of(self, new: int) -> int | None:
        """The old place whose identity this one carries on: a split's first piece does, from a join's first part."""
        for link in self.links:
            if link.new == new and link == self._first_of_split(link):
                return link.old
        return None

    def _first_of_split(self, link: Link) -> Link:
        return min((other for other in self.links if other.old == link.old), key=lambda other: other.new)


def compare(old: Sequence[str], new: Sequence[str]) -> Comparison:
    """Compare the plain texts of two versions; the same texts always give the same comparison."""
    work = _Work(old=[tidy_text(text) for text in old], new=[tidy_text(text) for text in new])
    work.keep_in_order()
    work.follow_moves()
    work.split_and_join()
    work.follow_edits()
    return Comparison(
        links=tuple(sorted(work.links, key=lambda link: (link.new, link.old))), review=tuple(sorted(work.review))
    )


@dataclass(slots=True)
class _Work:
    """The state of one comparison: what is still free on both sides."""

    old: list[str]
    new: list[str]
    links: list[Link] = field(default_factory=list)
    review: set[int] = field(default_factory=set)
    old_to_new: dict[int, int] = field(default_factory=dict)
    new_to_old: dict[int, int] = field(default_factory=dict)

    def link(self, old: int, new: int, change: Change) -> None:
        """Record a line of descent."""
        self.links.append(Link(old=old, new=new, change=change))
        self.old_to_new.setdefault(old, new)
        self.new_to_old.setdefault(new, old)

    def free_old(self) -> list[int]:
        """Old places without a successor."""
        return [place for place in range(len(self.old)) if place not in self.old_to_new]

    def free_new(self) -> list[int]:
        """New places without an ancestor."""
        return [place for place in range(len(self.new)) if place not in self.new_to_old]

    def keep_in_order(self) -> None:
        """Same words, same order; texts whose number changed wait for a neighbour to vouch for them."""
        n_old, n_new = Counter(self.old), Counter(self.new)
        sure = {text for text in n_old if n_old[text] == n_new[text]}
        sure_old = [place for place, text in enumerate(self.old) if text in sure]
        sure_new = [place for place, text in enumerate(self.new) if text in sure]
        blocks = SequenceMatcher(
            None, [self.old[place] for place in sure_old], [self.new[place] for place in sure_new], autojunk=False
        ).get_matching_blocks()
        for block in blocks:
            for step in range(block.size):
                if block.size == 1 and n_old[self.old[sure_old[block.a]]] > 1:
                    continue  # one look-alike among several, with nothing beside it that matches
                self.link(sure_old[block.a + step], sure_new[block.b + step], Change.UNCHANGED)
        self._let_neighbours_vouch()

    def _let_neighbours_vouch(self) -> None:
        for place in self.free_new():
            candidates = [old for old in self.free_old() if self.old[old] == self.new[place]]
            vouched = [old for old in candidates if self._neighbours_agree(old, place)]
            if len(vouched) == 1:
                self.link(vouched[0], place, Change.UNCHANGED)

    def _neighbours_agree(self, old: int, new: int) -> bool:
        """Both neighbours stayed beside it (an end of the document counts as one)."""
        before = self._stays(old - 1, new - 1) or (old == 0 and new == 0)
        after = self._stays(old + 1, new + 1) or (old == len(self.old) - 1 and new == len(self.new) - 1)
        return before and after

    def _stays(self, old: int, new: int) -> bool:
        in_both = 0 <= old < len(self.old) and 0 <= new < len(self.new)
        return in_both and (self.old_to_new.get(old) == new or self.old[old] == self.new[new])

    def follow_moves(self) -> None:
        """Same words elsewhere: moved when they are the only ones left on both sides, else for a person."""
        free_old, free_new = self.free_old(), self.free_new()
        n_old = Counter(self.old[place] for place in free_old)
        n_new = Counter(self.new[place] for place in free_new)
        everywhere = Counter(self.old)
        for new in free_new:
            text = self.new[new]
            if n_old[text] == n_new[text] == 1 and everywhere[text] == 1:
                self.link(next(old for old in free_old if self.old[old] == text), new, Change.MOVED)
            elif everywhere[text]:
                self.review.add(new)

    def split_and_join(self) -> None:
        """Between two paragraphs that stayed: one into several, or several into one, when the words add up."""
        for olds, news in self._gaps():
            self._split(olds, news)
            self._join(olds, news)

    def _split(self, olds: list[int], news: list[int]) -> None:
        for old in olds:
            run = _best_run(self.old[old], self.new, [place for place in news if place not in self.new_to_old])
            for new in run:
                self.link(old, new, Change.SPLIT)

    def _join(self, olds: list[int], news: list[int]) -> None:
        for new in news:
            if new in self.new_to_old or new in self.review:
                continue
            for old in _best_run(self.new[new], self.old, [place for place in olds if place not in self.old_to_new]):
                self.link(old, new, Change.JOINED)

    def follow_edits(self) -> None:
        """Alike enough and clearly more alike than to anything else: edited. Alike but not clearly: for a person."""
        likeness, gaps = self._likenesses(), self._gaps()
        for new in [place for place in self.free_new() if place not in self.review]:
            ranked = sorted(((share, old) for (old, other), share in likeness.items() if other == new), reverse=True)
            if not ranked or ranked[0][0] < ALIKE:
                continue
            if self._is_clear(ranked, new, likeness, gaps):
                self.link(ranked[0][1], new, Change.EDITED)
            else:
                self.review.add(new)

    def _is_clear(
        self, ranked: list[tuple[float, int]], new: int, likeness: dict[tuple[int, int], float], gaps: list["_Gap"]
    ) -> bool:
        best, old = ranked[0]
        rivals = [share for share, _ in ranked[1:]]
        rivals += [share for (other_old, other), share in likeness.items() if other_old == old and other != new]
        if old in self.old_to_new or best - max(rivals, default=0.0) < CLEARLY:
            return False
        return best >= ALIKE_ELSEWHERE or any(old in olds and new in news for olds, news in gaps)

    def _likenesses(self) -> dict[tuple[int, int], float]:
        """How alike each free new paragraph is to every old one; old ones that stayed can only forbid a match."""
        olds = [_words(text) for text in self.old]
        counts = [Counter(words) for words in olds]
        likeness = {}
        for new in self.free_new():
            words = _words(self.new[new])
            count = Counter(words)
            for old, old_words in enumerate(olds):
                if _may_be_alike(count, counts[old], len(words) + len(old_words)):
                    share = SequenceMatcher(None, old_words, words, autojunk=False).ratio()
                    if share >= ALIKE - CLEARLY:
                        likeness[old, new] = share
        return likeness

    def _gaps(self) -> list["_Gap"]:
        """The free places between two neighbours that stayed in order, as (old places, new places)."""
        stayed = sorted((link.old, link.new) for link in self.links if link.change is Change.UNCHANGED)
        fixed = [(-1, -1), *_rising(stayed), (len(self.old), len(self.new))]
        gaps = []
        for (old_from, new_from), (old_to, new_to) in pairwise(fixed):
            olds = [place for place in range(old_from + 1, old_to) if place not in self.old_to_new]
            news = [place for place in range(new_from + 1, new_to) if place not in self.new_to_old]
            if olds and news:
                gaps.append((olds, news))
        return gaps


_Gap = tuple[list[int], list[int]]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    rising: list[tuple[int, int]] = []
    for pair in pairs:
        if not rising or pair[1] > rising[-1][1]:
            rising.append(pair)
    return rising


def _best_run(whole: str, pieces: list[str], places: list[int]) -> list[int]:
    """Two to four neighbouring places whose texts together are the whole, each a true part of it; else none."""
    words, best, best_share = _words(whole), [], ADDS_UP
    for start in range(len(places)):
        for length in range(2, LONGEST_RUN + 1):
            run = places[start : start + length]
            if len(run) < length or run[-1] - run[0] != length - 1:
                continue
            share = _alike(words, [word for place in run for word in _words(pieces[place])])
            if share > best_share and all(_is_part(_words(pieces[place]), words) for place in run):
                best, best_share = run, share
    return best


def _is_part(part: list[str], whole: list[str]) -> bool:
    matched = sum(block.size for block in SequenceMatcher(None, part, whole, autojunk=False).get_matching_blocks())
    return matched >= 0.7 * len(part)


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _alike(first: list[str], second: list[str]) -> float:
    if not _may_be_alike(Counter(first), Counter(second), len(first) + len(second)):
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _may_be_alike(first: "Counter[str]", second: "Counter[str]", n_words: int) -> bool:
    """An upper bound of the ratio, cheap enough to ask of every pair of a long document."""
    needed = (ALIKE - CLEARLY) * n_words / 2
    if min(first.total(), second.total()) < needed:
        return False
    fewer, more = (first, second) if len(first) <= len(second) else (second, first)
    return sum(min(n, more[word]) for word, n in fewer.items() if word in more) >= needed
