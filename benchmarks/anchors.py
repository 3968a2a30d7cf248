"""How often a comment lands on a wrong paragraph after a redraft: ours beside quote matching as others do it.

    python -m benchmarks.anchors [--documents 400] [--edits 12]

Documents of 40 paragraphs, a tenth or half of which have a look-alike, are edited at random (edits, copies,
look-alikes, moves, splits, joins, deletions; the same seeds every time), and it is known which paragraph truly became
which. Every paragraph carries one comment on all of its words. The rivals hold a W3C TextQuoteSelector (the words, 32
characters before and after) and a TextPositionSelector:

* exact: the words at their old place, else the only place with the words, else lost;
* fuzzy: as exact, but else the most similar stretch of the whole text, the context and the old place breaking ties;
  a similarity of 0.7 is enough, which is kinder than what common annotation tools ask for.

Wrong is a comment on a paragraph that is not the one it was about, where any reader of both versions can tell. One
that went along to the edited words of its own paragraph, or to a piece of it, is counted apart: nobody looked whether
it still fits. Needs the extra ``benchmarks`` (rapidfuzz), which only the rival uses.
"""

from __future__ import annotations

import argparse
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from rapidfuzz import fuzz

from consult.demo.makers.redrafts import Edit, EditKind, TrackedParagraph, edited, look_alike_document, reads_the_same
from consult.documents.certainty import certain_places

N_PARAGRAPHS = 40
CONTEXT = 32
SHARES = (0.1, 0.5)
"""Of the paragraphs, those that have a look-alike: a plain strategy, and one that is all lists of the same kind."""
ENOUGH = 70.0
Placer = Callable[[Sequence[str], Sequence[str]], dict[int, int]]


def ours(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Carry what is certain; the rest waits for a person."""
    return certain_places(old, new)


def exact(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Find the quoted words as they are: at their place, else where they stand once."""
    text, starts = _whole(new)
    old_starts = _whole(old)[1]
    found = {}
    for place, quote in enumerate(old):
        at = _exact_place(quote, text, old_starts[place])
        if at is not None:
            found[place] = bisect_right(starts, at) - 1
    return found


def fuzzy(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Find the quoted words as they are, else the most similar stretch, its surroundings and place breaking ties."""
    text, starts = _whole(new)
    old_text, old_starts = _whole(old)
    found = {}
    for place, quote in enumerate(old):
        at = _exact_place(quote, text, old_starts[place])
        if at is None:
            prefix = old_text[max(0, old_starts[place] - CONTEXT) : old_starts[place]]
            suffix = old_text[old_starts[place] + len(quote) :][: CONTEXT + 1]
            at = _similar_place(_Quote(quote, prefix, suffix, old_starts[place]), text, starts, new)
        if at is not None:
            found[place] = bisect_right(starts, at) - 1
    return found


def _exact_place(quote: str, text: str, old_start: int) -> int | None:
    if text.startswith(quote, old_start):
        return old_start
    first = text.find(quote)
    return first if first >= 0 and text.find(quote, first + 1) < 0 else None


class _Quote(NamedTuple):
    words: str
    prefix: str
    suffix: str
    old_start: int


def _similar_place(quote: _Quote, text: str, starts: Sequence[int], new: Sequence[str]) -> int | None:
    best, best_score = None, 0.0
    for start, words in zip(starts, new, strict=True):
        likeness = fuzz.ratio(quote.words, words)
        if likeness < ENOUGH:
            continue
        before = fuzz.ratio(quote.prefix, text[max(0, start - CONTEXT) : start])
        after = fuzz.ratio(quote.suffix, text[start + len(words) : start + len(words) + CONTEXT])
        nearness = 100 * (1 - abs(start - quote.old_start) / max(len(text), 1))
        score = (50 * likeness + 20 * before + 20 * after + 2 * nearness) / 92  # the weights of a common library
        if score > best_score:
            best, best_score = start, score
    return best


def _whole(texts: Sequence[str]) -> tuple[str, list[int]]:
    starts, length = [], 0
    for text in texts:
        starts.append(length)
        length += len(text) + 1
    return "\n".join(texts), starts


def judge(
    old: Sequence[TrackedParagraph], new: Sequence[TrackedParagraph], placer: Placer
) -> tuple[Counter[str], float]:
    """Count what became of the comments: right, wrong, waiting or lost; and how long it took, in seconds."""
    began = time.perf_counter()
    places = placer([one.text for one in old], [one.text for one in new])
    took = time.perf_counter() - began
    alive = {one.true_id for one in new}
    n: Counter[str] = Counter()
    for place, paragraph in enumerate(old):
        lives_on = paragraph.true_id in alive
        if place not in places:
            n["waits, lives on" if lives_on else "waits, gone or edited"] += 1
        elif reads_the_same(old, new, place, places[place]):
            n["right"] += 1
        elif any(before.true_id == paragraph.true_id for before in new[places[place]].was):
            n["on edited words, unseen"] += 1
        else:
            n["wrong"] += 1
    return n, took


def random_edits(rng: Random, n_edits: int) -> list[Edit]:
    """Draw edits of every kind."""
    kinds = list(EditKind)
    return [
        Edit(kind=rng.choice(kinds), at=rng.randrange(1000), to=rng.randrange(1000), choice=rng.randrange(10_000))
        for _ in range(n_edits)
    ]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--edits", type=int, default=12)
    asked = parser.parse_args()
    n_all = asked.documents * N_PARAGRAPHS
    print(f"{n_all:,} comments a row; {asked.documents:,} redrafts of {N_PARAGRAPHS} paragraphs, {asked.edits} edits\n")
    kinds = ("wrong", "on edited words, unseen", "right", "waits, lives on", "waits, gone or edited")
    print(f"| look-alikes | way | {' | '.join(kinds)} | ms a redraft |")
    print("|---|---|---|---|---|---|---|---|")
    for share_alike in SHARES:
        for name, (n, seconds) in measure(asked.documents, asked.edits, share_alike).items():
            shares = " | ".join(f"{n[kind]:,} ({n[kind] / n_all:.2%})" for kind in kinds)
            print(f"| {share_alike:.0%} | {name} | {shares} | {1000 * seconds / asked.documents:.1f} |")


def measure(n_documents: int, n_edits: int, share_alike: float) -> dict[str, tuple[Counter[str], float]]:
    """Let every way place the comments of the same redrafts; gives counts and seconds by its name."""
    placers: dict[str, Placer] = {"ours": ours, "quote, exact": exact, "quote, fuzzy": fuzzy}
    totals = {name: (Counter[str](), 0.0) for name in placers}
    for seed in range(n_documents):
        old = look_alike_document(seed=seed, n_paragraphs=N_PARAGRAPHS, share_alike=share_alike)
        new = edited(old, random_edits(Random(seed), n_edits))  # noqa: S311 - seeded on purpose
        for name, placer in placers.items():
            counted, took = judge(old, new, placer)
            totals[name] = (totals[name][0] + counted, totals[name][1] + took)
    return totals


if __name__ == "__main__":
    main()
