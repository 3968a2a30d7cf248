"""One fixed 64-bit hash, the same in every process and on every machine; Python's own is salted anew each time.

Source: BLAKE2b (RFC 7693), eight bytes of digest.
"""

from hashlib import blake2b


def hash64(text: str) -> int:
    """Return a number from 0 to 2**64 - 1."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
