"""What a body, a seat and a term are, and the sentences that are law: the pure part."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.kernel.errors import Invalid
from consult.kernel.states import Machine

LAST_DAY = date(9999, 12, 31)
WARNED_DAYS_AHEAD = 90


class BodyStatus(StrEnum):
    """How a body is doing; its members say so, and a note says why."""

    ACTIVE = "active"
    STRETCHED = "stretched"
    DORMANT = "dormant"
    CLOSED = "closed"


STATUSES: Machine[BodyStatus] = Machine(
    BodyStatus,
    first=BodyStatus.ACTIVE,
    arrows={
        "call_stretched": ((BodyStatus.ACTIVE, BodyStatus.DORMANT), BodyStatus.STRETCHED),
        "call_dormant": ((BodyStatus.ACTIVE, BodyStatus.STRETCHED), BodyStatus.DORMANT),
        "call_active": ((BodyStatus.STRETCHED, BodyStatus.DORMANT), BodyStatus.ACTIVE),
        "close": ((BodyStatus.ACTIVE, BodyStatus.STRETCHED, BodyStatus.DORMANT), BodyStatus.CLOSED),
    },
)


class Tier(StrEnum):
    """How wide the area of a type of body is; the map of all bodies is drawn by it, the widest first."""

    CITY = "city"
    DISTRICT = "district"
    LOCALITY = "locality"
    SCHOOL = "school"


class RelationKind(StrEnum):
    """How one body stands to another."""

    REPORTS_TO = "reports_to"
    WORKS_WITH = "works_with"
    REPLACES = "replaces"


class AreaKind(StrEnum):
    """What an area is."""

    CITY = "city"
    DISTRICT = "district"
    WARD = "ward"
    LOCALITY = "locality"
    CONSTITUENCY = "constituency"  # the members of one kind in a trust, wherever they live


class Phase(StrEnum):
    """The ages that a school teaches, or what kind of school it is where that decides who may vote."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL_THROUGH = "all_through"
    SPECIAL = "special"
    ALTERNATIVE = "alternative"
    POST_SIXTEEN = "post_16"


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


class PanelState(StrEnum):
    """Where a citizens' panel stands."""

    COLLECTING = "collecting"
    POOL_FIXED = "pool_fixed"
    DRAWN = "drawn"
    FINISHED = "finished"


PANELS: Machine[PanelState] = Machine(
    PanelState,
    first=PanelState.COLLECTING,
    arrows={
        "fix_pool": ((PanelState.COLLECTING,), PanelState.POOL_FIXED),
        "draw": ((PanelState.POOL_FIXED,), PanelState.DRAWN),
        "finish": ((PanelState.DRAWN,), PanelState.FINISHED),
    },
)


class PoolState(StrEnum):
    """What became of someone in a pool."""

    WAITING = "waiting"
    CHOSEN = "chosen"
    LEFT = "left"


class InterestNature(StrEnum):
    """What kind of interest a person declares.

    Our own summary of what the Relevant Authorities (Disclosable Pecuniary Interests) Regulations 2012 list, with what
    codes of conduct add; to be read by the council's lawyer before it relies on it.
    """

    EMPLOYMENT = "employment"
    OFFICE = "office"
    CONTRACT = "contract"
    PROPERTY = "property"
    MEMBERSHIP = "membership"
    FAMILY = "family"
    OTHER = "other"


class Conduct(StrEnum):
    """What someone with an interest in an item did."""

    LEFT = "left"  # left the room while it was dealt with
    SPOKE_AND_LEFT = "spoke_and_left"
    DID_NOT_VOTE = "did_not_vote"
    STAYED_WITH_DISPENSATION = "stayed_with_dispensation"
    STAYED = "stayed"  # the interest did not bar them

    @property
    def is_recusal(self) -> bool:
        """Say whether they kept out of the decision."""
        return self in {Conduct.LEFT, Conduct.SPOKE_AND_LEFT, Conduct.DID_NOT_VOTE}


class SchoolStatus(StrEnum):
    """What kind of school it is in law."""

    COMMUNITY = "community"
    VOLUNTARY_AIDED = "voluntary_aided"
    VOLUNTARY_CONTROLLED = "voluntary_controlled"
    FOUNDATION = "foundation"
    ACADEMY = "academy"
    FREE_SCHOOL = "free_school"
    INDEPENDENT = "independent"

    @property
    def is_maintained(self) -> bool:
        """Say whether the council maintains it."""
        return self not in {SchoolStatus.ACADEMY, SchoolStatus.FREE_SCHOOL, SchoolStatus.INDEPENDENT}


class GovernorRoute(StrEnum):
    """How governors came to office."""

    ELECTED_PARENTS = "elected_parents"
    ELECTED_STAFF = "elected_staff"
    APPOINTED = "appointed"  # by the council, a trust, a foundation or a sponsor
    CO_OPTED = "co_opted"
    EX_OFFICIO = "ex_officio"
    VACANT = "vacant"

    @property
    def is_elected(self) -> bool:
        """Say whether somebody voted for them."""
        return self in {GovernorRoute.ELECTED_PARENTS, GovernorRoute.ELECTED_STAFF}


class TermKind(StrEnum):
    """For how long a seat of a body is held."""

    ACADEMIC_YEAR = "academic_year"  # 1 September to 31 August
    MONTHS = "months"
    OPEN = "open"  # until the holder leaves, as with a seat that goes with an office


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """How long a term lasts, and whether its holder stays until a successor is declared."""

    kind: TermKind
    months: int | None = None
    holds_over: bool = False

    def __post_init__(self) -> None:
        """Refuse a length where there is none, and the lack of one where it is needed."""
        if (self.kind is TermKind.MONTHS) != (self.months is not None):
            raise Invalid("Say for how many months a term lasts, or choose another kind of term.")
        if self.months is not None and not 1 <= self.months <= 120:
            raise Invalid("A term lasts between 1 month and 120 months.")

    def ends_on(self, from_on: date) -> date | None:
        """Give the last day of a term that begins on a day, or nothing for a term without an end."""
        if self.kind is TermKind.ACADEMIC_YEAR:
            return end_of_academic_year(from_on)
        return None if self.months is None else date.fromordinal(_months_later(from_on, self.months).toordinal() - 1)


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


def last_day(*, until_on: date | None, term_ends_on: date | None, holds_over: bool) -> date:
    """Give the last day on which someone holds a seat: the day they left, else their term's, unless they hold over."""
    if until_on is not None:
        return until_on
    return LAST_DAY if holds_over or term_ends_on is None else term_ends_on


def is_within(day: date, *, from_on: date | None, until_on: date | None) -> bool:
    """Say whether a day lies in a time whose ends may be open."""
    return (from_on is None or from_on <= day) and (until_on is None or day <= until_on)


def end_of_academic_year(day: date) -> date:
    """Give the last day of the academic year (1 September to 31 August) that a day lies in."""
    return date(day.year + (day.month >= 9), 8, 31)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(day.year + years, month + 1, last)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")
