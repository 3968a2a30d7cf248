"""Identities of paragraphs: drawn from the words, not from chance, so that the same source gives the same ones."""

import hashlib
from collections.abc import Container
from itertools import count

from consult.documents.sanitising import tidy_text

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 11


def fresh_identity(text: str, *, taken: Container[str]) -> str:
    """The first identity of these words that nobody has: the second paragraph with the same words gets another.

    It begins with a letter, so that it can be an anchor in an address.
    """
    words = tidy_text(text)
    return next(identity for n in count(1) if (identity := _identity(words, n)) not in taken)


def _identity(words: str, occurrence: int) -> str:
    digest = int.from_bytes(hashlib.sha256(f"{occurrence}\n{words}".encode()).digest())
    letters = []
    for _ in range(_LENGTH):
        digest, place = divmod(digest, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "p" + "".join(letters)
