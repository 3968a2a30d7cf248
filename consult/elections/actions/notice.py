"""Drafting an election and its contests, and publishing the notice."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.elections.actions.noting import move, note, require_fresh
from consult.elections.models import Contest, CountbackRule, Election
from consult.elections.rules import BEFORE_POLL, ContestAsked, ContestState, Notice, Timetable
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line, clean_text


def draft_election(
    session: Session, *, notice: Notice, timetable: Timetable, by_id: int, now: datetime, slug: str = ""
) -> Election:
    """Begin an election; nobody else sees it before its notice is published."""
    election = Election(slug=slug or _free_slug(session, notice.title), created_at=now, created_by_id=by_id)
    _take(election, notice, timetable)
    session.add(election)
    session.flush()
    _note(session, Happening.ELECTION_DRAFTED, election, by_id=by_id, now=now, title=election.title)
    return election


def change_election(
    session: Session,
    *,
    election: Election,
    notice: Notice,
    timetable: Timetable,
    version_seen: int | None = None,
    by_id: int,
    now: datetime,
) -> Election:
    """Change the notice or the timetable before it is published.

    Raises:
        Refused: people have read the notice; it stands.
        Stale: somebody changed it meanwhile.
    """
    require_fresh(election.version, seen=version_seen)
    if election.published_at is not None:
        raise Refused("The notice is published and stands. Abandon the contest and begin anew if it is wrong.")
    _take(election, notice, timetable)
    election.version += 1
    _note(session, Happening.ELECTION_CHANGED, election, by_id=by_id, now=now, version=election.version)
    return election


def add_contest(
    session: Session, *, election: Election, asked: ContestAsked, by_id: int, now: datetime, slug: str = ""
) -> Contest:
    """Add a contest to an election whose notice is not yet published.

    Raises:
        Refused: the notice is published.
        Invalid: another contest has this reference, or ballots are destroyed before the last day of a countback.
    """
    if election.published_at is not None:
        raise Refused("The notice is published, so no contest can be added to it. Begin another election.")
    if asked.countback_until is not None and asked.countback_until > election.destroy_on:
        raise Invalid("Ballots are destroyed before that day, so they cannot be counted again then. Check the day.")
    if session.scalar(select(Contest.id).where(Contest.reference == asked.reference)):
        raise Invalid("Another contest has this reference. Choose one that has never been used.")
    taken = {each.slug for each in election.contests}
    contest = Contest(election_id=election.id, slug=slug or _slug(asked.title), state=ContestState.DRAFTED)
    if contest.slug in taken:
        contest.slug = f"{contest.slug}-{len(taken) + 1}"
    for name in ContestAsked.__slots__:
        if name != "countback_until":
            setattr(contest, name, getattr(asked, name))
    if asked.countback_until is not None:
        contest.countback = CountbackRule(until_on=asked.countback_until)
    session.add(contest)
    session.flush()
    session.expire(election, ["contests"])
    note(session, Happening.CONTEST_ADDED, contest, by=f"account:{by_id}", now=now, title=contest.title)
    return contest


def publish_notice(session: Session, *, election: Election, by_id: int, now: datetime) -> Election:
    """Publish the notice of election; from now on its rule and timetable stand.

    Raises:
        Refused: it has no contest, is published already, or nominations would close in the past.
    """
    if election.published_at is not None:
        raise Refused("The notice is published already.")
    if not election.contests:
        raise Refused("Add at least one contest before you publish the notice.")
    if election.nominations_close_at <= now:
        raise Refused("Nominations would close in the past. Change the timetable first.")
    election.published_at = now
    election.version += 1
    for contest in election.contests:
        move(contest, "publish_notice")
    _note(session, Happening.NOTICE_PUBLISHED, election, by_id=by_id, now=now, contests=len(election.contests))
    return election


def abandon(session: Session, *, contest: Contest, reason: str, by_id: int, now: datetime) -> Contest:
    """Stop a contest for good, with the reason, which everyone can read.

    Raises:
        Invalid: the reason is missing.
        Refused: the result is declared.
    """
    if not reason.strip():
        raise Invalid("Say why the contest is abandoned.")
    contest.abandoned_reason = clean_text(reason)
    move(contest, "abandon")
    session.flush()
    note(session, Happening.CONTEST_ABANDONED, contest, by=f"account:{by_id}", now=now, reason=reason[:200])
    return contest


def require_before_poll(contest: Contest) -> None:
    """Refuse what can only be done before the poll is made ready.

    Raises:
        Refused: it is too late.
    """
    if contest.state not in BEFORE_POLL:
        raise Refused("This can no longer be changed: the contest is past that point.")


def _take(election: Election, notice: Notice, timetable: Timetable) -> None:
    for name in Timetable.__slots__:
        setattr(election, name, getattr(timetable, name))
    election.kind, election.challenge_by, election.destroy_on = notice.kind, notice.challenge_by, notice.destroy_on
    election.title, election.about = clean_line(notice.title), clean_text(notice.about)
    election.lot_source, election.challenge_to = clean_line(notice.lot_source), clean_line(notice.challenge_to)


def _note(
    session: Session, happening: Happening, election: Election, *, by_id: int, now: datetime, **facts: object
) -> None:
    stream, actor = f"election:{election.id}", f"account:{by_id}"
    record(session, happening, stream=stream, subject=stream, actor=actor, at=now, **facts)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60].rstrip("-") or "election"


def _free_slug(session: Session, title: str) -> str:
    wanted = _slug(title)
    taken = set(session.scalars(select(Election.slug).where(Election.slug.startswith(wanted, autoescape=True))))
    return next(slug for n in range(1, 10_000) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)
