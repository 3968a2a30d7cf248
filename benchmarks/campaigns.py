"""Print how well copies of letters are found among responses, beside datasketch, and what it takes.

    python benchmarks/campaigns.py [SIZE …] [--without-datasketch]

Responses are made here. Seven in ten are people's own; the others are copies of letters, 3 to a few thousand of each:
as they were, or with words put in, taken out or exchanged (one in twenty to three in twenty), or with sentences of
someone's own before or after, or with all of it. Every tenth own response quotes a sentence of some letter, which makes
it no copy. Words are invented; where ``shared/data`` lies beside the repository, a second table is made of sentences
that people really wrote, shuffled into texts, so that many own responses share a sentence with many others.

Precision and recall are of pairs: of two responses said to be copies of one letter, how often it is so; of two that
are, how often it is said. Each method runs in a process of its own; memory is that process's most, texts included.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from consult.analysis.pipeline.campaigns import find_families
from consult.analysis.pipeline.normalise import folded, normalise

SHARED = Path(__file__).resolve().parents[2] / "shared"
SIZES = (10_000, 100_000, 1_000_000)
MOST_FOR_DATASKETCH = 100_000
SHARE_OF_COPIES = 0.3
SENTENCES = range(3, 8)
Sentence = Callable[[random.Random], str]


def main() -> None:
    """Print one row per size, kind of words and method."""
    asked = argparse.ArgumentParser()
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    asked.add_argument("--without-datasketch", action="store_true")
    asked.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]))
        return
    print(
        f"{'words':<10}{'responses':>12}{'method':>14}{'precision':>12}{'recall':>9}{'seconds':>10}{'MB at most':>12}"
    )
    for words, sentence in kinds_of_words():
        for size in given.sizes:
            print_size(words, sentence, size, with_datasketch=not given.without_datasketch)


def kinds_of_words() -> Iterator[tuple[str, Sentence]]:
    """Yield invented sentences, and real ones where they are at hand."""
    yield "invented", invented(random.Random(5))  # noqa: S311 - texts, no secrets
    said = sorted({sentence for path in (SHARED / "data" / "themes").glob("*.jsonl") for sentence in real(path)})
    if said:
        yield "real", lambda chance: chance.choice(said)


def print_size(words: str, sentence: Sentence, size: int, *, with_datasketch: bool) -> None:
    """Write the responses to a file, let each method find the copies, and print how it did."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "responses"
        letters = write_responses(path, sentence, size)
        methods = ["ours"] + ["datasketch"] * (with_datasketch and size <= MOST_FOR_DATASKETCH)
        for method in methods:
            command = [sys.executable, __file__, "--measure", method, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{words:<10}{size:>12,}{method:>14}  {done.stderr.strip().splitlines()[-1]}")
                continue
            found = json.loads(path.with_suffix(".json").read_text())
            precision, recall = of_pairs(letters, found["families"])
            print(
                f"{words:<10}{size:>12,}{method:>14}{precision:>12.4f}{recall:>9.4f}"
                f"{found['seconds']:>10.1f}{found['megabytes']:>12,.0f}",
                flush=True,
            )


def measure(method: str, path: Path) -> None:
    """Find the copies in this process and write down which, how long it took and how much memory."""
    texts = path.read_text().splitlines()
    begin = perf_counter()
    families = METHODS[method](texts)
    seconds = perf_counter() - begin
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    path.with_suffix(".json").write_text(json.dumps({"families": families, "seconds": seconds, "megabytes": megabytes}))


def ours(texts: Sequence[str]) -> list[int]:
    """Return the family of each text, -1 where it is in no campaign."""
    families = [-1] * len(texts)
    for family in find_families([folded(normalise(text)) for text in texts]):
        if family.is_campaign:
            for member in family.members:
                families[member] = family.leader
    return families


def datasketch(texts: Sequence[str]) -> list[int]:
    """Return the family of each text as MinHash LSH gives them: everything that it says is alike, joined."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    parent = list(range(len(texts)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for number, text in enumerate(texts):
        words = text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))])
        for other in index.query(sketch):
            parent[root(number)] = root(other)
        index.insert(number, sketch)
    sizes = Counter(root(number) for number in range(len(texts)))
    return [root(number) if sizes[root(number)] >= 3 else -1 for number in range(len(texts))]


METHODS: dict[str, Callable[[Sequence[str]], list[int]]] = {"ours": ours, "datasketch": datasketch}


def of_pairs(letters: Sequence[int], families: Sequence[int]) -> tuple[float, float]:
    """Return precision and recall of the pairs that are in one family; -1 is in none."""

    def pairs(groups: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in groups.values())

    both = pairs(Counter(pair for pair in zip(letters, families, strict=True) if -1 not in pair))
    said, true = (pairs(Counter(number for number in numbers if number != -1)) for numbers in (families, letters))
    return both / max(said, 1), both / max(true, 1)


def write_responses(path: Path, sentence: Sentence, size: int) -> list[int]:
    """Write one response a line, in no order, and return which letter each is a copy of, -1 for none."""
    chance = random.Random(size)  # noqa: S311 - texts, no secrets
    responses = [*copies(chance, sentence, round(size * SHARE_OF_COPIES))]
    quoted = [text for text, _ in responses[:: max(1, len(responses) // 500)]]
    while len(responses) < size:
        own = [sentence(chance) for _ in range(chance.choice(SENTENCES))]
        if chance.random() < 0.1:
            own.insert(chance.randrange(len(own)), chance.choice(quoted).split(". ")[0] + ".")
        responses.append((" ".join(own), -1))
    chance.shuffle(responses)
    with path.open("w") as file:
        file.writelines(text + "\n" for text, _ in responses)
    return [letter for _, letter in responses]


def copies(chance: random.Random, sentence: Sentence, wanted: int) -> Iterator[tuple[str, int]]:
    """Yield that many copies of letters, each with the number of its letter."""
    letter = 0
    while wanted > 0:
        template = [sentence(chance) for _ in range(chance.choice(SENTENCES))]
        n_copies = min(wanted, max(3, int(chance.paretovariate(0.8) * 3)), 5_000)
        for _ in range(n_copies if n_copies >= 3 else 0):
            yield edited(chance, sentence, template), letter
        letter, wanted = letter + 1, wanted - n_copies


def edited(chance: random.Random, sentence: Sentence, template: Sequence[str]) -> str:
    """Return a letter as someone sends it."""
    how = chance.choices(("as it is", "words", "sentences", "both"), (40, 30, 20, 10))[0]
    text = " ".join(template)
    if how in ("words", "both"):
        text = " ".join(with_other_words(chance, sentence, text.split()))
    if how in ("sentences", "both"):
        own = [sentence(chance) for _ in range(chance.choice((1, 1, 2, 3)))]
        text = f"{text} {' '.join(own)}" if chance.random() < 0.6 else f"{' '.join(own)} {text}"
    return text


def with_other_words(chance: random.Random, sentence: Sentence, words: Sequence[str]) -> Iterator[str]:
    """Yield the words with some put in, taken out or exchanged: 5 to 15 in a hundred."""
    rate = chance.uniform(0.05, 0.15)
    kinds = chance.choice((("put in",), ("take out",), ("exchange",), ("put in", "take out", "exchange")))
    others = sentence(chance).split()
    for word in words:
        kind = chance.choice(kinds) if chance.random() < rate else ""
        if kind in ("put in", "exchange"):
            yield chance.choice(others)
        if kind in ("", "put in"):
            yield word


def invented(chance: random.Random) -> Sentence:
    """Return a maker of sentences in invented words, some of them much more common than others."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(8_000)]
    weights = [1 / (rank + 8) for rank in range(len(words))]
    bounds = list(accumulate(weights))

    def sentence(chance: random.Random) -> str:
        said = chance.choices(words, cum_weights=bounds, k=chance.randrange(6, 19))
        return " ".join(said).capitalize() + "."

    return sentence


def real(path: Path) -> Iterator[str]:
    """Yield the sentences of six words or more that people wrote."""
    for line in path.read_text().splitlines():
        for text in json.loads(line)["texts"]:
            for sentence in str(text).replace("\n", " ").split(". "):
                if len(sentence.split()) >= 6:
                    yield sentence.strip().rstrip(".") + "."


if __name__ == "__main__":
    main()
