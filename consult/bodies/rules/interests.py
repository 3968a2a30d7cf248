"""What people declare, and what they did with an interest in an item."""

from enum import StrEnum


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
