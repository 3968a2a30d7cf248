"""Casting a ballot: the code is spent and the sealed ballot stored in one transaction, once, however often pressed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.elections.box import NONCE_BYTES, Ballot
from consult.elections.models import CodeSpend, Contest, SealedBallot
from consult.elections.queries.booth import contest_of_code, paper_of
from consult.elections.rules import ContestState, Spend
from consult.elections.secrecy import KEY_BYTES, seal
from consult.kernel.errors import Invalid, Refused

_USED = (
    "This code has been used, so no other ballot can be cast with it. If it was not you who used it, "
    "tell the returning officer before voting closes."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a voter takes away: the commitment proves that the ballot is in the box, the nonce what it says."""

    contest: Contest
    commitment: str
    nonce: str


def draw_nonce() -> str:
    """Draw what makes two equal ballots look different, when the voter checks the ballot."""
    return secrets.token_hex(NONCE_BYTES)


def cast_ballot(
    session: Session, *, code: str, preferences: tuple[int, ...], nonce: str, key: bytes, now: datetime
) -> Receipt:
    """Spend a code and put the sealed ballot into the box.

    The same form sent twice is one ballot and gives the same receipt. No event is recorded.

    Args:
        session: one that may write.
        code: as it was typed.
        preferences: the numbers of candidates, first choice first; empty for a blank ballot.
        nonce: 32 hexadecimal digits that went out with the form.
        key: the installation's key for codes.
        now: the moment; only between the hours of the poll.

    Raises:
        Invalid: there is no such code, or the form did not come from us.
        Refused: voting is not open, or the code was used for another ballot.
    """
    contest, code_hash = contest_of_code(session, code, key=key)
    require_open(contest, now=now)
    paper = paper_of(contest)
    try:
        ballot = Ballot(preferences=preferences, nonce=bytes.fromhex(nonce))
        packed = ballot.packed(len(paper.names))
    except ValueError as fault:
        raise Invalid("This ballot cannot be read. Go back and mark it again.") from fault
    receipt = Receipt(contest=contest, commitment=ballot.commitment(contest.reference), nonce=nonce)
    box = seal(
        packed,
        to=bytes.fromhex(contest.public_key),
        about=contest.reference.encode(),
        randomness=secrets.token_bytes(KEY_BYTES),
    )
    ours = {"contest_id": contest.id}
    try:  # nothing is looked up before: that a code is spent once is the law of the table, for any number of servers
        with session.begin_nested():
            session.execute(insert(CodeSpend), {"code_hash": code_hash, "how": Spend.WEB} | ours)
            session.execute(insert(SealedBallot), {"commitment": receipt.commitment, "sealed": box.hex()} | ours)
    except IntegrityError:
        session.expire_all()
        if not _is_cast_already(session, receipt, code_hash):
            raise Refused("Your ballot was not taken. Go back, check it again and cast it once more.") from None
    return receipt


def require_open(contest: Contest, *, now: datetime) -> None:
    """Refuse a ballot outside the hours of the poll.

    Raises:
        Refused: it is too early or too late, or the poll does not take place.
    """
    election = contest.election
    if contest.state is ContestState.ABANDONED:
        raise Refused("This contest was abandoned. Its page says why.")
    if now < election.opens_at:
        raise Refused("Voting has not opened yet. The notice says when it does. Keep your code until then.")
    if now >= election.closes_at or contest.state is not ContestState.READY:
        raise Refused("Voting has closed, so your ballot was not taken.")


def _is_cast_already(session: Session, receipt: Receipt, code_hash: str) -> bool:
    """Say whether exactly this ballot lies in the box already by this code.

    Raises:
        Refused: the code was used for something else.
    """
    spent = session.get(CodeSpend, code_hash)
    if spent is None:
        return False
    in_the_box = session.get(SealedBallot, receipt.commitment)
    if spent.how is Spend.WEB and in_the_box is not None and in_the_box.contest_id == receipt.contest.id:
        return True
    if spent.how in (Spend.HALL, Spend.POST):
        raise Refused("You were given a ballot paper, so this code has ended. Vote with the paper.")
    if spent.how is Spend.REISSUED:
        raise Refused("You were given a newer code, so this one has ended. Use the newer one.")
    raise Refused(_USED)
