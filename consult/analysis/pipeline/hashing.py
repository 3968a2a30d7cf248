"""One fixed 64-bit hash, the same in every process and on every machine; Python's own is salted anew each time.

Source: BLAKE2b (RFC 7693), eight bytes of digest, for words; SplitMix64 (Steele, Lea and Flood 2014) to finish a
combination of three of them, because multiplying and adding alone leaves the lowest bits in a pattern.
"""

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_MULTIPLIERS = tuple(np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
"""Odd, with about half their bits set, and all different: "a b c" and "c b a" must not be alike."""


def hash64(text: str) -> int:
    """Return a number from 0 to 2**64 - 1."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@lru_cache(maxsize=200_000)
def hash_of_word(word: str) -> int:
    """Return ``hash64`` of a word, remembered: the same few words are most of every text."""
    return hash64(word)


def combine(first: Hashes, second: Hashes, third: Hashes) -> Hashes:
    """Return one hash for each three; all of one length. The arithmetic is modulo 2**64 and means to wrap."""
    mixed = first * _MULTIPLIERS[0] + second * _MULTIPLIERS[1] + third * _MULTIPLIERS[2]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    combined: Hashes = mixed ^ (mixed >> np.uint64(31))
    return combined
