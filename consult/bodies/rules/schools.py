"""What a school is and how its governors came to office."""

from enum import StrEnum


class Phase(StrEnum):
    """The ages that a school teaches, or what kind of school it is where that decides who may vote."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL_THROUGH = "all_through"
    SPECIAL = "special"
    ALTERNATIVE = "alternative"
    POST_SIXTEEN = "post_16"


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
