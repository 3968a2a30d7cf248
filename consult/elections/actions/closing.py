"""From the close of the poll to the declaration: sealing, opening by two, reconciling, counting, declaring."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.elections.actions.keys import key_of_contest
from consult.elections.actions.noting import move, note
from consult.elections.blt import write_blt
from consult.elections.box import seal_number, unpacked
from consult.elections.count import count
from consult.elections.lots import TieNeedsLot, lots_from, no_lots
from consult.elections.models import CodeSpend, Contest, CountRecord, OpenedPapers, SealedBallot
from consult.elections.queries.booth import paper_of
from consult.elections.queries.counting import papers_in, papers_settled, reconciled, spoilt_reasons
from consult.elections.rules import ContestState
from consult.elections.secrecy import NEEDED, CannotOpen, open_sealed
from consult.elections.sheet import as_data
from consult.jobs.actions import enqueue
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line


def close_box(session: Session, *, contest: Contest, by_id: int, now: datetime) -> Contest:
    """Close the poll after its hours and publish the seal number over every sealed ballot.

    All spends and ballots are written anew in one transaction, in the order of their keys, so that a database that
    notes which transaction wrote a row (PostgreSQL's xmin) no longer joins a code to a ballot.

    Raises:
        Refused: the hours are not over.
    """
    if now < contest.election.closes_at:
        raise Refused("Voting is still open. Close the box after its hours.")
    if contest.state is ContestState.READY:
        _write_anew(session, contest)
    commitments = sealed_commitments(session, contest)
    contest.seal_number = seal_number(commitments)
    move(contest, "close")
    contest.closed_at = now
    session.flush()
    key = f"elections.leave_no_trace:{contest.id}"
    enqueue(session, "elections.leave_no_trace", key=key, args={"contest_id": contest.id}, now=now)
    facts = {"ballots": len(commitments), "seal_number": contest.seal_number}
    note(session, Happening.BOX_CLOSED, contest, by=f"account:{by_id}", now=now, **facts)
    return contest


def open_box(session: Session, *, contest: Contest, codes: Mapping[int, str], by_id: int, now: datetime) -> Contest:
    """Open the sealed ballots with the codes of two key holders, and keep only how many are alike.

    Raises:
        Refused: a code is wrong, or the ballots in the box are not those that were sealed.
    """
    move(contest, "open")  # first, so that nobody opens a box twice
    if seal_number(sealed_commitments(session, contest)) != contest.seal_number:
        raise Refused("The ballots in the box are not those that were sealed. Do not go on; call the observers.")
    alike: Counter[tuple[int, ...]] = Counter()
    if contest.by_web:
        alike = _opened(session, contest, codes)
    rows = [
        {"contest_id": contest.id, "preferences": " ".join(map(str, preferences)), "number": number}
        for preferences, number in sorted(alike.items())
    ]
    if rows:
        session.execute(insert(OpenedPapers), rows)
    session.flush()
    holders = sorted(codes) if contest.by_web else []
    facts = {"ballots": sum(alike.values()), "holders": holders}
    note(session, Happening.BOX_OPENED, contest, by=f"account:{by_id}", now=now, **facts)
    return contest


def record_seed(session: Session, *, contest: Contest, seed: str, by_id: int, now: datetime) -> Contest:
    """Record the seed of the lots once the box is sealed; it is drawn in the open as the notice says.

    Raises:
        Refused: the box is not sealed, or the count is done.
        Invalid: it is empty.
    """
    if contest.state not in (ContestState.CLOSED, ContestState.OPENED):
        raise Refused("The seed is drawn after the box is sealed and before the count.")
    if not clean_line(seed):
        raise Invalid("Enter what was drawn, such as “dice 4 1 6 2 2 5”.")
    contest.lot_seed = clean_line(seed)
    contest.version += 1
    session.flush()
    note(session, Happening.LOT_SEED_RECORDED, contest, by=f"account:{by_id}", now=now, seed=contest.lot_seed[:200])
    return contest


def count_contest(session: Session, *, contest: Contest, by_id: int, now: datetime) -> CountRecord:
    """Count a contest and keep the sheet; the same ballots and seed always give the same sheet.

    Raises:
        Refused: papers wait to be settled, or only a lot can decide and no seed is recorded.
    """
    if session.scalar(select(func.count()).select_from(papers_settled(contest, waiting=True).subquery())):
        raise Refused("Some papers are not yet typed in twice and settled. Finish them before you count.")
    papers = papers_in(session, contest)
    draw = lots_from(contest.lot_seed, contest=contest.reference) if contest.lot_seed else no_lots
    try:
        sheet = count(paper_of(contest), papers, rule=contest.rule, lots=draw)
    except TieNeedsLot as tie:
        raise Refused(
            f"Candidates are level in stage {tie.stage}, and only a lot can decide. Record the seed first."
        ) from tie
    blt = write_blt(sheet.contest, sheet.used)
    record = CountRecord(
        contest_id=contest.id,
        sheet=dict(as_data(sheet)),
        blt=blt,
        papers_sha256=hashlib.sha256(blt.encode()).hexdigest(),
        spoilt=spoilt_reasons(session, contest),
        counted_at=now,
    )
    move(contest, "count")
    session.add(record)
    session.flush()
    facts = {"valid": sheet.valid, "digest": record.papers_sha256}
    note(session, Happening.CONTEST_COUNTED, contest, by=f"account:{by_id}", now=now, **facts)
    return record


def declare(session: Session, *, contest: Contest, by_id: int, now: datetime) -> Contest:
    """Declare the result, once every figure agrees.

    Raises:
        Refused: the figures do not balance; the sentence says where.
    """
    faults = reconciled(session, contest).faults
    if faults:
        raise Refused(" ".join(faults))
    move(contest, "declare")
    contest.declared_at = now
    session.flush()
    sheet = contest.counted.sheet if contest.counted else {}
    facts = {"elected": len(sheet.get("winners_in_order", ())), "vacant": contest.seats}
    note(session, Happening.CONTEST_DECLARED, contest, by=f"account:{by_id}", now=now, **facts)
    return contest


def sealed_commitments(session: Session, contest: Contest) -> list[str]:
    """Return the commitments of every sealed ballot of a contest, sorted."""
    asked = select(SealedBallot.commitment).where(SealedBallot.contest_id == contest.id)
    return list(session.scalars(asked.order_by(SealedBallot.commitment)))


def _opened(session: Session, contest: Contest, codes: Mapping[int, str]) -> Counter[tuple[int, ...]]:
    given = {number: code for number, code in codes.items() if code.strip()}
    if len(given) < NEEDED:
        raise Refused("Two of the three key holders have to type in their codes.")
    about, alike = contest.reference.encode(), Counter[tuple[int, ...]]()
    try:
        pair = key_of_contest(contest, codes=given)
        asked = select(SealedBallot.commitment, SealedBallot.sealed).where(SealedBallot.contest_id == contest.id)
        for commitment, sealed in session.execute(asked.order_by(SealedBallot.commitment)):
            ballot = unpacked(open_sealed(bytes.fromhex(sealed), with_pair=pair, about=about))
            if ballot.commitment(contest.reference) != commitment:
                raise Refused("A ballot does not fit its commitment. Do not go on; call the observers.")
            alike[ballot.preferences] += 1
    except CannotOpen as fault:
        raise Refused("The box does not open with these two codes. Check each letter and number.") from fault
    return alike


def _write_anew(session: Session, contest: Contest) -> None:
    """Write every spend and ballot of a contest again, sorted, so that all rows come from one transaction."""
    ours = {"contest_id": contest.id}
    of_spends, of_ballots = CodeSpend.contest_id == contest.id, SealedBallot.contest_id == contest.id
    spends = [
        {"code_hash": code_hash, "how": how} | ours
        for code_hash, how in session.execute(select(CodeSpend.code_hash, CodeSpend.how).where(of_spends))
    ]
    sealed = [
        {"commitment": commitment, "sealed": box} | ours
        for commitment, box in session.execute(select(SealedBallot.commitment, SealedBallot.sealed).where(of_ballots))
    ]
    session.execute(delete(CodeSpend).where(of_spends))
    session.execute(delete(SealedBallot).where(of_ballots))
    if spends:
        session.execute(insert(CodeSpend), sorted(spends, key=lambda row: str(row["code_hash"])))
    if sealed:
        session.execute(insert(SealedBallot), sorted(sealed, key=lambda row: str(row["commitment"])))
