"""The table of tier 1.

A vector for each of some 22,000 English words, made by ``build.py`` and carried with Consult.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

FOLDER = files(__name__)
WORDS, NUMBERS, ORIGIN = "words.txt", "vectors.npy", "origin.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """Words and their vectors. ``numbers``.

    (n_words, 128) int8; times ``scale`` (128,) float32 they are the vectors.
    """

    row_of: Mapping[str, int]
    numbers: NDArray[np.int8]
    scale: NDArray[np.float32]
    digest: str

    def vectors(self) -> NDArray[np.float64]:
        """Return (n_words, 128) float64."""
        return self.numbers.astype(np.float64) * self.scale


@cache
def load_table() -> WordTable:
    """Return the table, read once in the life of a process.

    Raises:
        ValueError: the file is not the one that was built; an analysis with other numbers could not be made again.
    """
    origin = json.loads((FOLDER / ORIGIN).read_text("utf-8"))
    for name, digest in origin["output"].items():
        if sha256((FOLDER / name).read_bytes()).hexdigest() != digest:
            raise ValueError(f"The word vectors in {name} are damaged: their SHA-256 is not the recorded one")
    with (FOLDER / NUMBERS).open("rb") as opened:
        numbers = np.load(opened, allow_pickle=False)
    words = (FOLDER / WORDS).read_text("utf-8").split()
    return WordTable(
        row_of={word: row for row, word in enumerate(words)},
        numbers=numbers,
        scale=np.array(origin["scale"], dtype=np.float32),
        digest=str(origin["output"][NUMBERS]),
    )
