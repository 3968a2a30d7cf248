"""A dry run of a whole count with test ballots, from sealing to the sheet; nothing of it is kept. Pure."""

import random
from dataclasses import dataclass

from consult.elections.ballots import Contest, Papers, Rule, gathered
from consult.elections.box import NONCE_BYTES, Ballot, is_proven, proof_of, seal_number, unpacked
from consult.elections.count import CountSheet, count
from consult.elections.lots import lots_from
from consult.elections.secrecy import (
    KEY_BYTES,
    RANDOMNESS_OF_SPLIT,
    holder_pair_from,
    join,
    key_pair_from,
    open_sealed,
    seal,
    split,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a dry run gave."""

    sheet: CountSheet
    seal: str
    n_sealed: int
    n_proven: int


def dry_run(contest: Contest, *, rule: Rule, n_ballots: int, seed: str) -> Trial:
    """Cast, seal, open with two of three holders and count so many ballots, all drawn from a seed.

    Args:
        contest: who stands for how many seats.
        rule: how it is counted.
        n_ballots: how many test ballots.
        seed: gives the ballots, the keys and the lots: the same seed gives the same run.
    """
    chance = random.Random(f"{contest.id}\n{seed}")  # noqa: S311 - test ballots; real keys never come from here
    about = contest.id.encode()
    holders = {n: holder_pair_from(chance.randbytes(16).hex(), contest=contest.id) for n in (1, 2, 3)}
    pair = key_pair_from(chance.randbytes(KEY_BYTES))
    boxes = split(
        pair.private,
        holders={number: each.public for number, each in holders.items()},
        about=about,
        randomness=chance.randbytes(RANDOMNESS_OF_SPLIT),
    )
    box: dict[str, bytes] = {}
    for _ in range(n_ballots):
        marked = chance.sample(contest.standing, chance.randint(1, len(contest.standing)))
        ballot = Ballot(preferences=tuple(marked), nonce=chance.randbytes(NONCE_BYTES))
        packed = ballot.packed(len(contest.names))
        box[ballot.commitment(contest.id)] = seal(
            packed, to=pair.public, about=about, randomness=chance.randbytes(KEY_BYTES)
        )
    root = seal_number(box)
    opened = join(boxes, holders={1: holders[1], 3: holders[3]}, about=about, public=pair.public)
    papers = [
        Papers(number=1, preferences=unpacked(open_sealed(sealed, with_pair=opened, about=about)).preferences)
        for sealed in box.values()
    ]
    proven = sum(is_proven(each, proof_of(each, box), seal=root) for each in list(box)[:20])
    sheet = count(contest, gathered(papers), rule=rule, lots=lots_from(seed, contest=contest.id))
    return Trial(sheet=sheet, seal=root, n_sealed=len(box), n_proven=proven)
