"""Giving people what they vote with: codes, and papers that take the place of a code. One right, one way."""

from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.elections.actions.noting import move, note
from consult.elections.codes import code_for, hash_of_code
from consult.elections.models import BallotCode, CodeSpend, Contest, RollEntry
from consult.elections.rules import ContestState, Envelope, PaperIssued, Spend
from consult.kernel.errors import Invalid, Refused
from consult.kernel.references import SecretCode
from consult.kernel.words import clean_line


def issue_codes(session: Session, *, contest: Contest, key: bytes, by_id: int, now: datetime) -> int:
    """Make a code for everyone on the roll; only their keyed hashes are stored, in the order of the hashes.

    Raises:
        Refused: the roll is not fixed, or codes are issued already.
    """
    if contest.roll_fixed_at is None:
        raise Refused("Fix the roll before you issue codes.")
    if contest.codes_issued:
        raise Refused("Codes are issued already. You can issue a single one again on the roll.")
    entries = session.scalars(select(RollEntry.id).where(RollEntry.contest_id == contest.id)).all()
    hashes = sorted(_hash(contest, entry, 1, key) for entry in entries)
    session.execute(insert(BallotCode), [{"code_hash": each, "contest_id": contest.id} for each in hashes])
    session.execute(update(RollEntry).where(RollEntry.contest_id == contest.id).values(issues=1))
    session.expire_all()
    contest.codes_issued = True
    note(session, Happening.CODES_ISSUED, contest, by=f"account:{by_id}", now=now, count=len(hashes))
    return len(hashes)


def make_ready(session: Session, *, contest: Contest, by_id: int, now: datetime) -> Contest:
    """Say that all is prepared: between its hours people can vote.

    Raises:
        Refused: the roll is not fixed, the key is not made, or codes for the web are not issued.
    """
    if contest.roll_fixed_at is None:
        raise Refused("Fix the roll first.")
    if contest.by_web and not contest.public_key:
        raise Refused("Make the key first: web ballots are sealed to it.")
    if contest.by_web and not contest.codes_issued:
        raise Refused("Issue the codes first: people vote on the web with them.")
    if now >= contest.election.closes_at:
        raise Refused("The hours of the poll are over.")
    move(contest, "make_ready")
    note(session, Happening.CONTEST_READY, contest, by=f"account:{by_id}", now=now)
    return contest


def code_of(contest: Contest, entry: RollEntry, *, key: bytes) -> SecretCode:
    """Return the code that somebody on the roll has now, worked out afresh."""
    return code_for(entry.id, issue=entry.issues, contest=contest.reference, key=key)


def mark_sent(
    session: Session, *, contest: Contest, entry_ids: list[str], how: str, on: date, by: str, now: datetime
) -> None:
    """Write down how and on which day codes went out."""
    here = (RollEntry.contest_id == contest.id, RollEntry.id.in_(entry_ids))
    session.execute(update(RollEntry).where(*here).values(sent_by=how, sent_on=on))
    note(session, Happening.CODES_SENT, contest, by=by, now=now, count=len(entry_ids), how=how)


def reissue_code(
    session: Session, *, contest: Contest, entry: RollEntry, reason: str, key: bytes, by_id: int, now: datetime
) -> SecretCode:
    """Void somebody's code and give them another; the reason is logged.

    Raises:
        Refused: the code is spent, they have a paper, or the poll is over.
        Invalid: the reason is missing.
    """
    _require_before_close(contest)
    if not reason.strip():
        raise Invalid("Say why the code is issued again, such as “letter lost”.")
    if entry.paper is not PaperIssued.NONE:
        raise Refused("This person has been given a ballot paper, so there is no new code for them.")
    _spend(session, contest, entry, how=Spend.REISSUED, key=key)
    entry.issues += 1
    entry.sent_by, entry.sent_on = "", None
    session.add(BallotCode(code_hash=_hash(contest, entry.id, entry.issues, key), contest_id=contest.id))
    session.flush()
    note(session, Happening.CODE_REISSUED, contest, by=f"account:{by_id}", now=now, reason=clean_line(reason)[:200])
    return code_of(contest, entry, key=key)


def issue_paper(session: Session, *, contest: Contest, entry: RollEntry, how: PaperIssued, key: bytes) -> RollEntry:
    """Hand or send somebody a ballot paper; an unspent web code ends with it.

    Nothing is written of the moment: the hour would lead from a person to a paper.

    Raises:
        Refused: they have voted on the web, or have a paper already, or this way of voting is not offered.
    """
    _require_before_close(contest)
    offered = {PaperIssued.HALL: contest.on_paper, PaperIssued.POST: contest.by_post}
    if not offered.get(how):
        raise Refused("This contest does not offer that way of voting.")
    if contest.roll_fixed_at is None:
        raise Refused("Fix the roll before you issue papers.")
    if entry.paper is not PaperIssued.NONE:
        raise Refused("This person has been given a ballot paper already.")
    if entry.issues:
        _spend(session, contest, entry, how=Spend(how.value), key=key)
    entry.paper = how
    session.flush()
    return entry


def receive_envelope(
    session: Session, *, contest: Contest, entry: RollEntry, envelope: Envelope, reason: str
) -> RollEntry:
    """Say that a postal voter's outer envelope came back, and whether the declaration in it is in order.

    The inner envelope then goes into the box unopened, among the others.

    Raises:
        Refused: no postal paper went to this person, or the box is open.
        Invalid: it is rejected without a reason.
    """
    if entry.paper is not PaperIssued.POST:
        raise Refused("No postal paper was sent to this person.")
    if contest.state not in (ContestState.READY, ContestState.CLOSED):
        raise Refused("The box is open. No envelope can be added to it.")
    if envelope is Envelope.REJECTED and not reason.strip():
        raise Invalid("Say why the envelope is rejected.")
    entry.envelope, entry.envelope_reason = envelope, clean_line(reason)
    session.flush()
    return entry


def _spend(session: Session, contest: Contest, entry: RollEntry, *, how: Spend, key: bytes) -> None:
    code_hash = _hash(contest, entry.id, entry.issues, key)
    spent = session.get(CodeSpend, code_hash)
    if spent is not None and spent.how is Spend.WEB:
        raise Refused("This person has voted on the web already. Nobody votes twice.")
    if spent is None and session.get(BallotCode, code_hash) is not None:
        session.add(CodeSpend(code_hash=code_hash, contest_id=contest.id, how=how))
        session.flush()


def _hash(contest: Contest, entry_id: str, issue: int, key: bytes) -> str:
    code = code_for(entry_id, issue=issue, contest=contest.reference, key=key)
    return hash_of_code(code, contest=contest.reference, key=key)


def _require_before_close(contest: Contest) -> None:
    if contest.state not in (ContestState.NOMINATED, ContestState.READY):
        raise Refused("This is possible only before the poll is closed.")
