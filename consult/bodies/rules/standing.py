"""What a body is, how it is doing and how it stands to others."""

from enum import StrEnum

from consult.kernel.states import Machine


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
