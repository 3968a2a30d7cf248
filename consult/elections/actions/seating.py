"""Giving the elected their seats: through the bodies room, with the count sheet or the declaration as evidence."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.bodies.actions import add_person, fill_seat
from consult.bodies.models import Membership
from consult.bodies.rules import Evidence, EvidenceKind, HowFilled
from consult.elections.models import Contest
from consult.elections.queries.booth import ron_numbers
from consult.elections.rules import ContestState
from consult.kernel.errors import Refused


def names_elected(contest: Contest) -> tuple[str, ...]:
    """Return who won a seat, in order; "re-open nominations" wins none for anybody."""
    if contest.state is ContestState.UNCONTESTED:
        placed = sorted((each for each in contest.nominations if each.stands), key=lambda each: each.number or 0)
        return tuple(each.name for each in placed)
    if contest.counted is None:
        return ()
    names = {each.number: each.name for each in contest.nominations if each.number}
    ron = ron_numbers(contest)
    return tuple(names[number] for number in contest.counted.sheet["winners_in_order"] if number not in ron)


def seat_the_elected(
    session: Session, *, contest: Contest, from_on: date, by: str, now: datetime
) -> Sequence[Membership]:
    """Give each of the elected a seat of the class that the contest fills; whoever held over leaves.

    Raises:
        Refused: the contest is not declared, fills no seats that are set up here, or too few are vacant on that day.
    """
    if contest.state not in (ContestState.DECLARED, ContestState.UNCONTESTED):
        raise Refused("Declare the result first.")
    if contest.seat_class is None:
        raise Refused("This contest does not say which seats it fills.")
    elected = names_elected(contest)
    seats = [seat for seat in contest.seat_class.seats if not any(_stays(each, from_on) for each in seat.memberships)]
    if len(seats) < len(elected):
        raise Refused("Fewer seats are vacant on that day than people were elected. Check the day and the seats.")
    is_uncontested = contest.state is ContestState.UNCONTESTED
    kind = EvidenceKind.UNCONTESTED if is_uncontested else EvidenceKind.COUNT_SHEET
    evidence = Evidence(kind=kind, ref=f"contest:{contest.reference}")
    return [
        fill_seat(
            session,
            seat=seat,
            person=add_person(session, name=name, by=by, now=now),
            from_on=from_on,
            how=HowFilled.ELECTED,
            evidence=evidence,
            by=by,
            now=now,
        )
        for seat, name in zip(seats, elected, strict=False)
    ]


def _stays(membership: Membership, day: date) -> bool:
    """Say whether somebody holds a seat on a day by right, and not only until a successor is declared."""
    holds_over = membership.term_ends_on is not None and membership.term_ends_on < day
    return membership.holds_on(day) and not holds_over
