"""The roll: loaded from a table or typed in, checked by voters, claimed and objected to, and fixed on its day."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.elections.actions.notice import require_before_poll
from consult.elections.actions.noting import note
from consult.elections.models import Contest, RollClaim, RollEntry
from consult.elections.rules import (
    MOST_ON_A_ROLL,
    ClaimKind,
    ClaimVerdict,
    LawfulBasis,
    RollSource,
    require_lawful_source,
)
from consult.files.tables import Table
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text, compared

_HEADINGS = {
    "name": ("name", "full name", "voter", "member", "person"),
    "detail": ("detail", "postcode", "class", "number", "membership number", "school", "telling apart"),
    "email": ("email", "e-mail", "email address"),
    "address": ("address", "postal address"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """Someone who may vote: ``detail`` tells two people of one name apart."""

    name: str
    detail: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many names were new, and how many stood on the roll already."""

    added: int
    known: int


def voters_in(table: Table) -> tuple[Voter, ...]:
    """Return the voters that a spreadsheet names.

    Raises:
        Invalid: no column is headed "Name", or a row has none; the sentence names the line.
    """
    places = {field: _column(table.columns, names) for field, names in _HEADINGS.items()}
    if places["name"] is None:
        raise Invalid("No column is headed “Name”. Head one column with it, and others with Detail, Email and Address.")
    found = []
    for row in table.rows:
        given = {field: clean_line(row.cells[at]) if at is not None else "" for field, at in places.items()}
        if not given["name"]:
            raise Invalid(f"Line {row.line} has no name. Nothing was taken from this file.")
        found.append(Voter(**given))
    return tuple(found)


def voters_typed(lines: str) -> tuple[Voter, ...]:
    """Return the voters of an attendance list: one a line, the detail after a comma."""
    found = []
    for line in lines.splitlines():
        name, _comma, detail = line.partition(",")
        if clean_line(name):
            found.append(Voter(name=clean_line(name), detail=clean_line(detail)))
    return tuple(found)


def load_roll(
    session: Session,
    *,
    contest: Contest,
    voters: Iterable[Voter],
    source: RollSource,
    basis: LawfulBasis,
    by_id: int,
    now: datetime,
) -> Loaded:
    """Add people to the roll; who stands on it already is not added twice.

    Raises:
        Refused: the source is not lawful, or the roll is fixed.
        Invalid: too many names, or none.
    """
    require_lawful_source(source)
    require_before_poll(contest)
    if contest.roll_fixed_at is not None:
        raise Refused("The roll is fixed; nobody is added to it.")
    asked = select(RollEntry.name_key, RollEntry.detail_key).where(RollEntry.contest_id == contest.id)
    known = {(name, detail) for name, detail in session.execute(asked)}
    before, rows, n_given = len(known), [], 0
    for voter in voters:
        n_given += 1
        key = (key_of(voter.name), key_of(voter.detail))
        if key not in known:
            known.add(key)
            rows.append(_row(contest, voter))
    if not n_given:
        raise Invalid("There is no name here. Add at least one.")
    if before + len(rows) > MOST_ON_A_ROLL:
        raise Invalid(f"A roll holds at most {MOST_ON_A_ROLL:,} people. Make several contests of it.")
    if rows:
        session.execute(insert(RollEntry), rows)
    contest.roll_source, contest.roll_basis = source, basis
    loaded = Loaded(added=len(rows), known=n_given - len(rows))
    facts = {"added": loaded.added, "known": loaded.known, "source": source, "basis": basis}
    note(session, Happening.ROLL_LOADED, contest, by=f"account:{by_id}", now=now, **facts)
    return loaded


def remove_entry(
    session: Session, *, contest: Contest, entry: RollEntry, reason: str, by_id: int, now: datetime
) -> None:
    """Take someone off the roll before it is fixed.

    Raises:
        Refused: the roll is fixed.
        Invalid: the reason is missing.
    """
    if contest.roll_fixed_at is not None:
        raise Refused("The roll is fixed; nobody is taken off it.")
    if not reason.strip():
        raise Invalid("Say why this person is taken off the roll.")
    session.delete(entry)
    session.flush()
    note(session, Happening.ROLL_ENTRY_REMOVED, contest, by=f"account:{by_id}", now=now, reason=reason[:200])


