"""What a seat class says, how someone comes to a seat, what shows it, and the law of votes on committees."""

from dataclasses import dataclass
from enum import StrEnum

from consult.bodies.rules.schools import Phase
from consult.kernel.errors import Invalid


class HowFilled(StrEnum):
    """How someone comes to a seat."""

    ELECTED = "elected"
    NOMINATED = "nominated"  # by a body or an organisation, which names whom it sends
    EX_OFFICIO = "ex_officio"
    APPOINTED = "appointed"
    CO_OPTED = "co_opted"


class EvidenceKind(StrEnum):
    """What shows that someone holds a seat."""

    COUNT_SHEET = "count_sheet"
    UNCONTESTED = "uncontested"  # a declaration that no more people stood than there were seats
    NOMINATION = "nomination"
    OFFICE = "office"
    APPOINTMENT = "appointment"
    CO_OPTION = "co_option"


SHOWN_BY: dict[HowFilled, frozenset[EvidenceKind]] = {
    HowFilled.ELECTED: frozenset({EvidenceKind.COUNT_SHEET, EvidenceKind.UNCONTESTED}),
    HowFilled.NOMINATED: frozenset({EvidenceKind.NOMINATION}),
    HowFilled.EX_OFFICIO: frozenset({EvidenceKind.OFFICE}),
    HowFilled.APPOINTED: frozenset({EvidenceKind.APPOINTMENT}),
    HowFilled.CO_OPTED: frozenset({EvidenceKind.CO_OPTION}),
}


class InterestState(StrEnum):
    """What became of someone's offer to sit."""

    NEW = "new"
    INVITED = "invited"  # to stand, to be nominated or to talk
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows how a seat was filled.

    Args:
        kind: must fit how the seat was filled.
        ref: where it is kept; for an election a reference that the room of elections owns, which nobody here reads.
    """

    kind: EvidenceKind
    ref: str

    def __post_init__(self) -> None:
        """Refuse evidence that cannot be found."""
        if not self.ref.strip():
            raise Invalid("Say where it is recorded, such as the minute, the letter or the count sheet.")

    def require_fits(self, how: HowFilled) -> None:
        """Refuse evidence of another way of coming to a seat.

        Raises:
            Invalid: an elected seat without a count sheet or an uncontested declaration, or the like.
        """
        if self.kind not in SHOWN_BY[how]:
            raise Invalid(
                "An elected seat points at its count sheet or its uncontested declaration."
                if how is HowFilled.ELECTED
                else "What you named does not show how this seat was filled. Choose the kind that fits."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatClassValues:
    """What a class of seats says: whose seats they are, who chooses, and whether they vote.

    Args:
        name: what one seat of the class is called.
        n_seats: how many there are.
        electorate: in words, who may vote for it or who names the holder.
        group_id: the stakeholder group whose seats they are, if one.
        area_id, phase: what narrows the electorate.
        nominating_body_id: the body that elects or names the holder, as with an indirect election.
        is_office: a chair or the like, held by someone who sits already; it carries no vote of its own.
        for_councillors: whether only councillors hold it.
        exception: on a council committee, what allows someone who is no councillor to vote.
        rule: where it is laid down.
    """

    name: str
    how_filled: HowFilled
    is_voting: bool
    n_seats: int = 1
    electorate: str = ""
    group_id: int | None = None
    area_id: int | None = None
    phase: Phase | None = None
    nominating_body_id: int | None = None
    is_office: bool = False
    for_councillors: bool = False
    exception: str = ""
    rule: str = ""

    def __post_init__(self) -> None:
        """Refuse a class without a name or seats, and an office with a vote of its own."""
        if not self.name.strip():
            raise Invalid("Enter what a seat of this kind is called.")
        if not 1 <= self.n_seats <= 200:
            raise Invalid("Enter how many seats there are: between 1 and 200.")
        if self.is_office and self.is_voting:
            raise Invalid("An office such as the chair has no vote beside the one of its holder’s own seat.")


def require_lawful_vote(values: SeatClassValues, *, on_council_committee: bool) -> None:
    """Refuse a vote on a council committee for someone who is no councillor, unless the exception is stated.

    Source: section 13 of the Local Government and Housing Act 1989: someone who is not a member of the council sits on
    its committees without a vote, with exceptions such as parent governor and church representatives of a scrutiny
    committee for education. Our own summary, to be read by the council's lawyer before it relies on it.

    Raises:
        Invalid: the exception is missing.
    """
    if on_council_committee and values.is_voting and not values.for_councillors and not values.exception.strip():
        raise Invalid(
            "On a council committee someone who is not a councillor has no vote. Choose “does not vote”, or say which "
            "exception you rely on (Local Government and Housing Act 1989, section 13)."
        )
