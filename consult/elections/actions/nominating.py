"""Nominations: given, consented to, withdrawn, decided; and the order of names on the ballot paper."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.elections.actions.noting import move, note, require_fresh
from consult.elections.box import MOST_CANDIDATES
from consult.elections.models import Contest, Nomination
from consult.elections.rules import BEFORE_POLL, ContestState, OrderHow, Verdict, is_uncontested
from consult.kernel.errors import Invalid, Refused
from consult.kernel.references import SecretCode, draw_reference, draw_secret_code, hash_code, is_code_for
from consult.kernel.words import clean_line, clean_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominated:
    """What a nomination form says."""

    name: str
    statement: str
    interests: str
    proposer: str
    seconder: str
    email: str
    consents: bool

    def __post_init__(self) -> None:
        people = [" ".join(each.split()).casefold() for each in (self.name, self.proposer, self.seconder)]
        if len(set(people)) != len(people):
            raise Invalid("The candidate, the proposer and the seconder must be three different people.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A nomination and the secret code that opens it; the code is None when the same form was sent before."""

    nomination: Nomination
    code: SecretCode | None


def give_nomination(
    session: Session, *, contest: Contest, given: Nominated, submission_key: str, by: str, now: datetime
) -> Given:
    """Put someone forward.

    Raises:
        Refused: nominations are not open.
    """
    known = session.scalar(select(Nomination).where(Nomination.submission_key == submission_key))
    if known is not None:
        return Given(nomination=known, code=None)
    _require_open(contest, now=now)
    code = draw_secret_code()
    nomination = Nomination(
        contest=contest,
        reference=draw_reference(),
        secret_hash=hash_code(code),
        submission_key=submission_key,
        name=clean_line(given.name),
        statement=clean_text(given.statement),
        interests=clean_text(given.interests),
        proposer=clean_line(given.proposer),
        seconder=clean_line(given.seconder),
        email=given.email.strip(),
        given_at=now,
        consented_at=now if given.consents else None,
    )
    session.add(nomination)
    try:
        session.flush()
    except IntegrityError as fault:
        raise Refused("This nomination has been sent already. Look for the page with its reference.") from fault
    note(session, Happening.NOMINATION_GIVEN, contest, by=by, now=now, nomination_id=nomination.id)
    return Given(nomination=nomination, code=code)


def consent(session: Session, *, nomination: Nomination, code: str, now: datetime) -> Nomination:
    """Agree to stand, with the secret code of the nomination.

    Raises:
        Refused: the code does not open it, or nominations have closed.
    """
    _require_code(nomination, code)
    _require_open(nomination.contest, now=now)
    if nomination.consented_at is None:
        nomination.consented_at = now
        facts = {"nomination_id": nomination.id}
        note(session, Happening.NOMINATION_CONSENTED, nomination.contest, by="resident", now=now, **facts)
    return nomination


def withdraw(session: Session, *, nomination: Nomination, code: str | None, by: str, now: datetime) -> Nomination:
    """Withdraw a nomination; officers need no code.

    Raises:
        Refused: the code does not open it, or the poll is over.
    """
    if code is not None:
        _require_code(nomination, code)
    if nomination.contest.state not in (*BEFORE_POLL, ContestState.READY, ContestState.CLOSED, ContestState.OPENED):
        raise Refused("The count is done, so a candidate can no longer withdraw.")
    if nomination.withdrawn_at is None:
        nomination.withdrawn_at = now
        nomination.version += 1
        note(session, Happening.NOMINATION_WITHDRAWN, nomination.contest, by=by, now=now, nomination_id=nomination.id)
    return nomination


