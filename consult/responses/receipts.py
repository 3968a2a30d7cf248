"""What a receipt is made of, drawn from the submission key alone, so that a repeat gives the very same receipt.

A submission key is a secret of at least 128 random bits that a form carries (``kernel.references.draw_token``). The
database keeps only its hash, so that nobody who reads the database can work out a secret code. An import has no form
and its keys can be guessed from its file: what it stores opens nothing.
"""

import hashlib
import hmac

from consult.kernel.references import Reference, SecretCode, code_from, reference_from


def key_hash(submission_key: str) -> str:
    """What is stored of a submission key, unique among responses."""
    return hashlib.sha256(submission_key.encode()).hexdigest()


def secret_code_of(submission_key: str) -> SecretCode:
    """The code that opens, changes or withdraws the response sent with this key."""
    return code_from(_drawn(submission_key, "secret code"))


def draft_code_of(submission_key: str) -> SecretCode:
    """The code that brings an unsent response back on another day or another device; asked twice, the same twice."""
    return code_from(_drawn(submission_key, "draft code"))


def reference_of(submission_key: str, *, attempt: int = 0) -> Reference:
    """The reference that identifies the response; ``attempt`` draws another when one is taken already."""
    return reference_from(_drawn(submission_key, f"reference {attempt}"))


def public_number_of(submission_key: str) -> str:
    """The number a published response carries; without the key nobody can tell it from the reference."""
    return _drawn(submission_key, "public number").hex()[:16]


def equality_link(key: str, response_id: int) -> str:
    """What stands beside equality answers instead of the response; worthless once the key is destroyed."""
    return hmac.new(bytes.fromhex(key), f"response:{response_id}".encode(), hashlib.sha256).hexdigest()


def _drawn(submission_key: str, purpose: str) -> bytes:
    return hmac.new(submission_key.encode(), purpose.encode(), hashlib.sha256).digest()
