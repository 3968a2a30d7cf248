"""One-time codes: each worked out from a secret key, a right to vote and the number of its issue, and stored nowhere.

Because a code can be worked out again, nothing has to be stored that joins the roll to the codes: the table of codes
holds a keyed hash and no person, the roll holds a person and no hash. Without the installation's secret key the two
cannot be joined. Pure.
"""

import hashlib
import hmac

from consult.kernel.references import SecretCode, code_from, hash_code

_HOLDER_GROUP = 13
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def installation_key(secret_key: str) -> bytes:
    """Return the key for codes that an installation's secret key gives; it serves nothing else."""
    return hmac.new(secret_key.encode(), b"consult elections", hashlib.sha256).digest()


def code_for(entry: str, *, issue: int, contest: str, key: bytes) -> SecretCode:
    """Return the code of one right to vote: ``issue`` counts from 1, and each issue gives another code."""
    return code_from(hmac.new(key, f"ballot code\n{contest}\n{entry}\n{issue}".encode(), hashlib.sha256).digest())


def hash_of_code(code: str, *, contest: str, key: bytes) -> str:
    """Return the keyed hash under which a code is stored, however it was typed."""
    bound = hmac.new(key, f"ballot code hash\n{contest}".encode(), hashlib.sha256).digest()
    return hash_code(code, key=bound)


def holder_code_from(randomness: bytes) -> str:
    """Return a key holder's code, two groups of 13 letters and figures, from 32 random bytes: 130 bits."""
    halves = code_from(randomness[:16]), code_from(randomness[16:32])
    letters = "".join(half.replace("-", "")[:_HOLDER_GROUP] for half in halves)
    return "-".join((letters[:_HOLDER_GROUP], letters[_HOLDER_GROUP:]))


def read_holder_code(typed: str) -> str:
    """Return the letters of a key holder's code, however it was typed: O is 0, I and L are 1."""
    letters = "".join(letter for letter in typed[:200].upper() if letter.isalnum())
    return letters.translate(_LOOK_ALIKES)
