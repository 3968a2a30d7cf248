"""What lies in the ballot box: ballots of one length, their commitments, and the seal number over all of them.

A commitment is SHA-256 over contest, nonce and preferences: it proves later that a ballot is in the box, and without
the nonce says nothing of what stands on it. The seal number is the root of a Merkle tree over the *sorted*
commitments, built as in RFC 6962 (leaves and nodes hashed apart), so it neither depends on nor tells the order in
which people voted. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

NONCE_BYTES = 16
MOST_CANDIDATES = 250  # one byte names a candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a voter marked: whom first, second, …; nobody for a blank ballot. The nonce is 16 random bytes."""

    preferences: tuple[int, ...]
    nonce: bytes

    def __post_init__(self) -> None:
        if len(self.nonce) != NONCE_BYTES:
            raise ValueError(f"A nonce has {NONCE_BYTES} bytes")
        if len(set(self.preferences)) != len(self.preferences):
            raise ValueError("A ballot names no candidate twice")
        if any(not 1 <= number <= MOST_CANDIDATES for number in self.preferences):
            raise ValueError(f"Candidates are numbered 1 to {MOST_CANDIDATES}")

    def packed(self, n_candidates: int) -> bytes:
        """Return the ballot as bytes, as long for one preference as for all: its length tells nothing.

        Raises:
            ValueError: it names more candidates than there are.
        """
        if any(number > n_candidates for number in self.preferences):
            raise ValueError(f"There are {n_candidates} candidates")
        return self.nonce + bytes(self.preferences) + bytes(n_candidates - len(self.preferences))

    def commitment(self, contest: str) -> str:
        """Return the number on the voter's receipt: 64 hexadecimal digits."""
        said = bytes(self.preferences)
        return sha256(b"consult ballot v1\n" + contest.encode() + b"\n" + self.nonce + said).hexdigest()


def unpacked(packed: bytes) -> Ballot:
    """Return the ballot that was packed.

    Raises:
        ValueError: these bytes are no ballot.
    """
    marks = packed[NONCE_BYTES:].rstrip(b"\0")
    return Ballot(nonce=packed[:NONCE_BYTES], preferences=tuple(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a proof: the hash beside ours, and whether it stands on the left."""

    hash: str
    is_left: bool


def seal_number(commitments: Iterable[str]) -> str:
    """Return the Merkle root over the commitments, whatever their order; of no ballots, SHA-256 of nothing."""
    level = _leaves(commitments)
    while len(level) > 1:
        level = _above(level)
    return level[0].hex() if level else sha256(b"").hexdigest()


def proof_of(commitment: str, commitments: Iterable[str]) -> tuple[Step, ...]:
    """Return the steps from one commitment up to the seal number.

    Raises:
        ValueError: it is not among them.
    """
    ordered = sorted(commitments)
    at = ordered.index(commitment)
    level, steps = _leaves(ordered), []
    while len(level) > 1:
        beside = at ^ 1
        if beside < len(level):
            steps.append(Step(hash=level[beside].hex(), is_left=beside < at))
        level, at = _above(level), at // 2
    return tuple(steps)


def is_proven(commitment: str, steps: Iterable[Step], *, seal: str) -> bool:
    """Say whether the steps lead from a commitment to the seal number."""
    reached = _leaf(commitment)
    for step in steps:
        beside = bytes.fromhex(step.hash)
        reached = _node(beside, reached) if step.is_left else _node(reached, beside)
    return reached.hex() == seal


def _leaves(commitments: Iterable[str]) -> list[bytes]:
    return [_leaf(each) for each in sorted(commitments)]


def _above(level: Sequence[bytes]) -> list[bytes]:
    """Return the next level; one that has no partner goes up as it is."""
    pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + list(level[len(pairs) * 2 :])


def _leaf(commitment: str) -> bytes:
    return sha256(b"\0" + bytes.fromhex(commitment)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