def decide_nomination(
    session: Session,
    *,
    nomination: Nomination,
    verdict: Verdict,
    reason: str,
    version_seen: int | None = None,
    by_id: int,
    now: datetime,
) -> Nomination:
    """Say whether a nomination is valid, and if not, why.

    Raises:
        Refused: nominations are settled, or the person has not agreed to stand.
        Invalid: a nomination is refused without a reason.
        Stale: somebody decided meanwhile.
    """
    require_fresh(nomination.version, seen=version_seen)
    if nomination.contest.state is not ContestState.NOMINATIONS:
        raise Refused("Nominations are settled. A decision can no longer be changed.")
    if verdict is Verdict.VALID and nomination.consented_at is None:
        raise Refused(f"{nomination.name} has not yet agreed to stand.")
    if verdict is Verdict.INVALID and not reason.strip():
        raise Invalid("Say why the nomination is not valid. The candidate can read it.")
    nomination.verdict, nomination.reason, nomination.decided_by_id = verdict, clean_text(reason), by_id
    nomination.version += 1
    facts = {"nomination_id": nomination.id, "verdict": verdict, "reason": nomination.reason[:200]}
    note(session, Happening.NOMINATION_DECIDED, nomination.contest, by=f"account:{by_id}", now=now, **facts)
    return nomination


def settle_nominations(
    session: Session,
    *,
    contest: Contest,
    order_how: OrderHow,
    drawn: Sequence[int] = (),
    by_id: int,
    now: datetime,
) -> Contest:
    """Close nominations and give each candidate a place on the ballot paper, by chance or as drawn by hand.

    ``drawn`` are the ids of the nominations in the order in which they were drawn, for ``OrderHow.DRAWN``.

    Raises:
        Refused: nominations are still open, or one is undecided.
        Invalid: the drawn order does not name every candidate once.
    """
    if now < contest.election.nominations_close_at:
        raise Refused("Nominations are still open. Settle them after they close.")
    if any(each.verdict is Verdict.UNDECIDED and each.withdrawn_at is None for each in contest.nominations):
        raise Refused("Some nominations are not yet decided. Decide each of them first.")
    standing = {each.id: each for each in contest.nominations if each.stands}
    order = list(drawn)
    if order_how is OrderHow.RANDOM:
        order = sorted(standing)
        secrets.SystemRandom().shuffle(order)
    if sorted(order) != sorted(standing):
        raise Invalid("Give each candidate one place, from 1 to the number of candidates.")
    if len(order) >= MOST_CANDIDATES:
        raise Refused("There are too many candidates for one ballot paper.")
    for number, nomination_id in enumerate(order, start=1):
        standing[nomination_id].number = number
    contest.order_how = order_how
    move(contest, "settle_nominations")
    session.flush()
    facts = {"candidates": len(order), "order": order_how}
    note(session, Happening.NOMINATIONS_SETTLED, contest, by=f"account:{by_id}", now=now, **facts)
    return contest


def declare_uncontested(session: Session, *, contest: Contest, by_id: int, now: datetime) -> Contest:
    """Declare everyone who stands elected, because there are no more of them than seats; the rest stay vacant.

    Raises:
        Refused: there has to be a poll.
    """
    standing = [each for each in contest.nominations if each.stands]
    if not needs_no_poll(contest):
        raise Refused("There are more candidates than seats, or the notice says that there is a poll. Hold the poll.")
    move(contest, "declare_uncontested")
    contest.declared_at = now
    facts = {"elected": len(standing), "vacant": contest.seats - len(standing)}
    note(session, Happening.CONTEST_UNCONTESTED, contest, by=f"account:{by_id}", now=now, **facts)
    return contest


def needs_no_poll(contest: Contest) -> bool:
    """Say whether a contest has no more candidates than seats and nothing forces a poll."""
    n_candidates = sum(each.stands for each in contest.nominations)
    forces = contest.ron and contest.ron_forces_poll
    return is_uncontested(n_candidates=n_candidates, seats=contest.seats, ron_forces_poll=forces)


def _require_open(contest: Contest, *, now: datetime) -> None:
    election = contest.election
    is_open = election.nominations_open_at <= now < election.nominations_close_at
    if contest.state is not ContestState.NOMINATIONS or not is_open:
        raise Refused("Nominations are not open now. The notice says when they open and close.")


def _require_code(nomination: Nomination, code: str) -> None:
    if not is_code_for(code, nomination.secret_hash):
        raise Refused("This secret code does not belong to this nomination. Check it and type it again.")
