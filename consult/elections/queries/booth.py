"""What the booth asks: whose contest a code opens, and what stands on the ballot paper."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.elections import ballots
from consult.elections.codes import hash_of_code
from consult.elections.models import BallotCode, Contest
from consult.elections.rules import BEFORE_POLL, ContestState
from consult.kernel.errors import Invalid
from consult.kernel.references import read_secret_code

RON = "Re-open nominations"
UNKNOWN_CODE = "We do not know this code. Check each letter and number, and type it again."


def contest_of_code(session: Session, typed: str, *, key: bytes) -> tuple[Contest, str]:
    """Return the contest that a code opens, and the hash under which the code is stored.

    Raises:
        Invalid: it has the wrong shape, or no contest that is ready, closed or counted knows it.
    """
    code = read_secret_code(typed)
    asked = (
        select(Contest)
        .where(Contest.codes_issued, Contest.state.not_in((*BEFORE_POLL[:2], ContestState.UNCONTESTED)))
        .options(selectinload(Contest.nominations), selectinload(Contest.election))
    )
    by_hash = {hash_of_code(code, contest=each.reference, key=key): each for each in session.scalars(asked)}
    known = session.scalar(select(BallotCode).where(BallotCode.code_hash.in_(by_hash)))
    if known is None:
        raise Invalid(UNKNOWN_CODE)
    return by_hash[known.code_hash], known.code_hash


def paper_of(contest: Contest) -> ballots.Contest:
    """Return what the count knows of a contest: names in the order of the ballot paper, "re-open nominations" last.

    That stands once for each seat that it may leave vacant, so each of its lines wins and passes on a surplus as any
    candidate does.
    """
    placed = sorted((each for each in contest.nominations if each.number), key=lambda each: each.number or 0)
    names = tuple(each.name for each in placed) + _reopening(contest)
    withdrawn = frozenset(each.number for each in placed if each.number and not each.stands)
    return ballots.Contest(id=contest.reference, names=names, seats=contest.seats, withdrawn=withdrawn)


def ron_numbers(contest: Contest) -> frozenset[int]:
    """Return the numbers of "re-open nominations" on the ballot paper; none where it does not stand."""
    n_names, n_reopening = len(paper_of(contest).names), len(_reopening(contest))
    return frozenset(range(n_names - n_reopening + 1, n_names + 1))


def _reopening(contest: Contest) -> tuple[str, ...]:
    if not contest.ron:
        return ()
    n_vacant = contest.ron_most_vacant
    return (RON,) if n_vacant == 1 else tuple(f"{RON} ({number})" for number in range(1, n_vacant + 1))
