"""The secrecy of a poll: a key that only two of three holders can use together, and ballots sealed to it.

Every primitive is the ``cryptography`` library's: X25519, HKDF-SHA-256, scrypt and ChaCha20-Poly1305. Pure: bytes in,
bytes out; whatever has to be random is an argument, so a test can say what it was.

How the key is split: each holder has a code of 130 bits, from which a key pair is derived; the server keeps the public
half only. The private key of the contest is sealed three times, once to each pair of holders: inside to the one,
around it to the other. Any two open it, one alone meets a box within a box. So no arithmetic of our own is needed, and
nobody ever holds what belongs to another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

KEY_BYTES = 32
HOLDERS = 3
NEEDED = 2
OVERHEAD = KEY_BYTES + 16
"""By how many bytes a sealed box is longer than what lies in it: the sender's key and the tag."""

_NONCE = bytes(12)  # each box has a key of its own, used once, so the nonce may be fixed


class CannotOpen(Exception):
    """Raised when a box does not open: the wrong key, or not a byte as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """Both halves of an X25519 key, 32 bytes each."""

    private: bytes
    public: bytes


Pair = tuple[int, int]
"""Two holders by their numbers, the lower first."""


def key_pair_from(randomness: bytes) -> KeyPair:
    """Return the key pair that 32 random bytes make.

    Raises:
        ValueError: there are not 32 bytes.
    """
    private = X25519PrivateKey.from_private_bytes(randomness)
    return KeyPair(private=randomness, public=private.public_key().public_bytes_raw())


def holder_pair_from(code: str, *, contest: str) -> KeyPair:
    """Return the key pair of a holder, derived from the code's letters (scrypt, 16 MB) and bound to the contest."""
    derived = Scrypt(salt=f"consult key holder\n{contest}".encode(), length=KEY_BYTES, n=2**14, r=8, p=1)
    return key_pair_from(derived.derive(code.encode()))


def seal(message: bytes, *, to: bytes, about: bytes, randomness: bytes) -> bytes:
    """Return a message that only the owner of the public key ``to`` can read.

    Args:
        message: any bytes; the box is ``OVERHEAD`` longer.
        to: the reader's X25519 public key.
        about: what the box belongs to; it opens only with the same.
        randomness: 32 fresh random bytes, for this box alone.
    """
    sender = key_pair_from(randomness)
    shared = X25519PrivateKey.from_private_bytes(sender.private).exchange(X25519PublicKey.from_public_bytes(to))
    key = _key_of_box(shared, sender=sender.public, to=to, about=about)
    return sender.public + ChaCha20Poly1305(key).encrypt(_NONCE, message, about)


def open_sealed(box: bytes, *, with_pair: KeyPair, about: bytes) -> bytes:
    """Return the message in a sealed box.

    Raises:
        CannotOpen: it was sealed to another key, or about something else, or was changed.
    """
    sender, locked = box[:KEY_BYTES], box[KEY_BYTES:]
    try:
        private = X25519PrivateKey.from_private_bytes(with_pair.private)
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        key = _key_of_box(shared, sender=sender, to=with_pair.public, about=about)
        return ChaCha20Poly1305(key).decrypt(_NONCE, locked, about)
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen("The box does not open with this key.") from fault


def split(private: bytes, *, holders: Mapping[int, bytes], about: bytes, randomness: bytes) -> dict[Pair, bytes]:
    """Return a contest's private key sealed to each pair of holders.

    Args:
        private: the key, 32 bytes; forget it after this call.
        holders: the public key of each holder by number.
        about: the contest.
        randomness: 32 fresh random bytes for each of the two boxes of each pair, one after another.

    Raises:
        ValueError: there are not three holders with three keys, or too few random bytes.
    """
    if len(holders) != HOLDERS or len(set(holders.values())) != HOLDERS:
        raise ValueError("Three holders need three different keys")
    chunks = iter([randomness[at : at + KEY_BYTES] for at in range(0, len(randomness), KEY_BYTES)])
    boxes: dict[Pair, bytes] = {}
    for first, second in combinations(sorted(holders), NEEDED):
        inner = seal(private, to=holders[first], about=about, randomness=next(chunks, b""))
        boxes[first, second] = seal(inner, to=holders[second], about=about, randomness=next(chunks, b""))
    return boxes


RANDOMNESS_OF_SPLIT = KEY_BYTES * 2 * HOLDERS
"""How many random bytes ``split`` takes."""


def join(boxes: Mapping[Pair, bytes], *, holders: Mapping[int, KeyPair], about: bytes, public: bytes) -> KeyPair:
    """Return the key pair of a contest, given what any two of its holders have.

    Raises:
        CannotOpen: fewer than two holders, a wrong code, or boxes of another contest.
    """
    numbers = tuple(sorted(holders))[:NEEDED]
    pair: Pair | None = (numbers[0], numbers[1]) if len(numbers) == NEEDED else None
    if pair is None or pair not in boxes:
        raise CannotOpen("Two of the three holders are needed.")
    inner = open_sealed(boxes[pair], with_pair=holders[pair[1]], about=about)
    found = key_pair_from(open_sealed(inner, with_pair=holders[pair[0]], about=about))
    if found.public != public:
        raise CannotOpen("This is the key of another contest.")
    return found


def _key_of_box(shared: bytes, *, sender: bytes, to: bytes, about: bytes) -> bytes:
    info = b"consult sealed box v1" + sender + to + about
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(shared)
