"""Finding elections, contests and what belongs to them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.elections.models import Contest, Election, KeyHolder, Nomination, PaperBallot, RollClaim, RollEntry
from consult.elections.rules import OVER
from consult.kernel.errors import NotFound
from consult.kernel.references import hash_code
from consult.storage.paging import Page, page_of

_WITH_ALL = (
    selectinload(Contest.election),
    selectinload(Contest.nominations),
    selectinload(Contest.holders),
    selectinload(Contest.counted),
)


def published_elections(session: Session, *, number: int = 1) -> Page[Election]:
    """Return one page of the elections whose notice is published, the latest first."""
    asked = select(Election).where(Election.published_at.is_not(None)).options(selectinload(Election.contests))
    return page_of(session, asked, Election.closes_at.desc(), Election.id.desc(), number=number, size=20)


def all_elections(session: Session, *, number: int = 1) -> Page[Election]:
    """Return one page of every election, the latest first."""
    asked = select(Election).options(selectinload(Election.contests))
    return page_of(session, asked, Election.id.desc(), number=number, size=20)


def unfinished_contests(session: Session) -> list[Contest]:
    """Return the contests that still ask something of somebody."""
    asked = select(Contest).where(Contest.state.not_in(OVER)).options(*_WITH_ALL).order_by(Contest.id)
    return list(session.scalars(asked))


def published_election(session: Session, slug: str) -> Election:
    """Return an election that everyone may read of.

    Raises:
        NotFound: there is none, or its notice is not published.
    """
    asked = select(Election).where(Election.slug == slug, Election.published_at.is_not(None))
    found = session.scalar(asked.options(selectinload(Election.contests)))
    if found is None:
        raise NotFound("We could not find this election. Look for it in the list of elections.")
    return found


def published_contest(session: Session, slug: str, contest_slug: str) -> Contest:
    """Return a contest that everyone may read of, with all that its page shows.

    Raises:
        NotFound: there is none.
    """
    asked = select(Contest).join(Election).where(Election.slug == slug, Contest.slug == contest_slug)
    found = session.scalar(asked.where(Election.published_at.is_not(None)).options(*_WITH_ALL))
    if found is None:
        raise NotFound("We could not find this contest. Look for it on the page of its election.")
    return found


def election_by_id(session: Session, election_id: int) -> Election:
    """Return an election, published or not.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Election, election_id, options=[selectinload(Election.contests)])
    if found is None:
        raise NotFound("We could not find this election.")
    return found


def contest_by_id(session: Session, contest_id: int) -> Contest:
    """Return a contest with all that its desk shows.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Contest, contest_id, options=_WITH_ALL)
    if found is None:
        raise NotFound("We could not find this contest.")
    return found


def nomination_by_reference(session: Session, reference: str) -> Nomination:
    """Return a nomination.

    Raises:
        NotFound: no nomination has this reference.
    """
    asked = select(Nomination).where(Nomination.reference == reference)
    found = session.scalar(asked.options(selectinload(Nomination.contest).selectinload(Contest.election)))
    if found is None:
        raise NotFound("We could not find this nomination. Check its reference.")
    return found


def nomination_of(contest: Contest, nomination_id: int) -> Nomination:
    """Return one of a contest's nominations.

    Raises:
        NotFound: it belongs to another contest.
    """
    found = next((each for each in contest.nominations if each.id == nomination_id), None)
    if found is None:
        raise NotFound("We could not find this nomination in this contest.")
    return found


def roll_page(
    session: Session, contest: Contest, *, number: int = 1, asked_for: str = "", size: int = 50
) -> Page[RollEntry]:
    """Return one page of the roll by name, or of those whose name begins so."""
    asked = select(RollEntry).where(RollEntry.contest_id == contest.id)
    if asked_for:
        key = "".join(letter for letter in asked_for.casefold() if letter.isalnum())
        asked = asked.where(RollEntry.name_key.contains(key, autoescape=True))
    return page_of(session, asked, RollEntry.name_key.asc(), RollEntry.detail_key.asc(), number=number, size=size)


def roll_entry(session: Session, contest: Contest, entry_id: str) -> RollEntry:
    """Return somebody on the roll of a contest.

    Raises:
        NotFound: nobody on it has this number.
    """
    found = session.get(RollEntry, entry_id)
    if found is None or found.contest_id != contest.id:
        raise NotFound("We could not find this person on the roll.")
    return found


def is_on_the_roll(session: Session, contest: Contest, *, name_key: str, detail_key: str) -> bool:
    """Say whether somebody with exactly this name and detail is on the roll."""
    asked = select(RollEntry.id).where(
        RollEntry.contest_id == contest.id, RollEntry.name_key == name_key, RollEntry.detail_key == detail_key
    )
    return session.scalar(asked) is not None


def claims_of(session: Session, contest: Contest) -> list[RollClaim]:
    """Return what people said of the roll, the newest first."""
    asked = select(RollClaim).where(RollClaim.contest_id == contest.id).order_by(RollClaim.id.desc())
    return list(session.scalars(asked.limit(200)))


def holder_by_link(session: Session, link: str) -> KeyHolder:
    """Return the key holder whose personal link this is.

    Raises:
        NotFound: the link was never given, or other holders have been named since.
    """
    asked = select(KeyHolder).where(KeyHolder.link_hash == hash_code(link))
    found = session.scalar(asked.options(selectinload(KeyHolder.contest).selectinload(Contest.election)))
    if found is None:
        raise NotFound("This link does not work. Ask the returning officer for yours.")
    return found


def observed_contest(session: Session, link: str) -> Contest:
    """Return the contest that an observer's link opens.

    Raises:
        NotFound: the link was never given, or another has been made since.
    """
    found = session.scalar(select(Contest).where(Contest.observer_hash == hash_code(link)).options(*_WITH_ALL))
    if found is None:
        raise NotFound("This link does not work. Ask the returning officer for yours.")
    return found


def papers_page(
    session: Session, contest: Contest, *, number: int = 1, asked_for: int | None = None
) -> Page[PaperBallot]:
    """Return one page of the papers that were typed in, those that differ first; or the one with a number."""
    asked = select(PaperBallot).where(PaperBallot.contest_id == contest.id)
    if asked_for is not None:
        asked = asked.where(PaperBallot.number == asked_for)
    return page_of(session, asked, PaperBallot.settled.is_not(None), PaperBallot.number.asc(), number=number, size=50)


def n_without_code(session: Session, contest: Contest) -> int:
    """Count the people on the roll who have been sent or given neither a code nor a paper."""
    asked = select(func.count()).where(
        RollEntry.contest_id == contest.id, RollEntry.sent_by == "", RollEntry.paper == "none"
    )
    return session.scalar(asked) or 0
