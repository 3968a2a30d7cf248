"""References that identify and secret codes that open, easy to read out and forgiving of how they are typed.

Both use Crockford's base 32: digits and capital letters without I, L, O and U, so no two look alike and none
spells a word by accident. A reference ends with a check character, so a slip of the finger is told apart from a
reference that does not exist. A secret code holds 80 bits and is stored only as a hash.
"""

import hashlib
import hmac
import secrets
from typing import NewType

from consult.kernel.errors import Invalid

Reference = NewType("Reference", str)
SecretCode = NewType("SecretCode", str)
CodeHash = NewType("CodeHash", str)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 10  # nine random characters (45 bits) and the check character
REFERENCE_GROUP = 5
CODE_LENGTH = 16  # 80 bits
CODE_GROUP = 4
_LONGEST_TYPED = 200
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def draw_reference() -> Reference:
    """Draw a new reference from the system's randomness (an edge: call it from actions, never from rules)."""
    return reference_from(secrets.token_bytes(REFERENCE_LENGTH))


def draw_secret_code() -> SecretCode:
    """Draw a new secret code from the system's randomness (an edge: call it from actions, never from rules)."""
    return code_from(secrets.token_bytes(CODE_LENGTH))


def draw_token() -> str:
    """Draw 256 bits for a link or a key of a form, safe in an address (an edge)."""
    return secrets.token_urlsafe(32)


def reference_from(randomness: bytes) -> Reference:
    """Make a reference such as ``K7M2Q-9XD4R`` from at least nine random bytes."""
    body = _letters(randomness, REFERENCE_LENGTH - 1)
    return Reference(_grouped(body + check_character(body), REFERENCE_GROUP))


def code_from(randomness: bytes) -> SecretCode:
    """Make a secret code such as ``8F3K-00QM-ZT4V-J2C9`` from at least sixteen random bytes."""
    return SecretCode(_grouped(_letters(randomness, CODE_LENGTH), CODE_GROUP))


def read_reference(typed: str) -> Reference:
    """Give the reference that was meant, whatever its case, spaces and hyphens, and O for 0 or I and L for 1.

    Raises:
        Invalid: it has the wrong length or characters, or its check character does not fit.
    """
    letters = _plain(typed)
    fits = len(letters) == REFERENCE_LENGTH and _is_ours(letters) and check_character(letters[:-1]) == letters[-1]
    if not fits:
        raise Invalid("Check the reference: it has ten letters and numbers, like K7M2Q-9XD4R.")
    return Reference(_grouped(letters, REFERENCE_GROUP))


def read_secret_code(typed: str) -> SecretCode:
    """Give the secret code that was meant, as forgiving as for a reference.

    Raises:
        Invalid: it has the wrong length or characters.
    """
    letters = _plain(typed)
    if len(letters) != CODE_LENGTH or not _is_ours(letters):
        raise Invalid("Check the secret code: it has sixteen letters and numbers, in four groups of four.")
    return SecretCode(_grouped(letters, CODE_GROUP))


def hash_code(code: SecretCode | str, *, key: bytes = b"") -> CodeHash:
    """Give the hash under which a code is stored: keyed (HMAC-SHA-256) when there is a key, else plain SHA-256.

    A code of 80 random bits cannot be guessed from its hash, so no slow hash is needed.
    """
    meant = _plain(code).encode()
    if key:
        return CodeHash(hmac.new(key, meant, hashlib.sha256).hexdigest())
    return CodeHash(hashlib.sha256(meant).hexdigest())


def is_code_for(code: SecretCode | str, stored: CodeHash | str, *, key: bytes = b"") -> bool:
    """Say whether the code opens what was stored under this hash, in constant time."""
    return hmac.compare_digest(hash_code(code, key=key), stored)


def check_character(letters: str) -> str:
    """Compute the check character (Luhn's sum modulo 32): it catches every single wrong character."""
    total = 0
    for place, letter in enumerate(reversed(letters)):
        weighted = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += weighted // len(ALPHABET) + weighted % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def _letters(randomness: bytes, count: int) -> str:
    if len(randomness) < count:
        raise ValueError(f"{count} random bytes are needed, {len(randomness)} were given")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness[:count])


def _plain(typed: str) -> str:
    letters = "".join(letter for letter in typed[:_LONGEST_TYPED].upper() if letter.isalnum())
    return letters.translate(_LOOK_ALIKES)


def _is_ours(letters: str) -> bool:
    return all(letter in ALPHABET for letter in letters)


def _grouped(letters: str, size: int) -> str:
    return "-".join(letters[start : start + size] for start in range(0, len(letters), size))
