"""The three key holders and the ceremony in which the key of a contest is made, split and forgotten."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.elections.actions.notice import require_before_poll
from consult.elections.actions.noting import note
from consult.elections.codes import holder_code_from, read_holder_code
from consult.elections.models import Contest, KeyHolder
from consult.elections.rules import require_independent_holder
from consult.elections.secrecy import (
    HOLDERS,
    KEY_BYTES,
    RANDOMNESS_OF_SPLIT,
    KeyPair,
    Pair,
    holder_pair_from,
    join,
    key_pair_from,
    split,
)
from consult.kernel.errors import Invalid, Refused
from consult.kernel.references import draw_token, hash_code
from consult.kernel.words import clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedHolder:
    """Someone who is to hold the key, and the link that is theirs alone; the link is stored nowhere."""

    holder: KeyHolder
    link: str


def name_holders(
    session: Session, *, contest: Contest, people: Sequence[tuple[str, str]], by_id: int, now: datetime
) -> tuple[NamedHolder, ...]:
    """Name the three who hold the key: the returning officer and two scrutineers, each with an office.

    Naming them again before the key is made voids the links and codes given before.

    Raises:
        Invalid: there are not three different people.
        Refused: one of them stands, proposes or seconds, or the key is made.
    """
    require_before_poll(contest)
    if contest.public_key:
        raise Refused("The key is made. Its holders can no longer change.")
    names = [clean_line(name) for name, _office in people]
    if len({name.casefold() for name in names}) != HOLDERS or not all(names):
        raise Invalid("Name three different people.")
    standing = people_involved(contest)
    for name in names:
        require_independent_holder(name, standing=standing)
    for old in list(contest.holders):
        session.delete(old)
    session.flush()
    session.expire(contest, ["holders"])
    named = []
    for number, (name, office) in enumerate(people, start=1):
        link = draw_token()
        holder = KeyHolder(contest_id=contest.id, number=number, name=clean_line(name), office=clean_line(office))
        holder.link_hash = hash_of_link(link)
        session.add(holder)
        named.append(NamedHolder(holder=holder, link=link))
        note(session, Happening.KEY_HOLDER_NAMED, contest, by=f"account:{by_id}", now=now, number=number)
    session.flush()
    return tuple(named)


def draw_holder_code(session: Session, *, holder: KeyHolder) -> str:
    """Draw a key holder's code and keep only the public key that it gives; drawing again voids the one before.

    Raises:
        Refused: the key is made, so this holder's code stands.
    """
    contest = holder.contest
    if contest.public_key:
        raise Refused("The key is made. Your code stands as you wrote it down; nobody can show it again.")
    code = holder_code_from(secrets.token_bytes(2 * KEY_BYTES))
    pair = holder_pair_from(read_holder_code(code), contest=contest.reference)
    holder.public_key = pair.public.hex()
    session.flush()
    return code


def make_key(session: Session, *, contest: Contest, by_id: int, now: datetime) -> Contest:
    """Make the key of a contest, seal its private half to each pair of holders, and forget it.

    Raises:
        Refused: a holder has no code yet, or the key is made already, or a holder has become a candidate.
    """
    require_before_poll(contest)
    if contest.public_key:
        raise Refused("The key is made already.")
    if len(contest.holders) != HOLDERS or not all(holder.public_key for holder in contest.holders):
        raise Refused("Each of the three key holders has to draw a code first.")
    standing = people_involved(contest)
    for holder in contest.holders:
        require_independent_holder(holder.name, standing=standing)
    pair = key_pair_from(secrets.token_bytes(KEY_BYTES))
    boxes = split(
        pair.private,
        holders={holder.number: bytes.fromhex(holder.public_key) for holder in contest.holders},
        about=contest.reference.encode(),
        randomness=secrets.token_bytes(RANDOMNESS_OF_SPLIT),
    )
    contest.key_boxes = {f"{first}-{second}": box.hex() for (first, second), box in boxes.items()}
    contest.public_key = pair.public.hex()
    contest.version += 1
    session.flush()
    note(session, Happening.KEY_MADE, contest, by=f"account:{by_id}", now=now, public_key=contest.public_key)
    return contest


def key_of_contest(contest: Contest, *, codes: dict[int, str]) -> KeyPair:
    """Return the key of a contest, given the codes of two of its holders by their numbers.

    Raises:
        CannotOpen: a code is wrong, or there are fewer than two.
    """
    pairs = {
        number: holder_pair_from(read_holder_code(code), contest=contest.reference) for number, code in codes.items()
    }
    boxes: dict[Pair, bytes] = {}
    for name, box in contest.key_boxes.items():
        first, _dash, second = name.partition("-")
        boxes[int(first), int(second)] = bytes.fromhex(box)
    return join(boxes, holders=pairs, about=contest.reference.encode(), public=bytes.fromhex(contest.public_key))


def people_involved(contest: Contest) -> frozenset[str]:
    """Return the casefolded names of everyone who stands, proposes or seconds in a contest."""
    names = [name for each in contest.nominations for name in (each.name, each.proposer, each.seconder)]
    return frozenset(" ".join(name.split()).casefold() for name in names)


def hash_of_link(link: str) -> str:
    """Return the hash under which a personal link is stored."""
    return hash_code(link)