def make_claim(
    session: Session,
    *,
    contest: Contest,
    kind: ClaimKind,
    voter: Voter,
    words: str,
    submission_key: str,
    now: datetime,
) -> RollClaim:
    """Say before the roll is fixed that it is wrong; the same form twice is one claim.

    Raises:
        Refused: claims have closed.
    """
    known = session.scalar(select(RollClaim).where(RollClaim.submission_key == submission_key))
    if known is not None:
        return known
    if contest.roll_fixed_at is not None or now >= contest.election.claims_close_at:
        raise Refused("Claims and objections have closed. Ask the returning officer how to challenge the roll.")
    claim = RollClaim(
        contest_id=contest.id,
        submission_key=submission_key,
        kind=kind,
        name=clean_line(voter.name),
        detail=clean_line(voter.detail),
        email=voter.email.strip(),
        words=clean_text(words),
        made_on=now.astimezone(LONDON).date(),
    )
    session.add(claim)
    session.flush()
    note(session, Happening.ROLL_CLAIM_MADE, contest, by="resident", now=now, claim_id=claim.id, kind=kind)
    return claim


def decide_claim(
    session: Session,
    *,
    contest: Contest,
    claim: RollClaim,
    verdict: ClaimVerdict,
    reason: str,
    by_id: int,
    now: datetime,
) -> RollClaim:
    """Allow or refuse a claim; allowing one to be added puts the person on the roll.

    Raises:
        Refused: it is decided, or the roll is fixed.
        Invalid: it is refused without a reason.
    """
    if claim.verdict is not ClaimVerdict.OPEN:
        raise Refused("This claim is decided already.")
    if contest.roll_fixed_at is not None:
        raise Refused("The roll is fixed.")
    if verdict is ClaimVerdict.REFUSED and not reason.strip():
        raise Invalid("Say why the claim is refused.")
    claim.verdict, claim.reason = verdict, clean_text(reason)
    if (
        verdict is ClaimVerdict.ALLOWED
        and claim.kind is ClaimKind.ADD_ME
        and contest.roll_source
        and contest.roll_basis
    ):
        voters = (Voter(name=claim.name, detail=claim.detail, email=claim.email),)
        source, basis = contest.roll_source, contest.roll_basis
        load_roll(session, contest=contest, voters=voters, source=source, basis=basis, by_id=by_id, now=now)
    facts = {"claim_id": claim.id, "verdict": verdict, "reason": claim.reason[:200]}
    note(session, Happening.ROLL_CLAIM_DECIDED, contest, by=f"account:{by_id}", now=now, **facts)
    return claim


def fix_roll(session: Session, *, contest: Contest, by_id: int, now: datetime) -> Contest:
    """Fix the roll on its day; from now on nobody is added or taken off.

    Raises:
        Refused: it is too early, it is empty, or a claim waits for a decision.
    """
    require_before_poll(contest)
    if contest.roll_fixed_at is not None:
        raise Refused("The roll is fixed already.")
    if now.astimezone(LONDON).date() < contest.election.roll_fixed_on or now < contest.election.claims_close_at:
        raise Refused("The roll is fixed on the day that the notice names, after claims have closed.")
    undecided = select(func.count()).where(RollClaim.contest_id == contest.id, RollClaim.verdict == ClaimVerdict.OPEN)
    if session.scalar(undecided):
        raise Refused("A claim waits for your decision. Decide it, then fix the roll.")
    n_entries = session.scalar(select(func.count()).where(RollEntry.contest_id == contest.id)) or 0
    if not n_entries:
        raise Refused("Nobody is on the roll yet.")
    contest.roll_fixed_at = now
    contest.version += 1
    note(session, Happening.ROLL_FIXED, contest, by=f"account:{by_id}", now=now, entries=n_entries)
    return contest


def key_of(words: str) -> str:
    """Return words as they are compared: without case, signs and spaces."""
    return compared(words)


def _row(contest: Contest, voter: Voter) -> dict[str, object]:
    return {
        "id": secrets.token_hex(16),
        "contest_id": contest.id,
        "name": voter.name,
        "detail": voter.detail,
        "name_key": key_of(voter.name),
        "detail_key": key_of(voter.detail),
        "email": voter.email,
        "address": voter.address,
    }


def _column(columns: tuple[str, ...], names: tuple[str, ...]) -> int | None:
    return next((at for at, heading in enumerate(columns) if heading.strip().casefold() in names), None)
